package io.github.fswire.linux;

import io.github.fswire.raw.RawBackend;

/** The inotify backend. */
public final class InotifyBackend implements RawBackend {
    /** For the service loader. */
    public InotifyBackend() {}

    @Override
    public String name() {
        return "inotify";
    }
}
