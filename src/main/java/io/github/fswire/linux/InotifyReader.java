package io.github.fswire.linux;

import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeErrors;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.HandlerGuard;
import java.util.List;

/**
 * Reads a session's queue to its end, again and again, and passes the fences that are asked for meanwhile.
 *
 * <p>Has calls and memory of its own. Owned by the session's reader thread.
 */
final class InotifyReader {
    private static final int LONGEST_RECORD = Inotify.EVENT_NAME_OFFSET + 256; // NAME_MAX bytes and at least one NUL
    private static final int POLL_FDS = 3;
    private static final int MOUNTS = 2; // position of the last

    private final InotifySession session;
    private final HandlerGuard handler;
    private final LinuxCalls calls;
    private final NativeMemory memory;
    private final int bufferBytes;
    private final int pollFds; // offsets in the memory, behind the read buffer
    private final int value;
    private final InotifyDecoder decoder;
    private boolean any; // was read in this batch
    private List<Object> passing = List.of();
    private long before; // bytes of the queue that are before those fences

    /** {@code memory} has {@link #memoryBytes}. */
    InotifyReader(
            InotifySession session, RawEventHandler handler, LinuxCalls calls, NativeMemory memory, int bufferBytes) {
        this.session = session;
        this.handler = new HandlerGuard(handler);
        this.calls = calls;
        this.memory = memory;
        this.bufferBytes = bufferBytes;
        this.pollFds = bufferBytes;
        this.value = bufferBytes + POLL_FDS * Fcntl.POLLFD_SIZEOF;
        this.decoder = new InotifyDecoder(memory.buffer(), session, handler);
        setPollFd(0, session.fd(), Fcntl.POLLIN);
        setPollFd(1, session.wakeFd(), Fcntl.POLLIN);
        setPollFd(MOUNTS, session.mountsFd(), Fcntl.POLLPRI);
    }

    static int memoryBytes(int bufferBytes) {
        return bufferBytes + POLL_FDS * Fcntl.POLLFD_SIZEOF + Long.BYTES;
    }

    private int pollFd(int position) {
        return pollFds + position * Fcntl.POLLFD_SIZEOF;
    }

    private void setPollFd(int position, int descriptor, int events) {
        memory.buffer().putInt(pollFd(position), descriptor); // a negative one is passed over
        memory.buffer().putShort(pollFd(position) + Fcntl.POLLFD_EVENTS, (short) events);
    }

    /** Until the session is closed. */
    void run() throws WatchException {
        while (session.isOpen()) {
            await();
            while (step()) {
                // until the queue is empty
            }
        }
    }

    /** Blocks until there is something to read or somebody asks for something. */
    void await() throws WatchException {
        int ready = calls.poll(memory.address() + pollFds, POLL_FDS, -1);
        if (ready < 0 && ready != -Errno.EINTR) {
            throw NativeErrors.failure(null, "poll", ready);
        }
        if (ready > 0) {
            checkMounts();
        }
        if (returned(1) != 0) {
            session.asked(); // also when the one who asks was overtaken between setting the flag and waking
        }
    }

    private int returned(int position) {
        return memory.buffer().getShort(pollFd(position) + Fcntl.POLLFD_REVENTS);
    }

    /** The kernel says once of each change, and to each descriptor, that the table is another one. */
    private void checkMounts() {
        int returned = returned(MOUNTS);
        if ((returned & Fcntl.POLLPRI) != 0) {
            handler.mountsChanged();
        } else if (returned != 0) {
            setPollFd(MOUNTS, -1, Fcntl.POLLPRI); // it cannot be polled
        }
    }

    /** Reads once, or passes fences; returns false if the queue was empty or the session is closed. */
    boolean step() throws WatchException {
        if (!session.isOpen()) {
            return false;
        }
        if (passing.isEmpty() && session.isAsked()) {
            acknowledge();
            passing = session.takeFences();
            before = passing.isEmpty() ? 0 : queuedBytes();
        }
        if (!passing.isEmpty() && before <= 0) {
            pass();
            return true;
        }
        long length = calls.read(session.fd(), memory.address(), bufferBytes);
        if (length == -Errno.EAGAIN) {
            pass();
            endBatch();
            return false;
        }
        if (length < 0 && length != -Errno.EINTR) {
            throw NativeErrors.failure(null, "read", (int) length);
        }
        if (length > 0) {
            decoder.decode((int) length);
            before -= length;
            any = true;
        }
        if (length > 0 && length <= bufferBytes - LONGEST_RECORD && passing.isEmpty()) {
            endBatch(); // a further record would have had room: inotify(7)
            return false;
        }
        return true;
    }

    /** Empties the eventfd first and reads the requests then, so that no later request is missed. */
    private void acknowledge() {
        session.acknowledged();
        calls.read(session.wakeFd(), memory.address() + value, Long.BYTES);
        boolean polled = memory.buffer().getInt(pollFd(MOUNTS)) >= 0;
        if (polled && calls.poll(memory.address() + pollFd(MOUNTS), 1, 0) > 0) { // before a fence passes
            checkMounts();
        }
    }

    private long queuedBytes() throws WatchException {
        int result = calls.ioctl(session.fd(), Fcntl.FIONREAD, memory.address() + value);
        if (result < 0) {
            throw NativeErrors.failure(null, "ioctl", result);
        }
        return memory.buffer().getInt(value);
    }

    private void pass() {
        List<Object> now = passing;
        passing = List.of();
        for (int i = 0; i < now.size() && session.isOpen(); i++) { // no iterator: this runs for every batch
            handler.fence(now.get(i));
        }
    }

    private void endBatch() {
        if (any && session.isOpen()) {
            any = false;
            handler.batchEnd();
        }
    }
}
