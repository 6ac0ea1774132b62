package io.github.fswire.linux;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeErrors;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.Statx;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.DescriptorScanner;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scanner of Linux: getdents64(2) and statx(2) relative to directory descriptors, which are the handles.
 *
 * <p>Allocates nothing for an entry and throws nothing for a failed call. An entry that disappears between its listing and
 * its inspection is left out. An entry that is listed but cannot be inspected, for want of permission or because it is the
 * mount point of a server that does not answer, is handed out incomplete, with the type from the listing.
 */
public final class LinuxScanner extends DescriptorScanner {
    // The memory: the records of getdents64; a path or name for C; a struct statx or statfs; an empty string; a
    // struct open_how.
    static final int ENTRIES = 0;
    static final int ENTRIES_BYTES = 1 << 16;
    static final int PATH = ENTRIES + ENTRIES_BYTES;
    static final int PATH_BYTES = 4096; // PATH_MAX of linux/limits.h, the NUL included
    static final int STAT = PATH + PATH_BYTES;
    static final int EMPTY = STAT + Statx.SIZEOF;

    static final int HOW = EMPTY + 8;

    /** Size of the memory that a scanner needs. */
    static final int MEMORY_BYTES = HOW + Fcntl.OPEN_HOW_SIZEOF;

    private static final int DIRECTORY_FLAGS = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
    private static final int INSPECT_FLAGS =
            Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_NO_AUTOMOUNT; // an inspection must not mount
    private static final int INSPECT_MASK = Statx.STATX_BASIC_STATS | Statx.STATX_BTIME;
    private static final boolean MULTIGRAIN = TimestampGranularity.isMultigrain(System.getProperty("os.version", ""));

    private final LinuxCalls calls;
    private final NativeMemory memory;
    private final ContentReader contents;
    private final ByteBuffer buffer;
    private final long address;
    private final DirectoryRecord record;
    private final EntryStat listed = new EntryStat();
    private final byte[] path = new byte[PATH_BYTES];

    /** By descriptor; each watch keeps its path, so those of one number share one. */
    private final Map<Integer, NativeName> watchPaths = new HashMap<>();

    private Proc proc = Proc.NOT_TRIED;
    private boolean opensPaths = true; // the kernel has openat2
    private final FileSystems fileSystems;
    private final boolean multigrain;

    private enum Proc {
        NOT_TRIED,
        USABLE,
        MISSING
    }

    /**
     * Opens a scanner for the calling thread.
     *
     * @return the scanner
     * @throws NativeAccessException if native code cannot be called in this JVM
     */
    public static LinuxScanner open() throws NativeAccessException {
        return open(false);
    }

    /** The same for several threads that take turns, if {@code shared}. */
    public static LinuxScanner open(boolean shared) throws NativeAccessException {
        return new LinuxScanner(Bindings.linux(Bindings.name(), shared), Bindings::allocate);
    }

    /**
     * A scanner on these calls and on memory that it allocates; it closes all of it.
     *
     * @param calls opened by the calling thread
     * @param allocator makes so many zeros
     */
    LinuxScanner(LinuxCalls calls, IntFunction<NativeMemory> allocator) {
        this(calls, allocator, MULTIGRAIN);
    }

    /** The same on a kernel that has {@code multigrain} time stamps or not. */
    LinuxScanner(LinuxCalls calls, IntFunction<NativeMemory> allocator, boolean multigrain) {
        this(calls, allocator, NativeMemory.allocate(allocator, MEMORY_BYTES, calls::close), multigrain);
    }

    private LinuxScanner(
            LinuxCalls calls, IntFunction<NativeMemory> allocator, NativeMemory memory, boolean multigrain) {
        super(memory.buffer(), PATH, PATH_BYTES, Errno.EINTR, Errno.ESTALE);
        this.calls = calls;
        this.multigrain = multigrain;
        this.memory = memory;
        this.contents = new ContentReader(calls, allocator);
        this.buffer = memory.buffer();
        this.address = memory.address();
        this.record = new DirectoryRecord(buffer);
        buffer.putLong(HOW + Fcntl.OPEN_HOW_FLAGS, DIRECTORY_FLAGS | Fcntl.O_NOFOLLOW);
        buffer.putLong(HOW + Fcntl.OPEN_HOW_RESOLVE, Fcntl.RESOLVE_NO_SYMLINKS);
        this.fileSystems =
                new FileSystems(calls, buffer.slice(STAT, Statx.SIZEOF).order(buffer.order()), address + STAT);
    }

    @Override
    public int openRoot(NativeName path) {
        checkOpen();
        if (!putPath(path)) {
            return failed("openat", -Errno.ENAMETOOLONG);
        }
        fileSystems.forget();
        return openDirectory(Fcntl.AT_FDCWD, DIRECTORY_FLAGS);
    }

    @Override
    public int open(int directory, byte[] name, int length) {
        checkOpen();
        if (!putName(name, length)) {
            return failed("openat", -Errno.ENAMETOOLONG);
        }
        return openDirectory(directory, DIRECTORY_FLAGS | Fcntl.O_NOFOLLOW);
    }

    private int openDirectory(int directory, int flags) {
        int result = openNamed(directory, flags);
        if (result >= 0) {
            fileSystems.opened(result);
        }
        return result;
    }

    @Override
    public int openPath(NativeName path) {
        checkOpen();
        if (!opensPaths || !putPath(path)) {
            return FAILED;
        }
        int result;
        do {
            result = calls.openat2(Fcntl.AT_FDCWD, address + PATH, address + HOW, Fcntl.OPEN_HOW_SIZEOF);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            opensPaths = result != -Errno.ENOSYS && result != -Errno.EPERM; // which older seccomp filters answer
            return failed("openat2", result);
        }
        if (!isAnyOpen()) {
            fileSystems.forget();
        }
        opened(result);
        fileSystems.opened(result);
        return result;
    }

    @Override
    protected int openat(int directory, int flags) {
        return calls.openat(directory, address + PATH, flags);
    }

    @Override
    protected void closeDescriptor(int descriptor) {
        calls.close(descriptor);
    }

    @Override
    protected int listAll(int directory, ListingSink sink) {
        long length = readEntries(directory);
        while (length > 0) {
            int result = handOut(directory, (int) length, sink);
            if (result < 0) {
                return result;
            }
            length = readEntries(directory);
        }
        return length == 0 ? 0 : failedAtSelf("getdents64", (int) length);
    }

    private long readEntries(int directory) {
        long length;
        do {
            length = calls.getdents64(directory, address + ENTRIES, ENTRIES_BYTES);
        } while (length == -Errno.EINTR);
        return length;
    }

    private int handOut(int directory, int end, ListingSink sink) {
        int offset = ENTRIES;
        while (offset < end) {
            record.moveTo(offset, end);
            offset += record.recordLength();
            byte[] name = record.name();
            int length = record.nameLength();
            if (record.isDots() || !sink.wants(name, length, record.type())) {
                continue;
            }
            int result = statx(directory, ENTRIES + record.nameOffset(), INSPECT_FLAGS);
            if (result == 0) {
                StatxRecord.read(buffer, STAT, listed);
                fileSystems.inspected(directory, address + ENTRIES + record.nameOffset(), listed);
            } else if (result == -Errno.ENOENT) {
                continue; // gone since it was listed
            } else if (isAboutTheCall(result)) {
                return failed("statx", result);
            } else {
                failed("statx", result); // of this entry alone
                listed.setTypeOnly(record.type());
            }
            sink.entry(name, length, listed);
        }
        return 0;
    }

    /**
     * Whether the inspection of any other entry would have failed as well; other errors (EACCES, EIO, ENOTCONN) are about the
     * entry.
     */
    private static boolean isAboutTheCall(int result) {
        return switch (-result) {
            case Errno.EBADF, Errno.EFAULT, Errno.EINVAL, Errno.ENOSYS -> true;
            case Errno.EPERM -> true; // what seccomp filters that do not know statx answer
            case Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE -> true;
            default -> false;
        };
    }

    @Override
    public int inspect(int directory, byte[] name, int length, EntryStat stat) {
        checkOpen();
        if (!putName(name, length)) {
            return failed("statx", -Errno.ENAMETOOLONG);
        }
        int result = statx(directory, PATH, INSPECT_FLAGS);
        if (result < 0) {
            return failed("statx", result);
        }
        StatxRecord.read(buffer, STAT, stat);
        fileSystems.inspected(directory, address + PATH, stat);
        return 0;
    }

    @Override
    public int inspectSelf(int directory, EntryStat stat) {
        checkOpen();
        int result = statx(directory, EMPTY, INSPECT_FLAGS | Fcntl.AT_EMPTY_PATH);
        if (result < 0) {
            return failedAtSelf("statx", result);
        }
        StatxRecord.read(buffer, STAT, stat);
        fileSystems.inspected(directory, stat);
        return 0;
    }

    @Override
    public int inspectPath(NativeName path, EntryStat stat) {
        checkOpen();
        int result = putPath(path)
                ? statx(Fcntl.AT_FDCWD, PATH, Fcntl.AT_NO_AUTOMOUNT) // an inspection must not mount
                : -Errno.ENAMETOOLONG;
        if (result < 0) {
            return failed("statx", result);
        }
        StatxRecord.read(buffer, STAT, stat);
        return 0;
    }

    private int statx(int directory, int nameOffset, int flags) {
        int result;
        do {
            result = calls.statx(directory, address + nameOffset, flags, INSPECT_MASK, address + STAT);
        } while (result == -Errno.EINTR);
        return result;
    }

    @Override
    public int contentHash(int directory, byte[] name, int length, BooleanSupplier over) {
        checkOpen();
        return putName(name, length) ? contents.hash(directory, address + PATH, over) : 0;
    }

    @Override
    public int read(int directory, byte[] name, int length, byte[] target) {
        checkOpen();
        if (!putName(name, length)) {
            return failed("openat", -Errno.ENAMETOOLONG);
        }
        int result = contents.read(directory, address + PATH, target);
        return result < 0 ? failed("read", result) : result;
    }

    @Override
    public NativeName watchPath(int directory, Supplier<NativeName> path) {
        checkOpen();
        // With the dot the directory is the last component, not the magic link, which IN_DONT_FOLLOW would refuse.
        NativeName descriptor =
                watchPaths.computeIfAbsent(directory, fd -> NativeName.of("/proc/self/fd/" + fd + "/."));
        if (proc == Proc.NOT_TRIED) {
            putName(descriptor.toBytes(), descriptor.length());
            int result = statx(Fcntl.AT_FDCWD, PATH, Fcntl.AT_NO_AUTOMOUNT);
            if (result == -Errno.ENOENT || result == -Errno.ENOTDIR) {
                proc = Proc.MISSING;
            } else if (result == 0) {
                proc = Proc.USABLE;
            } // else it is this directory that cannot be searched: try again with the next
        }
        return proc == Proc.MISSING ? path.get() : descriptor;
    }

    @Override
    public boolean watchesByPath() {
        return proc == Proc.MISSING;
    }

    @Override
    public long timestampGranularityNanos(int directory) {
        checkOpen();
        if (statx(directory, EMPTY, INSPECT_FLAGS | Fcntl.AT_EMPTY_PATH) < 0) {
            return TimestampGranularity.SECONDS_NANOS;
        }
        long device = StatxRecord.device(buffer, STAT);
        boolean birthKnown = StatxRecord.isBirthKnown(buffer, STAT);
        int type = fileSystems.type(directory, device);
        return type == FileSystems.UNKNOWN
                ? TimestampGranularity.SECONDS_NANOS
                : TimestampGranularity.nanos(type, birthKnown, multigrain);
    }

    @Override
    public @Nullable String madeUp(int directory) {
        checkOpen();
        MountKind kind = fileSystems.kind(directory);
        return kind.isMadeUp() ? kind.name() : null;
    }

    @Override
    public Map<NativeName, Long> mounts() {
        checkOpen();
        putPath(MountTable.FILE);
        int fd = calls.openat(Fcntl.AT_FDCWD, address + PATH, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        if (fd < 0) {
            return Map.of();
        }
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        long length = calls.read(fd, address + ENTRIES, ENTRIES_BYTES);
        while (length > 0) {
            byte[] part = new byte[(int) length];
            buffer.get(ENTRIES, part);
            table.writeBytes(part);
            length = calls.read(fd, address + ENTRIES, ENTRIES_BYTES);
        }
        calls.close(fd);
        return length == 0 ? MountTable.parse(table.toByteArray()) : Map.of();
    }

    @Override
    public WatchException failure(NativeName path) {
        return NativeErrors.failure(path.toString(), failedOperation(), failedResult());
    }

    @Override
    protected void free() {
        contents.close();
        memory.close();
        calls.close();
    }

    /** Hands a path to C as {@link #putName} does; allocates nothing. */
    private boolean putPath(NativeName absolute) {
        return absolute.length() < PATH_BYTES && putName(path, absolute.copyTo(path, 0));
    }

    @Override
    protected int meaning(int result) {
        return switch (-result) {
            case Errno.ENOENT -> GONE; // also what getdents64 says of a directory that has been removed
            case Errno.ENOTDIR, Errno.ELOOP -> NOT_A_DIRECTORY;
            case Errno.EACCES, Errno.EPERM -> DENIED;
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM -> EXHAUSTED;
            default -> FAILED;
        };
    }
}
