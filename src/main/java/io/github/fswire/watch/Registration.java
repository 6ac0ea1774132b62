package io.github.fswire.watch;

/**
 * Something that was added to a running watcher and can be taken from it again. May be closed by any thread.
 */
public interface Registration extends AutoCloseable {
    /**
     * Ends it. Of a listener: after this method returned none of its callbacks runs; from inside a callback it returns at once.
     * Idempotent; also after the watcher was closed.
     */
    @Override
    void close();
}
