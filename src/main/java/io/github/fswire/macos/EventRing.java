package io.github.fswire.macos;

import io.github.fswire.calls.ForeignMemory;
import io.github.fswire.calls.FsEvents;
import io.github.fswire.calls.MacCalls;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes events from the threads of FSEvents, of which never two call at once, and keeps them for one reader. It keeps the id up
 * to which everything has been read.
 *
 * <p>A stream that begins in the past delivers its history first, in which ids need not rise, and then an event that the
 * history is done. Until that event was read, no id after the stream's begin counts as completely read, whatever ids have
 * come.
 *
 * <p>Allocates nothing, throws nothing and never waits: an event that finds no room is lost, and the loss is reported.
 *
 * <pre>
 *  0        4        8                16
 *  +--------+--------+----------------+-------------------+
 *  | length | flags  | id, or stream  | path, 8 aligned   |     length < 0: the end of a batch, or of the ring
 *  +--------+--------+----------------+-------------------+
 * </pre>
 */
final class EventRing implements MacCalls.StreamCallback {
    /** {@link #poll}: there is nothing. */
    static final int EMPTY = -1;

    /** {@link #poll}: the batch that the last events came with is complete. */
    static final int BATCH_END = -2;

    /** No path is longer that is handed on. */
    static final int MAX_PATH_BYTES = 8192;

    private static final int RING_END = -3;
    private static final int FLAGS = 4;
    private static final int ID = 8;
    private static final int PATH = 16;
    private static final long NONE = 0; // of the streams, which have numbers from 1 on

    private final ByteBuffer ring;
    private final int mask;
    private final Runnable wakeUp;
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile long written; // in bytes, since the beginning
    private volatile long read;
    private long safeId; // guarded by this
    private long awaited = NONE; // the stream whose history is being delivered; guarded by this
    private long awaitedBefore = NONE; // while that stream may not start; guarded by this
    private long batchId; // the newest of the batch that was polled last
    private long polledId; // the newest that was polled

    // Of the event polled last.
    private int flags;

    /**
     * An empty one.
     *
     * @param bytes a power of two
     * @param since an id of which events are not wanted any more
     * @param wakeUp called after each batch, on FSEvents' thread
     */
    EventRing(int bytes, long since, Runnable wakeUp) {
        this.ring = ByteBuffer.allocate(bytes);
        this.mask = bytes - 1;
        restart(since);
        this.wakeUp = wakeUp;
    }

    @Override
    public void events(ForeignMemory memory, long stream, long count, long paths, long flagsOf, long ids) {
        try {
            for (long i = 0; i < count; i++) {
                long path = memory.getLong(paths + i * Long.BYTES);
                int eventFlags = memory.getInt(flagsOf + i * Integer.BYTES);
                put(memory, path, eventFlags, isDone(eventFlags) ? stream : memory.getLong(ids + i * Long.BYTES));
            }
            long end = reserve(PATH);
            if (end >= 0) {
                ring.putInt((int) (end & mask), BATCH_END);
                written = end + PATH;
            }
        } catch (Throwable e) {
            lost.set(true); // it must not leave: that would end the JVM
        }
        wakeUp.run();
    }

    private void put(ForeignMemory memory, long path, int eventFlags, long number) {
        int length = memory.stringLength(path);
        int size = PATH + length + 7 & ~7;
        long start = length > MAX_PATH_BYTES ? -1 : reserve(size);
        if (start < 0) {
            lost.set(true);
            return;
        }
        int at = (int) (start & mask);
        ring.putInt(at, length).putInt(at + FLAGS, eventFlags).putLong(at + ID, number);
        memory.copy(path, ring.array(), at + PATH, length);
        written = start + size;
    }

    /** Finds room for so many bytes in a row; -1 if there is none. */
    private long reserve(int size) {
        long start = written;
        int left = ring.capacity() - (int) (start & mask);
        long end = start + size + (left < size ? left : 0);
        if (end - read > ring.capacity()) {
            lost.set(true);
            return -1;
        }
        if (left < size) {
            ring.putInt((int) (start & mask), RING_END);
            start += left;
        }
        return start;
    }

    /**
     * Takes the next event.
     *
     * @param path receives its path, has {@link #MAX_PATH_BYTES}
     * @return the length of the path, {@link #EMPTY} or {@link #BATCH_END}
     */
    int poll(byte[] path) {
        long start = read;
        if (start == written) {
            return EMPTY;
        }
        int at = (int) (start & mask);
        int length = ring.getInt(at);
        if (length == RING_END) {
            read = start + ring.capacity() - at;
            return poll(path);
        }
        if (length == BATCH_END) {
            read = start + PATH;
            advance(batchId);
            batchId = polledId;
            return BATCH_END;
        }
        flags = ring.getInt(at + FLAGS);
        long number = ring.getLong(at + ID);
        if (isDone(flags)) {
            historyDone(number);
        } else if (isNumbered(flags)) {
            polledId = newer(polledId, number);
        }
        ring.get(at + PATH, path, 0, length);
        read = start + (PATH + length + 7 & ~7);
        return length;
    }

    /** Flags of the event that was polled last. */
    int flags() {
        return flags;
    }

    /** Whether there is nothing to poll. */
    boolean isEmpty() {
        return read == written && !lost.get();
    }

    /** Whether events were lost since this was asked last. */
    boolean takeLost() {
        return lost.getAndSet(false);
    }

    /**
     * An id of which it is known that no event with it or a smaller one is still to come: an event may be put off to the next
     * batch.
     */
    synchronized long safeId() {
        return safeId;
    }

    private synchronized void advance(long id) {
        if (awaited == NONE) {
            safeId = id;
        }
    }

    /** Ids begin anew: this is the newest. Only for the reader, once there is one. */
    final synchronized void restart(long newest) {
        safeId = newest;
        batchId = newest;
        polledId = newest;
    }

    /** A stream with this number is about to deliver the events since an id. */
    synchronized void begin(long stream, long since) {
        awaitedBefore = awaited;
        awaited = stream;
        safeId = since;
    }

    /** The stream that was about to begin does not. */
    synchronized void notBegun() {
        awaited = awaitedBefore;
    }

    private synchronized void historyDone(long stream) {
        awaited = awaited == stream ? NONE : awaited;
        awaitedBefore = awaitedBefore == stream ? NONE : awaitedBefore;
    }

    /** Whether the reader has read everything that a stream was begun in the past for. */
    synchronized boolean isHistoryDone() {
        return awaited == NONE;
    }

    /** The watcher inspects everything instead of reading the history. */
    synchronized void waiveHistory() {
        awaited = NONE;
        awaitedBefore = NONE;
    }

    private static boolean isDone(int eventFlags) {
        return (eventFlags & FsEvents.kFSEventStreamEventFlagHistoryDone) != 0;
    }

    private static boolean isNumbered(int eventFlags) {
        return (eventFlags & FsEvents.kFSEventStreamEventFlagRootChanged) == 0; // whose id is 0
    }

    private static long newer(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }
}
