package io.github.fswire.nio;

import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.Watchable;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The key of a directory. Whoever notices an event signals; users poll, reset and cancel, all from any thread.
 *
 * <p>A key is ready until its first event, and then signalled: retrieved once from its service, and not again until it was reset.
 */
final class DirectoryKey implements WatchKey {
    private final Consumer<DirectoryKey> cancelling;
    private final SignalledKeys signalled;
    private final Path directory;
    private final DirectoryIdentity identity;
    private final PendingEvents events; // guarded by this
    private boolean ready = true; // guarded by this
    private volatile Set<WatchEvent.Kind<?>> kinds;
    private volatile boolean valid = true;

    /** {@code cancelling} ends a registration. */
    DirectoryKey(
            Consumer<DirectoryKey> cancelling,
            SignalledKeys signalled,
            Path directory,
            DirectoryIdentity identity,
            Set<WatchEvent.Kind<?>> kinds,
            boolean merges) {
        this.cancelling = cancelling;
        this.signalled = signalled;
        this.directory = directory;
        this.identity = identity;
        this.kinds = kinds;
        this.events = new PendingEvents(merges);
    }

    Path directory() {
        return directory;
    }

    DirectoryIdentity identity() {
        return identity;
    }

    /** Asks for other kinds than before. */
    void ask(Set<WatchEvent.Kind<?>> others) {
        kinds = others;
    }

    boolean wants(WatchEvent.Kind<?> kind) {
        return kinds.contains(kind);
    }

    /** An event of a kind that is wanted, or an overflow without a context. */
    synchronized void signal(WatchEvent.Kind<?> kind, @Nullable Path context) {
        if (valid) {
            events.add(kind, context);
            enqueue();
        }
    }

    /** The directory is not watched any more, and whoever waits for events learns it. */
    synchronized void end() {
        if (valid) {
            valid = false;
            enqueue();
        }
    }

    /** The key was cancelled, or its service closed. */
    synchronized void invalidate() {
        valid = false;
    }

    private void enqueue() {
        if (ready) {
            ready = false;
            signalled.add(this);
        }
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public synchronized List<WatchEvent<?>> pollEvents() {
        return events.poll();
    }

    @Override
    public synchronized boolean reset() {
        if (valid && !ready) {
            ready = true;
            if (!events.isEmpty()) {
                enqueue();
            }
        }
        return valid;
    }

    @Override
    public void cancel() {
        if (valid) {
            cancelling.accept(this);
        }
    }

    /** The path of the first registration. */
    @Override
    public Watchable watchable() {
        return directory;
    }

    @Override
    public String toString() {
        return directory + (valid ? "" : " (cancelled)");
    }
}
