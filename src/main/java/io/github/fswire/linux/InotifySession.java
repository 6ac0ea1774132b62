package io.github.fswire.linux;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeErrors;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
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
final class InotifySession implements RawSession, InotifyDecoder.Watches {
    /** Opens calls. */
    @FunctionalInterface
    interface CallsFactory {
        /** Opens them for the calling thread. */
        LinuxCalls open() throws NativeAccessException;
    }

    private static final int MAX_PATH = 4096; // with the NUL
    private static final int WAKE_VALUE = MAX_PATH; // offset in the scratch memory

    private final RawEventHandler handler;
    private final int mask;
    private final String binding;
    private final CallsFactory readerCalls;
    private final int bufferBytes;
    private final int fd;
    private final int wakeFd;
    private final Thread reader;
    private final WatchTable table = new WatchTable(); // changed under this
    private final LinuxCalls calls; // guarded by this
    private final NativeMemory scratch; // guarded by this
    private List<Object> fences = new ArrayList<>(); // guarded by this
    private boolean released; // guarded by this
    private volatile boolean closing;
    private volatile boolean asked; // close or a fence was asked for

    private InotifySession(
            RawEventHandler handler,
            RawOptions options,
            String binding,
            CallsFactory readerCalls,
            LinuxCalls calls,
            NativeMemory scratch,
            int fd,
            int wakeFd) {
        this.handler = handler;
        this.mask = Kinds.maskFor(options.interest());
        this.binding = binding;
        this.readerCalls = readerCalls;
        this.bufferBytes = options.bufferBytes();
        this.calls = calls;
        this.scratch = scratch;
        this.fd = fd;
        this.wakeFd = wakeFd;
        this.reader = new Thread(this::run, options.threadName());
        reader.setDaemon(true);
    }

    static InotifySession open(
            RawEventHandler handler,
            RawOptions options,
            String binding,
            CallsFactory sharedCalls,
            CallsFactory readerCalls)
            throws WatchException {
        LinuxCalls calls = sharedCalls.open();
        int fd = calls.inotify_init1(Inotify.IN_NONBLOCK | Inotify.IN_CLOEXEC);
        if (fd < 0) {
            calls.close();
            throw NativeErrors.failure(null, "inotify_init1", fd);
        }
        int wakeFd = calls.eventfd(0, Fcntl.EFD_NONBLOCK | Fcntl.EFD_CLOEXEC);
        if (wakeFd < 0) {
            calls.close(fd);
            calls.close();
            throw NativeErrors.failure(null, "eventfd", wakeFd);
        }
        NativeMemory scratch = Bindings.allocate(WAKE_VALUE + Long.BYTES);
        scratch.buffer().putLong(WAKE_VALUE, 1);
        InotifySession session = new InotifySession(handler, options, binding, readerCalls, calls, scratch, fd, wakeFd);
        session.reader.start();
        return session;
    }

    @Override
    public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        if (directory.length() >= MAX_PATH) {
            throw NativeErrors.failure(directory.toString(), "inotify_add_watch", -Errno.ENAMETOOLONG);
        }
        synchronized (this) {
            checkOpen();
            byte[] path = directory.toBytes();
            scratch.buffer().put(0, path);
            scratch.buffer().put(path.length, (byte) 0);
            int wd = calls.inotify_add_watch(fd, scratch.address(), mask);
            if (wd < 0) {
                throw NativeErrors.failure(directory.toString(), "inotify_add_watch", wd);
            }
            InotifyWatch watch = new InotifyWatch(this, directory, attachment, wd);
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

    boolean isOpen() {
        return !closing;
    }

    @Override
    public synchronized void fence(Object token) {
        checkOpen();
        fences.add(token);
        wake();
    }

    @Override
    public String binding() {
        return binding;
    }

    @Override
    public synchronized int watchCount() {
        return table.watchCount();
    }

    @Override
    public void close() {
        // 1. Stop asking: nobody adds watches or fences any more. 2. Wake the reader.
        synchronized (this) {
            closing = true;
            if (!released) {
                wake();
            }
        }
        // 3. Wait for the reader, which 4. closes the descriptors, 5. frees the memory and 6. tells the handler.
        if (Thread.currentThread() != reader) {
            boolean interrupted = false;
            while (reader.isAlive()) {
                try {
                    reader.join();
                } catch (InterruptedException e) {
                    interrupted = true; // half closed would leak; the caller is told below
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void checkOpen() {
        if (closing) {
            throw new IllegalStateException("the session is closed");
        }
    }

    private void wake() {
        asked = true;
        calls.write(wakeFd, scratch.address() + WAKE_VALUE, Long.BYTES); // EAGAIN: it has been woken 2^64 times already
    }

    // The reader thread.

    private void run() {
        try (LinuxCalls own = readerCalls.open();
                NativeMemory memory = Bindings.allocate(bufferBytes + 2 * Fcntl.POLLFD_SIZEOF + Long.BYTES)) {
            new Reader(own, memory).run();
        } catch (WatchException | RuntimeException e) {
            handler.onFailure(e);
        } finally {
            release();
            handler.onTerminated();
        }
    }

    private synchronized void release() {
        closing = true;
        released = true;
        calls.close(fd);
        calls.close(wakeFd);
        scratch.close();
        calls.close();
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

    private synchronized List<Object> takeFences() {
        List<Object> taken = fences;
        fences = new ArrayList<>();
        return taken;
    }

    /** The loop. */
    private final class Reader {
        private final LinuxCalls own;
        private final NativeMemory memory;
        private final InotifyDecoder decoder;
        private final int pollFds = bufferBytes; // offsets in the memory, behind the read buffer
        private final int value = bufferBytes + 2 * Fcntl.POLLFD_SIZEOF;

        Reader(LinuxCalls own, NativeMemory memory) {
            this.own = own;
            this.memory = memory;
            this.decoder = new InotifyDecoder(memory.buffer(), InotifySession.this, handler);
            setPollFd(0, fd);
            setPollFd(1, wakeFd);
        }

        private void setPollFd(int position, int descriptor) {
            int at = pollFds + position * Fcntl.POLLFD_SIZEOF;
            memory.buffer().putInt(at, descriptor);
            memory.buffer().putShort(at + Fcntl.POLLFD_EVENTS, (short) Fcntl.POLLIN);
        }

        void run() throws WatchException {
            while (!closing) {
                int ready = own.poll(memory.address() + pollFds, 2, -1);
                if (ready < 0 && ready != -Errno.EINTR) {
                    throw NativeErrors.failure(null, "poll", ready);
                }
                if (memory.buffer().getShort(pollFds + Fcntl.POLLFD_SIZEOF + Fcntl.POLLFD_REVENTS) != 0) {
                    asked = true; // also when the one who asks was overtaken between setting the flag and waking
                }
                drain();
            }
        }

        /** Reads until the queue is empty; fences that are asked for meanwhile are passed on the way. */
        private void drain() throws WatchException {
            boolean any = false;
            List<Object> passing = List.of();
            long before = 0; // bytes of the queue that are before those fences
            while (!closing) {
                if (asked && passing.isEmpty()) {
                    acknowledge();
                    passing = takeFences();
                    before = passing.isEmpty() ? 0 : queuedBytes();
                }
                if (!passing.isEmpty() && before <= 0) {
                    pass(passing);
                    passing = List.of();
                    continue;
                }
                long length = own.read(fd, memory.address(), bufferBytes);
                if (length == -Errno.EAGAIN) {
                    pass(passing);
                    break;
                }
                if (length < 0 && length != -Errno.EINTR) {
                    throw NativeErrors.failure(null, "read", (int) length);
                }
                if (length > 0) {
                    decoder.decode((int) length);
                    before -= length;
                    any = true;
                }
            }
            if (any && !closing) {
                endBatch();
            }
        }

        /** Empties the eventfd first and looks at what is asked then, so that nothing asked later is missed. */
        private void acknowledge() {
            asked = false;
            own.read(wakeFd, memory.address() + value, Long.BYTES);
        }

        private long queuedBytes() throws WatchException {
            int result = own.ioctl(fd, Fcntl.FIONREAD, memory.address() + value);
            if (result < 0) {
                throw NativeErrors.failure(null, "ioctl", result);
            }
            return memory.buffer().getInt(value);
        }

        private void pass(List<Object> passing) {
            for (int i = 0; i < passing.size() && !closing; i++) { // no iterator: this runs for every batch
                try {
                    handler.onFence(passing.get(i));
                } catch (RuntimeException e) {
                    handler.onFailure(e);
                }
            }
        }

        private void endBatch() {
            try {
                handler.onBatchEnd();
            } catch (RuntimeException e) {
                handler.onFailure(e);
            }
        }
    }
}
