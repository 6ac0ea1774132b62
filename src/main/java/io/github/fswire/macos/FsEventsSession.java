package io.github.fswire.macos;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.calls.MacCalls;
import io.github.fswire.calls.MacErrors;
import io.github.fswire.calls.MacFile;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
import io.github.fswire.session.SessionThread;
import io.github.fswire.threads.Undo;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One event stream on a serial dispatch queue, for all roots, and the thread that hands out its events.
 *
 * <h2>Threads</h2>
 *
 * FSEvents calls on threads of its own, which only fill the {@link EventRing}. Streams are made and ended under the lock. No lock
 * is held while the reader decodes or runs the handler.
 *
 * <h2>Another root</h2>
 *
 * A stream's paths are fixed. So another stream is started with all paths; it begins at the newest event before which all
 * events are known to have come. Then the old stream is ended. An event that both streams deliver comes twice. Until the
 * first fence, roots are added that go on from the kernel's history: every stream begins at that position, or the later
 * streams would miss events that the first one has received.
 *
 * <h2>Order of shutdown</h2>
 *
 * Neither the stream's stop nor its invalidation waits for calls that are under way or on the queue. So an empty function goes
 * through the queue behind them, and only then the function that FSEvents has called is freed.
 */
final class FsEventsSession implements SessionSetup.Startable {
    private static final Logger LOGGER = System.getLogger(FsEventsSession.class.getName());
    private static final int RING_BYTES = 1 << 20;
    private static final int MAX_PATHS = 4096;
    private static final int DESCRIPTORS_PER_PATH =
            10; // that a process must be able to open, or FSEvents closes others

    private final SessionSetup<MacCalls> setup;
    private final MacCalls calls; // guarded by this
    private final Directories directories; // guarded by this
    private final Path fencePlace;
    private final Directories.Found fenceDirectory;
    private final History history; // guarded by this
    private final @Nullable String since;
    private final long resumeId; // the event after which it begins; 0: none
    private volatile boolean beginning = true; // roots that are added go on from there
    private final EventRing ring;
    private final MacCalls.Upcall upcall;
    private final long queue;
    private final SessionThread reader;
    private final Queue<Object> asked = new ConcurrentLinkedQueue<>(); // fences
    private final Queue<FsEventsWatch> uncovered = new ConcurrentLinkedQueue<>(); // of which the history is not known
    private volatile List<FsEventsWatch> watches = List.of();
    private List<NativeName> streamPaths = List.of(); // guarded by this
    private @Nullable EventStream stream; // guarded by this
    private long streams; // so many were begun; guarded by this

    private FsEventsSession(
            SessionSetup<MacCalls> setup,
            MacCalls calls,
            Directories directories,
            Path fencePlace,
            Directories.Found fenceDirectory,
            Undo undo) {
        this.setup = setup;
        this.calls = calls;
        this.directories = directories;
        this.fencePlace = fencePlace;
        this.fenceDirectory = fenceDirectory;
        this.reader = new SessionThread(setup.threads(), setup.handler(), this::read, this::release);
        int bytes = Math.max(RING_BYTES, Integer.highestOneBit(setup.options().bufferBytes()));
        this.history = new History(calls, setup.allocator());
        this.since = setup.options().since();
        long newest = calls.FSEventsGetCurrentEventId();
        this.resumeId = history.begin(since, newest, fenceDirectory.identity().device(), seconds());
        this.ring = new EventRing(bytes, resumeId != 0 ? resumeId : newest, this::wake);
        this.upcall = calls.upcall(ring);
        undo.add(upcall::close);
        this.queue = calls.dispatch_queue_create(0, 0);
        undo.add(this::endStream);
    }

    /** A session whose reader thread has not been started. */
    static FsEventsSession prepare(SessionSetup<MacCalls> setup, Undo undo) throws WatchException {
        Path place = fencePlace();
        undo.add(() -> Fences.removeAll(place));
        MacCalls calls = setup.sharedCalls().open();
        undo.add(calls::close);
        Directories directories = new Directories(calls, setup.allocator());
        undo.add(directories::close);
        Directories.Found found = directories.find(NativeName.of(place));
        return new FsEventsSession(setup, calls, directories, place, found, undo);
    }

    @Override
    public synchronized void start() throws WatchException {
        restart(List.of());
        reader.start();
    }

    private static Path fencePlace() throws WatchException {
        try {
            return Files.createTempDirectory(
                    "fswire-fences-" + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new WatchException(
                    System.getProperty("java.io.tmpdir"),
                    "createTempDirectory",
                    0,
                    e.getClass().getSimpleName(),
                    "A directory for temporary files is needed: name one with -Djava.io.tmpdir. " + e.getMessage());
        }
    }

    @Override
    public synchronized RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        reader.requireOpen();
        FsEventsWatch watch = new FsEventsWatch(this, directory, attachment, directories.find(directory));
        List<FsEventsWatch> before = watches;
        List<FsEventsWatch> more =
                Stream.concat(before.stream(), Stream.of(watch)).toList();
        watches = more; // before the first event can come
        try {
            restart(more);
        } catch (WatchException | RuntimeException | Error e) {
            watches = before;
            throw e;
        }
        if (since != null
                && beginning
                && !(resumeId != 0 && history.covers(since, watch.identity().device()))) {
            uncovered.add(watch);
            wake();
        }
        return watch;
    }

    @Override
    public synchronized @Nullable String position() {
        reader.requireOpen();
        if (!uncovered.isEmpty()) {
            return null; // nothing was reported for those yet
        }
        Stream<Long> devices = watches.stream().map(watch -> watch.identity().device());
        return history.position(
                ring.safeId(),
                seconds(),
                Stream.concat(Stream.of(fenceDirectory.identity().device()), devices)
                        .toList());
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1000;
    }

    synchronized void remove(FsEventsWatch watch) {
        if (!watch.isActive()) {
            return;
        }
        watch.end();
        List<FsEventsWatch> rest =
                watches.stream().filter(other -> other != watch).toList();
        watches = rest;
        try {
            restart(rest);
        } catch (WatchException e) {
            LOGGER.log(Level.DEBUG, "the stream goes on with a directory too many", e);
        }
    }

    /** Makes sure that there is a stream of all directories that are watched, and of the one for fences. */
    private void restart(List<FsEventsWatch> wanted) throws WatchException {
        List<NativeName> paths = outermost(Stream.concat(
                        Stream.of(fenceDirectory.canonical()), wanted.stream().map(watch -> watch.canonical))
                .distinct()
                .toList());
        if (paths.equals(streamPaths)) {
            return;
        }
        String newest = paths.get(paths.size() - 1).toString();
        long limit = Math.min(MAX_PATHS, openFiles() / DESCRIPTORS_PER_PATH);
        if (EventStream.livePaths() + paths.size() > limit) { // for a moment there are both streams
            throw MacErrors.tooManyPaths(newest, limit / 2);
        }
        EventStream started = start(paths);
        if (stream != null) {
            stream.stop();
        }
        stream = started;
        streamPaths = paths;
    }

    private EventStream start(List<NativeName> paths) throws WatchException {
        boolean resumes = beginning && resumeId != 0;
        boolean goesOn = streamPaths.size() > 1; // with more than the directory for fences
        long begin = resumes ? resumeId : ring.safeId();
        if (begin == 0) {
            return EventStream.start(
                    calls, setup.allocator(), queue, upcall.address(), 0, paths, FsEvents.SINCE_NOW, false);
        }
        ring.begin(++streams, begin);
        try {
            return EventStream.start(
                    calls, setup.allocator(), queue, upcall.address(), streams, paths, begin, resumes || goesOn);
        } catch (WatchException | RuntimeException | Error e) {
            ring.notBegun();
            throw e;
        }
    }

    private static List<NativeName> outermost(List<NativeName> paths) {
        return paths.stream()
                .filter(path -> paths.stream().noneMatch(other -> !other.equals(path) && path.isWithin(other)))
                .toList();
    }

    /** How many files this process may have open. */
    private long openFiles() {
        try (NativeMemory limit = setup.allocator().apply(MacFile.RLIMIT_SIZEOF)) {
            int result = calls.getrlimit(MacFile.RLIMIT_NOFILE, limit.address());
            long soft = limit.buffer().getLong(0);
            return result < 0 || soft < 0 ? Long.MAX_VALUE : soft; // RLIM_INFINITY does not fit
        }
    }

    @Override
    public void fence(Object token) {
        reader.requireOpen();
        beginning = false;
        asked.add(token);
        wake();
    }

    @Override
    public String binding() {
        return setup.binding();
    }

    @Override
    public int watchCount() {
        return watches.size();
    }

    @Override
    public List<RawWatch> watches() {
        return List.copyOf(watches);
    }

    @Override
    public void close() {
        reader.close();
        wake();
        reader.join();
    }

    private void wake() {
        LockSupport.unpark(reader.thread());
    }

    // For the reader.

    boolean isOpen() {
        return reader.isOpen();
    }

    List<FsEventsWatch> active() {
        return watches;
    }

    boolean isAsked() {
        return !asked.isEmpty() || !uncovered.isEmpty();
    }

    @Nullable
    FsEventsWatch nextUncovered() {
        return uncovered.peek();
    }

    /** The session has reported that everything there must be inspected. */
    void covered(FsEventsWatch watch) {
        uncovered.remove(watch);
    }

    @Nullable
    Object nextFence() {
        return asked.poll();
    }

    /** Ids have begun anew: those from before mean nothing any more. */
    synchronized void wrapped() {
        beginning = false;
        ring.restart(calls.FSEventsGetCurrentEventId());
    }

    private void read() throws WatchException {
        Fences fences = new Fences(fencePlace, fenceDirectory.canonical(), System::nanoTime);
        try (MacCalls own = setup.readerCalls().open();
                Directories ownDirectories = new Directories(own, setup.allocator())) {
            new FsEventsReader(this, setup.handler(), ring, ownDirectories, fenceDirectory, fences).run();
        }
    }

    private void release() {
        Fences.removeAll(fencePlace);
        free();
        setup.handler().onTerminated();
    }

    private synchronized void free() {
        reader.close();
        watches = List.of();
        endStream();
        upcall.close();
        directories.close();
        calls.close();
    }

    /** When it returns no thread uses the upcall any more. */
    private synchronized void endStream() {
        if (stream != null) {
            stream.stop();
        }
        calls.dispatch_sync_f(queue, 0, calls.free());
        calls.dispatch_release(queue);
    }
}
