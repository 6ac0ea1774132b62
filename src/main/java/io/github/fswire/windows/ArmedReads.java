package io.github.fswire.windows;

import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.calls.WindowsErrors;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The watches of a session by their keys, and the meaning of their reads' completions.
 *
 * <h2>Refusals</h2>
 *
 * A server may accept a read and refuse it with its completion. Then the next read asks for less, as after a read that was
 * not accepted. If no read has ever succeeded, the watch ends, and the next watch of that path fails with the reason. So a
 * caller that watches an ended directory again receives an error and does not repeat that for ever.
 *
 * <p>Guarded by the session.
 */
final class ArmedReads {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final WindowsCalls calls;
    private final Directories directories;
    private final long port;
    private final Map<Long, ReadDirectoryWatch> watches = new HashMap<>(); // also those that are ending
    private final Map<NativeName, WatchException> refused = new HashMap<>();
    private long lastKey = ReadDirectorySession.WAKE_KEY;
    private int active;

    ArmedReads(WindowsCalls calls, Directories directories, long port) {
        this.calls = calls;
        this.directories = directories;
        this.port = port;
    }

    /** Throws the reason for which the last watch of a path has ended, if it was not reported yet. */
    void requireNotRefused(NativeName directory) throws WatchException {
        WatchException refusal = refused.remove(directory);
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Has the completions of an open directory come to the port, under a new key; if that is not possible, closes the
     * directory.
     */
    long join(NativeName directory, Directories.Opened opened) throws WatchException {
        join(directory, opened, ++lastKey);
        return lastKey;
    }

    private void join(NativeName directory, Directories.Opened opened, long key) throws WatchException {
        long joined = calls.CreateIoCompletionPort(opened.handle(), port, key);
        if (joined < 0) {
            calls.CloseHandle(opened.handle());
            throw WindowsErrors.failure(directory.toString(), "CreateIoCompletionPort", (int) joined);
        }
    }

    /** The first read of a watch has begun. */
    void add(ReadDirectoryWatch watch) {
        watches.put(watch.key, watch);
        active++;
    }

    /** Ends one watch; the memory is freed when its last completion was taken. */
    void remove(ReadDirectoryWatch watch) {
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

    int activeCount() {
        return active;
    }

    List<ReadDirectoryWatch> active() {
        return watches.values().stream().filter(ReadDirectoryWatch::isActive).toList();
    }

    /**
     * The meaning of a completion.
     *
     * @param watch the watch that it was for
     * @param filled the records that it has brought; null if there is nothing to report
     * @param status the system's, 0 or more
     * @param result 0; or minus the error that has ended the watch, of the completion or of arming again
     */
    record Completed(ReadDirectoryWatch watch, @Nullable ByteBuffer filled, int status, int result) {}

    /** A completion was taken: arms again, unless the watch has ended or ends with it. Null if nothing waits for it. */
    @Nullable
    Completed completed(long key, int status) {
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
        int reported = overflown ? WinError.STATUS_NOTIFY_ENUM_DIR : Math.max(status, 0);
        Completed completed = new Completed(watch, cancelled && !overflown ? null : filled, reported, again);
        return again < 0 ? ending(completed) : completed;
    }

    private Completed failed(ReadDirectoryWatch watch, int error) {
        int result = watch.read.isProven() ? error : watch.read.beginWithLess(error);
        return result < 0
                ? ending(new Completed(watch, null, 0, result))
                : new Completed(watch, NOTHING, WinError.STATUS_NOTIFY_ENUM_DIR, 0); // no change was recorded meanwhile
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
        watch.read.closeHandle(); // or the name of a deleted directory cannot be used again
        return new Completed(watch, completed.filled, completed.status, result);
    }

    /**
     * Wine keeps a removed directory as long as it is watched. So an empty directory is closed and opened again. Its waiting
     * records are lost with that: unless it was empty before, an entry may have been removed.
     */
    private Completed openedAgain(ReadDirectoryWatch watch) {
        watch.read.closeHandle();
        try {
            Directories.Opened opened = directories.open(watch.path());
            join(watch.path(), opened, watch.key);
            watch.read.use(opened.handle());
            if (!opened.identity().equals(watch.identity())) {
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

    /** The records of a watch that has ended by itself were handed out. */
    void ended(ReadDirectoryWatch watch) {
        if (watches.containsKey(watch.key)) {
            forget(watch);
        }
    }

    /** Asks every pending read to complete, and returns their keys. */
    Set<Long> cancelAll() {
        Set<Long> pending = new HashSet<>();
        watches.forEach((key, watch) -> {
            if (watch.read.isPending()) {
                watch.read.cancel();
                pending.add(key);
            }
        });
        return pending;
    }

    /** The session ends: a completion was taken, and its result does not matter. */
    void drained(long key) {
        ReadDirectoryWatch watch = watches.get(key);
        if (watch != null) {
            watch.read.completed(WinError.STATUS_CANCELLED);
        }
    }

    boolean isAnyPending() {
        return watches.values().stream().anyMatch(watch -> watch.read.isPending());
    }

    /** The end: the memory of reads that are still pending is left to the kernel for ever. */
    void release() {
        for (ReadDirectoryWatch watch : watches.values()) {
            if (watch.read.isPending()) {
                watch.read.abandon();
            } else {
                watch.read.free();
            }
        }
        watches.clear();
        active = 0;
    }
}
