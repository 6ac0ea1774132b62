package io.github.fswire.windows;

import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.calls.WindowsErrors;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
import io.github.fswire.session.SessionThread;
import io.github.fswire.threads.Undo;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One completion port with its reader thread, for any number of roots.
 *
 * <h2>Threads</h2>
 *
 * The reader waits on the port with calls of its own. Everybody else arms and cancels under the lock, and so does the reader
 * when it arms again. No lock is held while it waits, decodes or runs the handler; and only those who open directories wait for
 * each other, because a server may take its time to answer.
 *
 * <h2>Order of shutdown</h2>
 *
 * From a read's begin until its completion was taken the kernel may write to its memory. So closing cancels, the reader takes
 * all completions, and then handles, memory and port are freed; what does not complete within {@value ReadDirectoryReader#DRAIN_MILLIS} ms is
 * left to the kernel for ever rather than freed under its hands.
 */
final class ReadDirectorySession implements SessionSetup.Startable {
    /** Keys of roots are larger. */
    static final long WAKE_KEY = 0;

    private final SessionSetup<WindowsCalls> setup;
    private final int bufferBytes;
    private final SessionThread reader;
    private final WindowsCalls calls; // guarded by this
    private final NativeMemory scratch; // guarded by this
    private final Opener opener;
    private final long port;
    private final ArmedReads reads; // guarded by this
    private final Fences fences; // guarded by this
    private boolean released; // guarded by this

    private ReadDirectorySession(
            SessionSetup<WindowsCalls> setup, WindowsCalls calls, Opener opener, long port, NativeMemory scratch) {
        this.setup = setup;
        this.bufferBytes = DirectoryRead.bufferBytes(setup.options().bufferBytes());
        this.calls = calls;
        this.opener = opener;
        this.port = port;
        this.scratch = scratch;
        Directories directories =
                new Directories(calls, scratch.buffer().order(ByteOrder.LITTLE_ENDIAN), scratch.address());
        this.reads = new ArmedReads(calls, directories, port);
        this.fences = new Fences(
                key -> calls.PostQueuedCompletionStatus(port, key), calls.isWine() ? reads::cancelAll : null);
        this.reader = new SessionThread(setup.threads(), setup.handler(), this::read, this::release);
    }

    /** A session whose reader thread has not been started. */
    static ReadDirectorySession prepare(SessionSetup<WindowsCalls> setup, Undo undo) throws WatchException {
        WindowsCalls calls = setup.sharedCalls().open();
        undo.add(calls::close);
        long port = calls.CreateIoCompletionPort(-1, 0, 0);
        if (port < 0) {
            throw WindowsErrors.failure(null, "CreateIoCompletionPort", (int) port);
        }
        undo.add(() -> calls.CloseHandle(port));
        NativeMemory scratch = setup.allocator().apply(Directories.MEMORY_BYTES);
        undo.add(scratch::close);
        Opener opener = Opener.open(setup.sharedCalls().open(), setup.allocator());
        undo.add(opener::close);
        return new ReadDirectorySession(setup, calls, opener, port, scratch);
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        checkMayBeWatched(directory);
        Directories opening = opener.begin();
        try {
            reader.requireOpen();
            ReadDirectoryWatch watch = watch(directory, attachment, opening.open(directory));
            if (calls.isWine()) {
                checkWhetherEmpty(watch, opening);
            }
            return watch;
        } finally {
            opener.end();
        }
    }

    private synchronized void checkMayBeWatched(NativeName directory) throws WatchException {
        reader.requireOpen();
        reads.requireNotRefused(directory);
    }

    private synchronized void checkWhetherEmpty(ReadDirectoryWatch watch, Directories opening) {
        watch.read.empty = watch.isActive() && opening.isEmpty(watch.read.handle());
    }

    private synchronized ReadDirectoryWatch watch(
            NativeName directory, @Nullable Object attachment, Directories.Opened opened) throws WatchException {
        if (!isOpen()) {
            opener.discard(opened.handle());
            throw SessionThread.closed();
        }
        long key = reads.join(directory, opened);
        DirectoryRead read = prepareRead(opened.handle());
        int result = read.begin();
        if (result < 0) {
            read.free();
            throw WindowsErrors.failure(directory.toString(), "ReadDirectoryChangesW", result);
        }
        ReadDirectoryWatch watch = new ReadDirectoryWatch(this, directory, attachment, key, read, opened);
        reads.add(watch);
        return watch;
    }

    /** Prepares to read from an open directory; if there is no memory for that, closes it. */
    private DirectoryRead prepareRead(long handle) {
        try {
            return new DirectoryRead(calls, handle, bufferBytes, setup.allocator());
        } catch (RuntimeException | Error e) {
            calls.CloseHandle(handle);
            throw e;
        }
    }

    /** Ends one watch. */
    synchronized void remove(ReadDirectoryWatch watch) {
        if (watch.isActive()) {
            reads.remove(watch);
        }
    }

    boolean isOpen() {
        return reader.isOpen();
    }

    long port() {
        return port;
    }

    @Override
    public synchronized void fence(Object token) {
        reader.requireOpen();
        fences.begin(token);
    }

    /** The same of the reader itself, when it may be closed already. */
    synchronized void check(Object token) {
        if (isOpen()) {
            fences.begin(token);
        }
    }

    @Override
    public String binding() {
        return setup.binding();
    }

    @Override
    public synchronized int watchCount() {
        return reads.activeCount();
    }

    @Override
    public synchronized List<RawWatch> watches() {
        return List.copyOf(reads.active());
    }

    @Override
    public void close() {
        synchronized (this) {
            reader.close();
            if (!released) {
                calls.PostQueuedCompletionStatus(port, WAKE_KEY);
            }
        }
        reader.join();
    }

    // For the reader.

    /** A completion was taken, see {@link ArmedReads#completed}. */
    synchronized ArmedReads.@Nullable Completed completed(long key, int status) {
        return reads.completed(key, status);
    }

    /** The watches that there are. */
    synchronized List<ReadDirectoryWatch> active() {
        return reads.active();
    }

    /** The records of a watch that has ended by itself were handed out. */
    synchronized void ended(ReadDirectoryWatch watch) {
        reads.ended(watch);
    }

    /** A fence has come out of the port; returns its token if it has passed. */
    synchronized @Nullable Object returned(long key) {
        return fences.returned(key);
    }

    /** The records of a completion were handed out; returns the objects of the fences that pass with it. */
    synchronized List<Object> handedOut(long key) {
        return fences.completed(key);
    }

    /** Asks every pending read to complete, and returns their keys. */
    synchronized Set<Long> cancelAll() {
        return reads.cancelAll();
    }

    /** The session ends: a completion was taken, and its result does not matter. */
    synchronized void drained(long key) {
        reads.drained(key);
    }

    synchronized boolean isAnyPending() {
        return reads.isAnyPending();
    }

    private void read() throws WatchException {
        try (WindowsCalls own = setup.readerCalls().open();
                NativeMemory memory = setup.allocator().apply(ReadDirectoryReader.MEMORY_BYTES)) {
            new ReadDirectoryReader(this, setup.handler(), own, memory, System::nanoTime).run();
        }
    }

    /** The end: the memory of reads that are still pending is left to the kernel for ever. */
    void release() {
        synchronized (this) {
            reader.close();
            released = true;
            reads.release();
            calls.CloseHandle(port);
            scratch.close();
            opener.close();
            calls.close();
        }
        setup.handler().onTerminated();
    }
}
