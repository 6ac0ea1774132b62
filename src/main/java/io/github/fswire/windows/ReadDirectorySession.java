package io.github.fswire.windows;

import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.calls.WindowsErrors;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.threads.Threads;
import io.github.fswire.threads.Undo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One completion port with its reader thread, for any number of roots.
 *
 * <h2>Refusals</h2>
 *
 * A server may take a read and refuse it with its completion. Then less is asked for, as after a read that was not taken; and
 * if none has ever succeeded the watch ends, and the next one of that path fails with the reason. So whoever goes on watching
 * what has ended is told, and does not turn in circles.
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
final class ReadDirectorySession implements RawSession {
    /** Opens calls. */
    @FunctionalInterface
    interface CallsFactory {
        /** Opens them for the calling thread, or for several that take turns. */
        WindowsCalls open() throws WatchException;
    }

    /** Keys of roots are larger. */
    static final long WAKE_KEY = 0;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final RawEventHandler handler;
    private final String binding;
    private final int bufferBytes;
    private final CallsFactory readerCalls;
    private final IntFunction<NativeMemory> allocator;
    private final Thread reader;
    private final WindowsCalls calls; // guarded by this
    private final NativeMemory scratch; // guarded by this
    private final Directories directories; // guarded by this
    private final Opener opener;
    private final long port;
    private final Map<Long, ReadDirectoryWatch> watches =
            new HashMap<>(); // guarded by this; also those that are ending
    private final Fences fences; // guarded by this
    private final Map<NativeName, WatchException> refused = new HashMap<>(); // guarded by this
    private long lastKey = WAKE_KEY; // guarded by this
    private int active; // guarded by this
    private boolean released; // guarded by this
    private volatile boolean closing;

    private ReadDirectorySession(
            RawEventHandler handler,
            RawOptions options,
            String binding,
            CallsFactory readerCalls,
            WindowsCalls calls,
            Opener opener,
            long port,
            NativeMemory scratch,
            IntFunction<NativeMemory> allocator,
            ThreadFactory threads) {
        this.handler = handler;
        this.binding = binding;
        this.bufferBytes = DirectoryRead.bufferBytes(options.bufferBytes());
        this.readerCalls = readerCalls;
        this.allocator = allocator;
        this.calls = calls;
        this.opener = opener;
        this.port = port;
        this.fences =
                new Fences(key -> calls.PostQueuedCompletionStatus(port, key), calls.isWine() ? this::cancelAll : null);
        this.scratch = scratch;
        this.directories = new Directories(calls, scratch.buffer().order(ByteOrder.LITTLE_ENDIAN), scratch.address());
        this.reader = threads.newThread(this::run);
    }

    static ReadDirectorySession open(
            RawEventHandler handler,
            RawOptions options,
            String binding,
            CallsFactory sharedCalls,
            CallsFactory readerCalls,
            IntFunction<NativeMemory> allocator,
            ThreadFactory threads)
            throws WatchException {
        try (Undo undo = new Undo()) {
            ReadDirectorySession session =
                    prepare(handler, options, binding, sharedCalls, readerCalls, allocator, threads, undo);
            session.reader.start();
            undo.keep();
            return session;
        }
    }

    /** A session whose reader thread has not been started. */
    static ReadDirectorySession prepare(
            RawEventHandler handler,
            RawOptions options,
            String binding,
            CallsFactory sharedCalls,
            CallsFactory readerCalls,
            IntFunction<NativeMemory> allocator)
            throws WatchException {
        try (Undo undo = new Undo()) {
            ReadDirectorySession session =
                    prepare(handler, options, binding, sharedCalls, readerCalls, allocator, Thread::new, undo);
            undo.keep();
            return session;
        }
    }

    private static ReadDirectorySession prepare(
            RawEventHandler handler,
            RawOptions options,
            String binding,
            CallsFactory sharedCalls,
            CallsFactory readerCalls,
            IntFunction<NativeMemory> allocator,
            ThreadFactory threads,
            Undo undo)
            throws WatchException {
        WindowsCalls calls = sharedCalls.open();
        undo.add(calls::close);
        long port = calls.CreateIoCompletionPort(-1, 0, 0);
        if (port < 0) {
            throw WindowsErrors.failure(null, "CreateIoCompletionPort", (int) port);
        }
        undo.add(() -> calls.CloseHandle(port));
        NativeMemory scratch = allocator.apply(Directories.MEMORY_BYTES);
        undo.add(scratch::close);
        Opener opener = Opener.open(sharedCalls.open(), allocator);
        undo.add(opener::close);
        return new ReadDirectorySession(
                handler, options, binding, readerCalls, calls, opener, port, scratch, allocator, threads);
    }

    @Override
    public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        checkMayBeWatched(directory);
        Directories opening = opener.begin();
        try {
            checkOpen();
            ReadDirectoryWatch watch = watch(directory, attachment, opening.open(directory));
            if (calls.isWine()) {
                lookInto(watch, opening);
            }
            return watch;
        } finally {
            opener.end();
        }
    }

    private synchronized void checkMayBeWatched(NativeName directory) throws WatchException {
        checkOpen();
        WatchException refusal = refused.remove(directory);
        if (refusal != null) {
            throw refusal;
        }
    }

    private synchronized void lookInto(ReadDirectoryWatch watch, Directories opening) {
        watch.read.empty = watch.isActive() && opening.isEmpty(watch.read.handle());
    }

    private synchronized ReadDirectoryWatch watch(
            NativeName directory, @Nullable Object attachment, Directories.Opened opened) throws WatchException {
        if (closing) {
            opener.discard(opened.handle());
            throw closed();
        }
        long key = ++lastKey;
        join(directory, opened, key);
        DirectoryRead read = read(opened.handle());
        int result = read.begin();
        if (result < 0) {
            read.free();
            throw WindowsErrors.failure(directory.toString(), "ReadDirectoryChangesW", result);
        }
        ReadDirectoryWatch watch = new ReadDirectoryWatch(this, directory, attachment, key, read, opened);
        watches.put(key, watch);
        active++;
        return watch;
    }

    /** Prepares to read from what is open; if there is no memory for that, it is closed. */
    private DirectoryRead read(long handle) {
        try {
            return new DirectoryRead(calls, handle, bufferBytes, allocator);
        } catch (RuntimeException | Error e) {
            calls.CloseHandle(handle);
            throw e;
        }
    }

    /** The completions of what is open come to the port from now on; if that is not possible it is closed. */
    private void join(NativeName directory, Directories.Opened opened, long key) throws WatchException {
        long joined = calls.CreateIoCompletionPort(opened.handle(), port, key);
        if (joined < 0) {
            calls.CloseHandle(opened.handle());
            throw WindowsErrors.failure(directory.toString(), "CreateIoCompletionPort", (int) joined);
        }
    }

    /** Ends one watch; the memory is freed when its last completion was taken. */
    synchronized void remove(ReadDirectoryWatch watch) {
        if (!watch.isActive()) {
            return;
        }
        end(watch);
        watch.read.cancel();
        if (!watch.read.isPending()) {
            forget(watch);
        }
    }

    private void end(ReadDirectoryWatch watch) {
        watch.end();
        active--;
    }

    private void forget(ReadDirectoryWatch watch) {
        watch.read.free();
        watches.remove(watch.key);
    }

    boolean isOpen() {
        return !closing;
    }

    long port() {
        return port;
    }

    @Override
    public synchronized void fence(Object token) {
        checkOpen();
        fences.begin(token);
    }

    /** The same of the reader itself, when it may be closed already. */
    synchronized void check(Object token) {
        if (!closing) {
            fences.begin(token);
        }
    }

    @Override
    public String binding() {
        return binding;
    }

    @Override
    public synchronized int watchCount() {
        return active;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            if (!released) {
                calls.PostQueuedCompletionStatus(port, WAKE_KEY);
            }
        }
        if (Thread.currentThread() == reader) {
            return; // it ends when the handler returns
        }
        Threads.join(reader);
    }

    private void checkOpen() {
        if (closing) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the session is closed");
    }

    // For the reader.

    /**
     * What a completion means.
     *
     * @param watch what it was for
     * @param filled what it has brought; null if there is nothing to tell
     * @param status the system's, 0 or more
     * @param result 0; or minus the error that has ended the watch, of the completion or of arming again
     */
    record Completed(ReadDirectoryWatch watch, @Nullable ByteBuffer filled, int status, int result) {}

    /** A completion was taken: arms again, unless the watch has ended or ends with it. Null if nothing waits for it. */
    synchronized @Nullable Completed completed(long key, int status) {
        ReadDirectoryWatch watch = watches.get(key);
        if (watch == null) {
            return null;
        }
        ByteBuffer filled = watch.read.completed(status);
        if (!watch.isActive()) {
            forget(watch);
            return null;
        }
        boolean cancelled = watch.read.isCancelled(status);
        if (status < 0 && !cancelled) {
            return failed(watch, WindowsErrors.result(calls, status));
        }
        if (cancelled && directories.isEmpty(watch.read.handle())) {
            return openedAgain(watch);
        }
        watch.read.empty = false;
        int again = watch.read.arm();
        boolean overflown = again == -WinError.ERROR_NOTIFY_ENUM_DIR;
        if (overflown) {
            again = watch.read.arm();
        }
        int told = overflown ? WinError.STATUS_NOTIFY_ENUM_DIR : Math.max(status, 0);
        Completed completed = new Completed(watch, cancelled && !overflown ? null : filled, told, again);
        return again < 0 ? ending(completed) : completed;
    }

    private Completed failed(ReadDirectoryWatch watch, int error) {
        int result = watch.read.isProven() ? error : watch.read.beginWithLess(error);
        return result < 0
                ? ending(new Completed(watch, null, 0, result))
                : new Completed(watch, NOTHING, WinError.STATUS_NOTIFY_ENUM_DIR, 0); // nobody has recorded meanwhile
    }

    private Completed ending(Completed completed) {
        ReadDirectoryWatch watch = completed.watch;
        boolean deleted =
                completed.result == -WinError.ERROR_ACCESS_DENIED && directories.isBeingDeleted(watch.read.handle());
        int result = deleted ? -WinError.ERROR_DELETE_PENDING : completed.result;
        if (!watch.read.isProven() && result != -WinError.ERROR_DELETE_PENDING) {
            refused.put(watch.path(), ReadDirectoryReader.failure(watch, result));
        }
        end(watch);
        watch.read.closeHandle(); // or nobody can use the name of a deleted directory again
        return new Completed(watch, completed.filled, completed.status, result);
    }

    /**
     * Wine keeps a directory that was removed as long as it is watched. So an empty one is let go and opened again. What waited
     * to be told goes with it: unless it was empty before, something may have been removed.
     */
    private Completed openedAgain(ReadDirectoryWatch watch) {
        watch.read.closeHandle();
        try {
            Directories.Opened opened = directories.open(watch.path());
            join(watch.path(), opened, watch.key);
            watch.read.use(opened.handle());
            if (!opened.identity().equals(watch.identity)) {
                return ending(new Completed(watch, null, 0, -WinError.ERROR_DELETE_PENDING));
            }
        } catch (WatchException e) {
            return ending(new Completed(watch, null, 0, -WinError.ERROR_DELETE_PENDING));
        }
        int again = watch.read.arm();
        boolean empty = directories.isEmpty(watch.read.handle());
        boolean missed = !empty || !watch.read.empty; // it has come in between
        watch.read.empty = empty;
        Completed completed = new Completed(watch, missed ? NOTHING : null, 0, again);
        return again < 0 ? ending(completed) : completed;
    }

    /** The watches that there are. */
    synchronized List<ReadDirectoryWatch> active() {
        return watches.values().stream().filter(ReadDirectoryWatch::isActive).toList();
    }

    /** What a watch that has ended by itself has read was handed out. */
    synchronized void ended(ReadDirectoryWatch watch) {
        if (watches.containsKey(watch.key)) {
            forget(watch);
        }
    }

    /** A fence has come out of the port; returns what it was asked with if it has passed. */
    synchronized @Nullable Object returned(long key) {
        return fences.returned(key);
    }

    /** What a completion has brought was handed out; returns what the fences that it has let pass were asked with. */
    synchronized List<Object> handedOut(long key) {
        return fences.completed(key);
    }

    /** Asks every pending read to complete, and returns their keys. */
    synchronized Set<Long> cancelAll() {
        Set<Long> pending = new HashSet<>();
        watches.forEach((key, watch) -> {
            if (watch.read.isPending()) {
                watch.read.cancel();
                pending.add(key);
            }
        });
        return pending;
    }

    /** The session ends: a completion was taken, whatever it says. */
    synchronized void drained(long key) {
        ReadDirectoryWatch watch = watches.get(key);
        if (watch != null) {
            watch.read.completed(WinError.STATUS_CANCELLED);
        }
    }

    synchronized boolean isAnyPending() {
        return watches.values().stream().anyMatch(watch -> watch.read.isPending());
    }

    private void run() {
        try (WindowsCalls own = readerCalls.open();
                NativeMemory memory = allocator.apply(ReadDirectoryReader.MEMORY_BYTES)) {
            new ReadDirectoryReader(this, handler, own, memory, System::nanoTime).run();
        } catch (WatchException | RuntimeException | Error e) {
            handler.onFailure(Threads.failure(e));
        } finally {
            release();
        }
    }

    /** The end: what is still pending is left to the kernel for ever. */
    void release() {
        synchronized (this) {
            closing = true;
            released = true;
            for (ReadDirectoryWatch watch : watches.values()) {
                if (watch.read.isPending()) {
                    watch.read.abandon();
                } else {
                    watch.read.free();
                }
            }
            watches.clear();
            active = 0;
            calls.CloseHandle(port);
            scratch.close();
            opener.close();
            calls.close();
        }
        handler.onTerminated();
    }
}
