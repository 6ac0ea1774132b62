package io.github.fswire.watch;

/** Watches a tree. */
public final class FileWatcher {
    private FileWatcher() {}
}
