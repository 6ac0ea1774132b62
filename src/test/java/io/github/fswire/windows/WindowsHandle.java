package io.github.fswire.windows;

import io.github.fswire.calls.SimulatedMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.linux.Inode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a handle of {@link SimulatedWindows} stands for: a file or directory with the records that are kept for it, or a port. */
final class WindowsHandle {
    /** What a port hands out. */
    record Completion(long key, long overlapped, int status, int bytes) {}

    /** A record of a change in a directory. */
    record Change(int action, String path, int attributes) {}

    /** A read that has not been answered. */
    record Read(long buffer, int length, long overlapped) {}

    final @Nullable Inode inode; // null: a port
    final Deque<Completion> completions = new ArrayDeque<>();
    final List<Change> changes = new ArrayList<>();
    long key;

    @Nullable
    WindowsHandle port;

    int room = -1; // of its first read
    boolean extended;
    boolean overflown;
    boolean dead;

    @Nullable
    Read pending;

    long position;

    WindowsHandle(@Nullable Inode inode) {
        this.inode = inode;
    }

    /** Answers the read that waits, if there is one and something to tell. */
    void completeIfAny(SimulatedMemory memory) {
        Read read = pending;
        if (read == null) {
            return;
        }
        if (overflown) {
            overflown = false;
            complete(key % 2 == 0 ? WinError.STATUS_SUCCESS : WinError.STATUS_NOTIFY_ENUM_DIR, 0);
        } else if (!changes.isEmpty()) {
            int start = (int) read.buffer;
            int end = WindowsAnswers.putRecords(memory.block(read.buffer), start, changes, extended);
            changes.clear();
            complete(WinError.STATUS_SUCCESS, end - start);
        }
    }

    /** Answers the read that waits, if there is one. */
    void complete(int status, int bytes) {
        Read read = pending;
        pending = null;
        if (read != null && port != null) {
            port.completions.add(new Completion(key, read.overlapped, status, bytes));
        }
    }
}
