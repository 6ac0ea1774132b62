package io.github.fswire.linux;

import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeErrors;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RawWatchOptions;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
import io.github.fswire.session.SessionThread;
import io.github.fswire.threads.Undo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One inotify instance with its reader thread.
 *
 * <h2>Threads</h2>
 *
 * The reader has calls and memory of its own and blocks in poll(2) on the instance and an eventfd(2). Everybody else adds and
 * removes watches under the lock, through calls that are shared under it. No lock is held while the reader waits, reads or
 * runs the handler.
 *
 * <h2>Order of shutdown</h2>
 *
 * Closing a descriptor does not wake a thread that is blocked on it, and its number may be reused at once. So close() only
 * asks, and the reader itself closes and frees when it has stopped using them.
 */
final class InotifySession implements SessionSetup.Startable, InotifyDecoder.Watches {
    private static final int MAX_PATH = 4096; // with the NUL
    private static final int WAKE_VALUE = MAX_PATH; // offset in the scratch memory

    private final SessionSetup<LinuxCalls> setup;
    private final int mask;
    private final int fileMask;
    private final int fd;
    private final int wakeFd;
    private final int mountsFd; // negative if there is no such file
    private final SessionThread reader;
    private final WatchTable table = new WatchTable(); // changed under this
    private final LinuxCalls calls; // guarded by this
    private final NativeMemory scratch; // guarded by this
    private List<Object> fences = new ArrayList<>(); // guarded by this
    private boolean released; // guarded by this
    private volatile boolean asked; // close or a fence was asked for

    private InotifySession(
            SessionSetup<LinuxCalls> setup, LinuxCalls calls, NativeMemory scratch, int fd, int wakeFd, int mountsFd) {
        this.setup = setup;
        this.mask = Kinds.maskFor(setup.options().interest(), false);
        this.fileMask = Kinds.maskForFile(setup.options().interest());
        this.calls = calls;
        this.scratch = scratch;
        this.fd = fd;
        this.wakeFd = wakeFd;
        this.mountsFd = mountsFd;
        this.reader = new SessionThread(setup.threads(), setup.handler(), this::read, this::release);
    }

    /** A session whose reader thread has not been started. */
    static InotifySession prepare(SessionSetup<LinuxCalls> setup, Undo undo) throws WatchException {
        LinuxCalls calls = setup.sharedCalls().open();
        undo.add(calls::close);
        int fd = calls.inotify_init1(Inotify.IN_NONBLOCK | Inotify.IN_CLOEXEC);
        if (fd < 0) {
            throw NativeErrors.failure(null, "inotify_init1", fd);
        }
        undo.add(() -> calls.close(fd));
        int wakeFd = calls.eventfd(0, Fcntl.EFD_NONBLOCK | Fcntl.EFD_CLOEXEC);
        if (wakeFd < 0) {
            throw NativeErrors.failure(null, "eventfd", wakeFd);
        }
        undo.add(() -> calls.close(wakeFd));
        NativeMemory scratch = setup.allocator().apply(WAKE_VALUE + Long.BYTES);
        undo.add(scratch::close);
        scratch.buffer().putLong(WAKE_VALUE, 1);
        int mountsFd = openMounts(calls, scratch);
        if (mountsFd >= 0) {
            undo.add(() -> calls.close(mountsFd));
        }
        return new InotifySession(setup, calls, scratch, fd, wakeFd, mountsFd);
    }

    /** Without it only the time shows that something was mounted. */
    private static int openMounts(LinuxCalls calls, NativeMemory scratch) {
        byte[] path = MountTable.FILE.toBytes();
        scratch.buffer().put(0, path);
        scratch.buffer().put(path.length, (byte) 0);
        return calls.openat(Fcntl.AT_FDCWD, scratch.address(), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        return add(directory, attachment, mask);
    }

    @Override
    public RawWatch watch(NativeName directory, RawWatchOptions options, @Nullable Object attachment)
            throws WatchException {
        return add(directory, attachment, Kinds.maskFor(options.interest(), options.followLink()));
    }

    @Override
    public RawWatch watchFile(NativeName file, @Nullable Object attachment) throws WatchException {
        return add(file, attachment, fileMask);
    }

    private RawWatch add(NativeName watched, @Nullable Object attachment, int events) throws WatchException {
        if (watched.length() >= MAX_PATH) {
            throw NativeErrors.failure(watched.toString(), "inotify_add_watch", -Errno.ENAMETOOLONG);
        }
        synchronized (this) {
            reader.requireOpen();
            byte[] path = watched.toBytes();
            scratch.buffer().put(0, path);
            scratch.buffer().put(path.length, (byte) 0);
            int wd = calls.inotify_add_watch(fd, scratch.address(), events);
            if (wd < 0) {
                throw NativeErrors.failure(watched.toString(), "inotify_add_watch", wd);
            }
            InotifyWatch watch = new InotifyWatch(this, watched, attachment, wd);
            table.add(watch);
            return watch;
        }
    }

    /** Ends one watch; the kernel's with the last one of its wd. */
    synchronized void remove(InotifyWatch watch) {
        if (watch.wd() < 0 || released) {
            return;
        }
        int wd = watch.wd();
        if (table.remove(watch)) {
            calls.inotify_rm_watch(fd, wd); // EINVAL: the kernel has ended it already and the record is on its way
        }
    }

    @Override
    public boolean isOpen() {
        return reader.isOpen();
    }

    int fd() {
        return fd;
    }

    int wakeFd() {
        return wakeFd;
    }

    int mountsFd() {
        return mountsFd;
    }

    /** Somebody has woken the reader. */
    void asked() {
        asked = true;
    }

    /** Whether there may be a fence to take. */
    boolean isAsked() {
        return asked;
    }

    /** The reader has noticed that it was woken and reads the current requests. */
    void acknowledged() {
        asked = false;
    }

    @Override
    public synchronized void fence(Object token) {
        reader.requireOpen();
        fences.add(token);
        wake();
    }

    @Override
    public String binding() {
        return setup.binding();
    }

    @Override
    public synchronized int watchCount() {
        return table.watchCount();
    }

    @Override
    public synchronized List<RawWatch> watches() {
        return table.watches();
    }

    @Override
    public void close() {
        // 1. Refuse new watches and fences. 2. Wake the reader.
        synchronized (this) {
            reader.close();
            if (!released) {
                wake();
            }
        }
        // 3. Wait for the reader, which 4. closes the descriptors, 5. frees the memory and 6. calls the handler.
        reader.join();
    }

    private void wake() {
        asked = true;
        calls.write(wakeFd, scratch.address() + WAKE_VALUE, Long.BYTES); // EAGAIN: it has been woken 2^64 times already
    }

    // The reader thread.

    private void read() throws WatchException {
        int bufferBytes = setup.options().bufferBytes();
        try (LinuxCalls own = setup.readerCalls().open();
                NativeMemory buffer = setup.allocator().apply(InotifyReader.memoryBytes(bufferBytes))) {
            new InotifyReader(this, setup.handler(), own, buffer, bufferBytes).run();
        }
    }

    /** The end: no thread uses the descriptors and the memory any more. */
    void release() {
        synchronized (this) {
            reader.close();
            released = true;
            calls.close(fd);
            calls.close(wakeFd);
            if (mountsFd >= 0) {
                calls.close(mountsFd);
            }
            scratch.close();
            calls.close();
        }
        setup.handler().onTerminated();
    }

    @Override
    public @Nullable InotifyWatch find(int wd) {
        InotifyWatch watch = table.get(wd);
        if (watch == null) {
            synchronized (this) { // it may be on its way from the kernel into the table
                return table.get(wd);
            }
        }
        return watch;
    }

    @Override
    public synchronized @Nullable InotifyWatch end(int wd) {
        return table.end(wd);
    }

    synchronized List<Object> takeFences() {
        List<Object> taken = fences;
        fences = new ArrayList<>();
        return taken;
    }
}
