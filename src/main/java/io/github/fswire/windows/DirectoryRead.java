package io.github.fswire.windows;

import io.github.fswire.calls.FileNotify;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WinFile;
import io.github.fswire.calls.WindowsCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;

/**
 * One directory handle with its read: two buffers in turn, so that the next read is under way before the last one is decoded.
 *
 * <p>From {@link #arm} until its completion was taken the memory is the kernel's: {@link #free} may be called then only, also
 * after {@link #cancel} and after the handle was closed. Guarded by the session.
 */
final class DirectoryRead {
    /** How much a buffer holds: some two thousand records of the shorter form; the kernel keeps as much. */
    static final int LOCAL_BYTES = 1 << 18;

    /** The largest buffer for a network drive: Microsoft's page of ReadDirectoryChangesW. */
    static final int NETWORK_BYTES = 1 << 16;

    /** The largest buffer: the kernel has to allocate as much. */
    static final int MOST_BYTES = 1 << 24;

    private static final int FILTER = FileNotify.FILE_NOTIFY_CHANGE_FILE_NAME
            | FileNotify.FILE_NOTIFY_CHANGE_DIR_NAME
            | FileNotify.FILE_NOTIFY_CHANGE_ATTRIBUTES
            | FileNotify.FILE_NOTIFY_CHANGE_SIZE
            | FileNotify.FILE_NOTIFY_CHANGE_LAST_WRITE
            | FileNotify.FILE_NOTIFY_CHANGE_CREATION
            | FileNotify.FILE_NOTIFY_CHANGE_SECURITY;

    /** Keeps memory reachable for ever, because JNA frees unreachable memory. */
    private static final Queue<NativeMemory> ABANDONED = new ConcurrentLinkedQueue<>();

    private final WindowsCalls calls;
    private long handle;
    private final NativeMemory memory; // OVERLAPPED, first buffer, second buffer
    private final int wholeBytes; // that there are for a buffer
    private int bufferBytes; // of them in use
    private int current; // 0 or 1
    private boolean extended = true;
    private boolean pending;
    private boolean cancelled;
    private boolean handleClosed;
    private boolean proven;

    /** Wine reports changes below a renamed directory with its old path; owned by the reader. */
    boolean losesPaths;

    /** Wine's directory was empty when a read of it had begun, and nothing was reported since; guarded by the session. */
    boolean empty;

    DirectoryRead(WindowsCalls calls, long handle, int bufferBytes, IntFunction<NativeMemory> allocator) {
        this.calls = calls;
        this.handle = handle;
        this.wholeBytes = bufferBytes;
        this.bufferBytes = bufferBytes;
        this.memory = allocator.apply(WinFile.OVERLAPPED_SIZEOF + 2 * bufferBytes);
        memory.buffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How large a buffer is if so much is asked for: aligned as Windows wants it, also the second one behind it. */
    static int bufferBytes(int wanted) {
        return Math.max(LOCAL_BYTES, Math.min(MOST_BYTES, wanted)) + Long.BYTES - 1 & -Long.BYTES;
    }

    /**
     * Begins the first read; a refused read is tried again with less.
     *
     * @return 0, or minus the error
     */
    int begin() {
        return beginWithLess(arm());
    }

    /** The same after a read that was refused with its completion, as servers do it. */
    int beginWithLess(int refused) {
        int result = refused;
        while (result < 0 && takesLess(result)) {
            result = arm();
        }
        return result;
    }

    /**
     * After a refusal: a small buffer, which is all that a network drive takes, and then plain records, in a large one if that
     * was not the reason. Returns false if there is nothing less.
     */
    private boolean takesLess(int result) {
        if (result == -WinError.ERROR_INVALID_PARAMETER && bufferBytes > NETWORK_BYTES) {
            bufferBytes = NETWORK_BYTES;
            return true;
        }
        if (extended && (result == -WinError.ERROR_PROC_NOT_FOUND || isRefusal(result))) {
            extended = false;
            bufferBytes = wholeBytes;
            return true;
        }
        return false;
    }

    /** Whether a file system that knows plain records may refuse extended ones so. */
    private static boolean isRefusal(int result) {
        return switch (-result) {
            case WinError.ERROR_INVALID_FUNCTION, WinError.ERROR_NOT_SUPPORTED, WinError.ERROR_INVALID_PARAMETER ->
                true;
            default -> false;
        };
    }

    /**
     * Begins a read into the buffer that is free; nothing must be pending.
     *
     * @return 0, or minus the error
     */
    int arm() {
        ByteBuffer overlapped = memory.buffer();
        for (int i = 0; i < WinFile.OVERLAPPED_SIZEOF; i += Long.BYTES) {
            overlapped.putLong(i, 0);
        }
        current ^= 1;
        int result = extended
                ? calls.ReadDirectoryChangesExW(
                        handle,
                        address(current),
                        bufferBytes,
                        FILTER,
                        memory.address(),
                        FileNotify.ReadDirectoryNotifyExtendedInformation)
                : calls.ReadDirectoryChangesW(handle, address(current), bufferBytes, FILTER, memory.address());
        pending = result == 0;
        cancelled = false;
        return result;
    }

    private long address(int buffer) {
        return memory.address() + start(buffer);
    }

    private int start(int buffer) {
        return WinFile.OVERLAPPED_SIZEOF + buffer * bufferBytes;
    }

    /**
     * Its completion was taken: the memory belongs to this object again, and the records stay until the next but one {@link
     * #arm}.
     */
    ByteBuffer completed(int status) {
        pending = false;
        proven |= status >= 0;
        return memory.buffer().slice(start(current), bufferBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a read has succeeded, so that the file system does report changes. */
    boolean isProven() {
        return proven;
    }

    boolean isExtended() {
        return extended;
    }

    boolean isPending() {
        return pending;
    }

    /** Whether a completion has this status because of {@link #cancel}. */
    boolean isCancelled(int status) {
        return cancelled && status == WinError.STATUS_CANCELLED;
    }

    /** Requests the completion of a pending read; it comes in any case. */
    void cancel() {
        if (pending) {
            cancelled = true;
            calls.CancelIoEx(handle, memory.address());
        }
    }

    /** Closes the handle, so that the name of a deleted directory is free again. Idempotent. */
    void closeHandle() {
        if (!handleClosed) {
            handleClosed = true;
            calls.CloseHandle(handle);
        }
    }

    long handle() {
        return handle;
    }

    /** Reads from another handle from now on; the old one was closed. */
    void use(long newHandle) {
        handle = newHandle;
        handleClosed = false;
    }

    /** Leaves the memory to the kernel for ever, which may write to it. */
    void abandon() {
        ABANDONED.add(memory);
        closeHandle();
    }

    /** Frees the memory; nothing is pending. */
    void free() {
        closeHandle();
        memory.close();
    }
}
