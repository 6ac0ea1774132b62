package io.github.fswire.windows;

import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WinFile;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.calls.WindowsErrors;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.HandlerGuard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes completions from a session's port, hands out their records, and passes fences.
 *
 * <p>Has calls and memory of its own. Owned by the session's reader thread.
 */
final class ReadDirectoryReader {
    /** How long to wait for cancelled reads. */
    static final int DRAIN_MILLIS = 2_000;

    /** How often to check whether the directories are still at their paths, which no record reports. */
    static final int CHECK_MILLIS = 2_000;

    private static final int ENTRIES = 64;
    private static final int REMOVED = ENTRIES * WinFile.COMPLETION_SIZEOF; // offset of the number of entries

    /** What it needs. */
    static final int MEMORY_BYTES = REMOVED + Long.BYTES + Directories.MEMORY_BYTES;

    private static final int PATH = REMOVED + Long.BYTES; // offset of what directories need
    private static final Object CHECK = new Object(); // a fence of its own

    private final ReadDirectorySession session;
    private final HandlerGuard handler;
    private final WindowsCalls calls;
    private final NativeMemory memory;
    private final Directories directories;
    private final boolean wine;
    private final FileNotifyDecoder plain;
    private final FileNotifyDecoder extended;
    private final LongSupplier nanoTime;
    private long checkedNanos;

    /** {@code memory} has {@link #MEMORY_BYTES}. */
    ReadDirectoryReader(
            ReadDirectorySession session,
            RawEventHandler handler,
            WindowsCalls calls,
            NativeMemory memory,
            LongSupplier nanoTime) {
        this.session = session;
        this.nanoTime = nanoTime;
        this.checkedNanos = nanoTime.getAsLong();
        this.handler = new HandlerGuard(handler);
        this.calls = calls;
        this.memory = memory;
        this.wine = calls.isWine();
        this.plain = new FileNotifyDecoder(handler, false, session::isOpen);
        this.extended = new FileNotifyDecoder(handler, true, session::isOpen);
        memory.buffer().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer rest = memory.buffer().slice(PATH, Directories.MEMORY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        this.directories = new Directories(calls, rest, memory.address() + PATH);
    }

    /** Until the session is closed and nothing is pending any more. */
    void run() throws WatchException {
        try {
            while (session.isOpen()) {
                step(CHECK_MILLIS);
                tick();
            }
        } finally {
            drain();
        }
    }

    /** Begins a check if it is time for one. */
    void tick() {
        if (nanoTime.getAsLong() - checkedNanos > CHECK_MILLIS * 1_000_000L) {
            checkedNanos = nanoTime.getAsLong();
            session.check(CHECK);
        }
    }

    /** Waits for completions and hands them out; returns false if there was none in that time. */
    boolean step(int millis) throws WatchException {
        int count = take(millis);
        boolean any = false;
        for (int i = 0; i < count; i++) {
            int at = i * WinFile.COMPLETION_SIZEOF;
            if (session.isOpen()) {
                any |= completed(at);
            } else {
                session.drained(key(at));
            }
        }
        if (any && session.isOpen()) {
            handler.batchEnd();
        }
        return count > 0;
    }

    private int take(int millis) throws WatchException {
        int result = calls.GetQueuedCompletionStatusEx(
                session.port(), memory.address(), ENTRIES, memory.address() + REMOVED, millis);
        if (result == -WinError.WAIT_TIMEOUT) {
            return 0;
        }
        if (result < 0) {
            throw WindowsErrors.failure(null, "GetQueuedCompletionStatusEx", result);
        }
        return memory.buffer().getInt(REMOVED);
    }

    private long key(int at) {
        return memory.buffer().getLong(at + WinFile.COMPLETION_KEY_OFFSET);
    }

    /** Takes one completion; returns whether it was a root's. */
    private boolean completed(int at) {
        long key = key(at);
        if (key <= ReadDirectorySession.WAKE_KEY) {
            pass(session.returned(key));
            return false;
        }
        int status = memory.buffer().getInt(at + WinFile.COMPLETION_STATUS_OFFSET); // the upper half is not part of it
        int bytes = memory.buffer().getInt(at + WinFile.COMPLETION_BYTES_OFFSET);
        ArmedReads.Completed done = session.completed(key, status);
        if (done != null) {
            handOut(done, bytes);
        }
        session.handedOut(key).forEach(this::pass);
        return done != null;
    }

    private void handOut(ArmedReads.Completed done, int bytes) {
        ReadDirectoryWatch watch = done.watch();
        FileNotifyDecoder decoder = decoder(watch);
        ByteBuffer filled = done.filled();
        if (filled != null && (bytes == 0 || done.status() == WinError.STATUS_NOTIFY_ENUM_DIR)) {
            decoder.self(RawKind.OVERFLOW.bit(), watch);
        } else if (filled != null) {
            boolean renamed = decoder.decode(filled, bytes, watch);
            watch.read.losesPaths |= wine && renamed;
            if (watch.read.losesPaths) {
                decoder.self(RawKind.OVERFLOW.bit(), watch); // entries below a renamed directory keep their old path
            }
        }
        if (done.result() < 0) {
            lost(watch, done.result(), decoder);
        }
    }

    private FileNotifyDecoder decoder(ReadDirectoryWatch watch) {
        return watch.read.isExtended() ? extended : plain;
    }

    /** A root whose directory was deleted, or which cannot be read any more; or never could be, as its next watch will say. */
    private void lost(ReadDirectoryWatch watch, int result, FileNotifyDecoder decoder) {
        boolean deleted = result == -WinError.ERROR_DELETE_PENDING;
        int ended = RawKind.WATCH_ENDED.bit();
        if (!deleted && watch.read.isProven() && session.isOpen()) {
            handler.failure(failure(watch, result));
        }
        decoder.self(deleted ? ended | RawKind.SELF_DELETED.bit() : ended, watch);
        session.ended(watch);
    }

    static WatchException failure(ReadDirectoryWatch watch, int result) {
        return WindowsErrors.failure(watch.path().toString(), "ReadDirectoryChangesW", result);
    }

    private void pass(@Nullable Object fence) {
        if (fence != null && session.isOpen()) {
            check();
        }
        if (fence != null && fence != CHECK && session.isOpen()) {
            handler.fence(fence);
        }
    }

    /**
     * Reports directories that are not at their paths any more, or are there again. Reports that a directory of another
     * machine may have moved, because this thread does not wait for that machine's answer. Reports, where Wine may have lost
     * the entries below a renamed directory, that everything must be inspected.
     */
    private void check() {
        for (ReadDirectoryWatch watch : session.active()) {
            if (watch.read.losesPaths) {
                decoder(watch).self(RawKind.OVERFLOW.bit(), watch);
            }
            boolean moved = !watch.remote && !watch.identity().equals(directories.at(watch.path()));
            if (moved != watch.hasMoved() || watch.remote) {
                watch.moved(moved);
                decoder(watch).self(RawKind.SELF_MOVED.bit(), watch);
            }
        }
    }

    /** Cancels every read and takes completions, until nothing is pending or the time is over. */
    void drain() throws WatchException {
        session.cancelAll();
        long end = System.nanoTime() + DRAIN_MILLIS * 1_000_000L;
        while (session.isAnyPending()) {
            int left = (int) ((end - System.nanoTime()) / 1_000_000);
            if (left <= 0) {
                return;
            }
            int count = take(left);
            for (int i = 0; i < count; i++) {
                session.drained(key(i * WinFile.COMPLETION_SIZEOF));
            }
        }
    }
}
