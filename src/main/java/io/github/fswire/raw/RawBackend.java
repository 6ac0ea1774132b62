package io.github.fswire.raw;

/** Opens watches on one kernel interface. */
public interface RawBackend {
    /**
     * A short name such as {@code inotify}.
     *
     * @return the name
     */
    String name();
}
