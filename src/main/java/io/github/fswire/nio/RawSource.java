package io.github.fswire.nio;

import io.github.fswire.raw.AccessRefusedException;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RawWatchOptions;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.ScannerFactory;
import io.github.fswire.threads.Nanos;
import io.github.fswire.threads.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Directories of which the kernel reports every change of an entry, in a session of a backend that watches directories.
 *
 * <p>The session's thread hands out the events. What an overflow dropped is found by that thread when it has read the queue to its
 * end, or after a second.
 */
final class RawSource implements Source, RawEventHandler {
    private static final Logger LOGGER = System.getLogger(RawSource.class.getName());
    private static final long LONGEST_WAIT_NANOS = Nanos.of(Duration.ofSeconds(1));
    private static final Set<RawKind> NAMES =
            Set.of(RawKind.CREATED, RawKind.DELETED, RawKind.MOVED_FROM, RawKind.MOVED_TO);

    private final RawSession session;
    private final boolean repairs;
    private final Consumer<DirectoryKey> ended;
    private final HandedOut handedOut = new HandedOut(Time.SYSTEM); // of the session's thread
    private final Set<WatchedDirectory> overflowed = new LinkedHashSet<>(); // of the session's thread
    private long overflowNanos; // when the first of them was noticed; of the session's thread
    private final Lookout lookout; // of the session's thread
    private final AtomicBoolean mountsChanged = new AtomicBoolean();
    private volatile boolean active = true;
    private volatile boolean closed;

    /**
     * Opens a session.
     *
     * @param scanners opens the scanner of the session's thread
     * @param repairs whether an overflow is repaired
     * @param ended is told the key whose directory is not watched any more
     * @throws WatchException if the system refuses it
     */
    @SuppressWarnings("this-escape") // the session hands out nothing before a directory is watched
    RawSource(RawBackend backend, ScannerFactory scanners, boolean repairs, Consumer<DirectoryKey> ended)
            throws WatchException {
        this.lookout = new Lookout(scanners);
        this.repairs = repairs;
        this.ended = ended;
        this.session = backend.open(this, RawOptions.DEFAULT.withThreadName("fswire-watch-service"));
    }

    @Override
    public Watched add(DirectoryKey key, OpenDirectory directory, Request request) throws WatchException {
        WatchedDirectory added = new WatchedDirectory(key, directory.path(), directory.identity(), repairs);
        synchronized (added) { // its first event waits until the entries are known
            RawWatch watch = watch(directory, request, added);
            try {
                added.begin(watch, directory);
            } catch (WatchException | RuntimeException | Error e) {
                watch.close();
                throw e;
            }
        }
        return new Watched() {
            @Override
            public boolean isActive() {
                return added.isActive();
            }

            @Override
            public boolean isOf(OpenDirectory same) throws WatchException {
                RawWatch other = watch(same, request, null);
                other.close();
                return added.isWatchedAs(other.identity());
            }

            @Override
            public boolean change(OpenDirectory same, Request other) throws WatchException {
                if (other.fileTree() || !added.registeredAgain(same.path())) {
                    return false;
                }
                watch(same, other, null).close(); // the kernel reports what any watch has asked for
                return true;
            }

            @Override
            public void remove() {
                added.end();
            }
        };
    }

    private RawWatch watch(OpenDirectory directory, Request request, @Nullable Object attachment)
            throws WatchException {
        return watch(directory, request.kinds().contains(StandardWatchEventKinds.ENTRY_MODIFY), attachment);
    }

    private RawWatch watch(OpenDirectory directory, boolean modified, @Nullable Object attachment)
            throws WatchException {
        Set<RawKind> interest = EnumSet.copyOf(NAMES);
        if (modified) {
            interest.add(RawKind.MODIFIED);
            interest.add(RawKind.ATTRIBUTES);
        }
        RawWatchOptions options = RawWatchOptions.DEFAULT.withInterest(interest).withFollowLink(true);
        try {
            return session.watch(directory.watchPath(), options, attachment);
        } catch (AccessRefusedException e) { // a path by the descriptor needs the permission to search
            return session.watch(directory.path(), options, attachment);
        } catch (WatchException e) {
            throw e.about(directory.path().toString());
        }
    }

    @Override
    public void onEvent(RawEvent event) {
        if (event.attachment() instanceof WatchedDirectory directory) {
            int kinds = event.kinds();
            if (RawKind.WATCH_ENDED.in(kinds) || RawKind.UNMOUNTED.in(kinds)) {
                if (directory.end()) {
                    ended.accept(directory.key());
                }
            } else if (event.nameLength() > 0) {
                directory.record(kinds, event, lookout);
            }
        }
    }

    @Override
    public void onOverflow(RawEvent event) {
        RawWatch one = event.watch();
        for (RawWatch watch : one == null ? session.watches() : Set.of(one)) {
            if (watch.attachment() instanceof WatchedDirectory directory) {
                overflow(directory);
            }
        }
        if (!overflowed.isEmpty() && System.nanoTime() - overflowNanos > LONGEST_WAIT_NANOS) {
            repair();
        }
    }

    private void overflow(WatchedDirectory directory) {
        if (!repairs) {
            directory.key().signal(StandardWatchEventKinds.OVERFLOW, null);
            return;
        }
        if (overflowed.isEmpty()) {
            overflowNanos = System.nanoTime();
        }
        overflowed.add(directory);
    }

    @Override
    public void onBatchEnd() {
        if (!overflowed.isEmpty()) {
            repair();
        }
        handedOut.all();
    }

    private void repair() {
        long since = handedOut.since();
        handedOut.all(); // what is changed from now on may come after its directory was compared
        for (WatchedDirectory directory : overflowed) {
            repair(directory, since);
        }
        overflowed.clear();
    }

    private void repair(WatchedDirectory directory, long since) {
        DirectoryKey key = directory.key();
        boolean modified = key.wants(StandardWatchEventKinds.ENTRY_MODIFY);
        try {
            if (!directory.repair(since, lookout, opened -> watch(opened, modified, directory))) {
                key.signal(StandardWatchEventKinds.OVERFLOW, null);
                ended.accept(key);
            }
        } catch (IllegalStateException e) { // the session was closed meanwhile
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public void onFailure(Exception failure) {
        LOGGER.log(Level.WARNING, "A watch service goes on after a failure", failure);
    }

    @Override
    public void onMountsChanged() {
        mountsChanged.set(true);
    }

    /** Whether anything was mounted or unmounted since this was asked last. */
    boolean takeMountsChanged() {
        return mountsChanged.getAndSet(false);
    }

    /** Whether the kernel's queue is read. */
    boolean isActive() {
        return active;
    }

    @Override
    public void onTerminated() {
        active = false;
        lookout.close();
        for (RawWatch watch : session.watches()) {
            if (watch.attachment() instanceof WatchedDirectory directory && directory.end()) {
                ended.accept(directory.key());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        session.close();
    }
}
