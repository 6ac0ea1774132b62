package io.github.fswire.macos;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.MacCalls;
import io.github.fswire.calls.MacErrno;
import io.github.fswire.calls.MacErrors;
import io.github.fswire.calls.MacFile;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.ContentHash;
import io.github.fswire.scan.DescriptorScanner;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Spelling;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The scanner of macOS. getattrlistbulk(2) lists a directory with all attributes of each entry. getattrlistat(2) inspects one
 * entry and returns its name as it is stored, so that another spelling is not taken for the entry. Handles are descriptors.
 *
 * <p>Allocates nothing for an entry and throws nothing for a failed call.
 */
public final class MacScanner extends DescriptorScanner {
    private static final int ENTRIES_BYTES = 1 << 16;
    private static final int PATH = ENTRIES_BYTES; // offsets in the memory
    private static final int PATH_BYTES = 4096;
    private static final int LIST = PATH + PATH_BYTES;
    private static final int INSPECTION = LIST + MacFile.ATTRLIST_SIZEOF;
    private static final int WHERE = INSPECTION + MacFile.ATTRLIST_SIZEOF;
    private static final int ENTRY =
            WHERE + MacFile.ATTRLIST_SIZEOF; // of one inspection, also while a sink receives other entries
    private static final int ENTRY_BYTES = 4096;
    private static final int MEMORY_BYTES = ENTRY + ENTRY_BYTES;

    private static final int ATTRIBUTES = MacFile.ATTR_CMN_RETURNED_ATTRS
            | MacFile.ATTR_CMN_NAME
            | MacFile.ATTR_CMN_DEVID
            | MacFile.ATTR_CMN_OBJTYPE
            | MacFile.ATTR_CMN_CRTIME
            | MacFile.ATTR_CMN_MODTIME
            | MacFile.ATTR_CMN_CHGTIME
            | MacFile.ATTR_CMN_OWNERID
            | MacFile.ATTR_CMN_GRPID
            | MacFile.ATTR_CMN_ACCESSMASK
            | MacFile.ATTR_CMN_FLAGS
            | MacFile.ATTR_CMN_FILEID;
    private static final int FILE_ATTRIBUTES = MacFile.ATTR_FILE_LINKCOUNT | MacFile.ATTR_FILE_DATALENGTH;
    private static final int DIRECTORY = MacFile.O_RDONLY | MacFile.O_DIRECTORY | MacFile.O_CLOEXEC;
    private static final int FILE = MacFile.O_RDONLY | MacFile.O_NOFOLLOW | MacFile.O_NONBLOCK | MacFile.O_CLOEXEC;

    /** A birth time that counts as known and is the same for every file. */
    private static final long ANY_BIRTH = 0;

    private static final long TICK_NANOS = 20_000_000; // more than the clock of files needs to move on
    private static final long SECONDS_NANOS = 2_000_000_000; // of everything but APFS

    private final MacCalls calls;
    private final NativeMemory memory;
    private final EntryStat opened = new EntryStat();
    private final ContentHash content = new ContentHash();
    private final ByteBuffer buffer;
    private final long address;
    private final AttributeRecord listed;
    private final AttributeRecord inspected;
    private final EntryStat listedStat = new EntryStat();
    private final byte[] listedName = new byte[EntryStat.MAX_NAME_BYTES];
    private final byte[] inspectedName = new byte[EntryStat.MAX_NAME_BYTES];
    private long device; // the one whose volume was inspected last
    private boolean deviceKnown;
    private boolean idsAreLasting; // of it

    /** Opens the scanner for the calling thread. */
    public static MacScanner open() throws NativeAccessException {
        return open(false);
    }

    /** The same for several threads that take turns, if {@code shared}. */
    public static MacScanner open(boolean shared) throws NativeAccessException {
        return new MacScanner(Bindings.mac(Bindings.name(), shared), Bindings::allocate);
    }

    MacScanner(MacCalls calls, IntFunction<NativeMemory> allocator) {
        this(calls, NativeMemory.allocate(allocator, MEMORY_BYTES, calls::close));
    }

    private MacScanner(MacCalls calls, NativeMemory memory) {
        super(memory.buffer(), PATH, PATH_BYTES, MacErrno.EINTR, MacErrno.ESTALE);
        this.calls = calls;
        this.memory = memory;
        this.buffer = memory.buffer();
        this.address = memory.address();
        this.listed = new AttributeRecord(buffer);
        this.inspected = new AttributeRecord(buffer);
        AttributeRecord.request(
                buffer, LIST, ATTRIBUTES | MacFile.ATTR_CMN_ERROR, MacFile.ATTR_DIR_MOUNTSTATUS, FILE_ATTRIBUTES);
        AttributeRecord.request(buffer, WHERE, MacFile.ATTR_CMN_RETURNED_ATTRS | MacFile.ATTR_CMN_FULLPATH, 0);
        AttributeRecord.request(buffer, INSPECTION, ATTRIBUTES, MacFile.ATTR_DIR_MOUNTSTATUS, FILE_ATTRIBUTES);
    }

    @Override
    public int openRoot(NativeName path) {
        checkOpen();
        deviceKnown = false; // another volume may have taken its number
        return openAt(MacFile.AT_FDCWD, path.toBytes(), path.length(), DIRECTORY);
    }

    @Override
    public int open(int directory, byte[] name, int length) {
        checkOpen();
        return openAt(directory, name, length, DIRECTORY | MacFile.O_NOFOLLOW);
    }

    private int openAt(int directory, byte[] name, int length, int flags) {
        if (!putName(name, length)) {
            return failed("openat", -MacErrno.ENAMETOOLONG);
        }
        return openNamed(directory, flags);
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
        int count;
        do {
            count = calls.getattrlistbulk(directory, address + LIST, address, ENTRIES_BYTES, 0);
            handOut(directory, count, sink);
        } while (count > 0 || count == -MacErrno.EINTR);
        return count == 0 ? 0 : failedAtSelf("getattrlistbulk", count);
    }

    private void handOut(int directory, int count, ListingSink sink) {
        int offset = 0;
        for (int i = 0; i < count; i++) {
            int error = listed.read(offset, listedStat);
            int length = listed.copyName(listedName);
            if (!listedStat.complete) {
                failed("getattrlistbulk", error == 0 ? -MacErrno.ENOTSUP : -error);
            }
            boolean there = error != MacErrno.ENOENT && sink.wants(listedName, length, listedStat.type);
            if (there && listed.isMountPoint()) {
                there = inspectAcross(directory, length);
            } else if (there) {
                setBirth(directory, listedStat);
            }
            if (there) {
                sink.entry(listedName, length, listedStat);
            }
            offset += listed.length();
        }
    }

    /**
     * A listing contains the directory that a mount covers; every other call finds the mounted one. Returns false if nothing
     * is there any more.
     */
    private boolean inspectAcross(int directory, int length) {
        int result = inspect(directory, listedName, length, listedStat);
        if (result != 0) {
            listedStat.setTypeOnly(EntryStat.DIRECTORY);
        }
        return result != GONE;
    }

    @Override
    public int inspect(int directory, byte[] name, int length, EntryStat stat) {
        checkOpen();
        if (!putName(name, length)) {
            return failed("getattrlistat", -MacErrno.ENAMETOOLONG);
        }
        int result;
        do {
            result = calls.getattrlistat(
                    directory,
                    address + PATH,
                    address + INSPECTION,
                    address + ENTRY,
                    ENTRY_BYTES,
                    MacFile.FSOPT_NOFOLLOW);
        } while (result == -MacErrno.EINTR);
        if (result < 0) {
            return failed("getattrlistat", result);
        }
        inspected.read(ENTRY, stat);
        int stored = inspected.copyName(inspectedName);
        if (inspected.isMountPoint()) {
            setBirthAcross(directory, name, length, stat);
        } else {
            setBirth(directory, stat);
        }
        boolean other = !inspected.isMountPoint() // a volume may have a name of its own
                && isSpelledOtherwise(name, length, stored, stat.links);
        return other ? OTHER_NAME : 0;
    }

    /** The kernel may return any name of an inode with several names: then only one that can be the same name counts. */
    private boolean isSpelledOtherwise(byte[] name, int length, int stored, int links) {
        if (stored == 0 || Arrays.equals(inspectedName, 0, stored, name, 0, length)) {
            return false;
        }
        return links <= 1 || Spelling.mayBeSame(name, length, inspectedName, stored);
    }

    @Override
    public int inspectSelf(int directory, EntryStat stat) {
        checkOpen();
        int result;
        do {
            result = calls.fgetattrlist(directory, address + INSPECTION, address + ENTRY, ENTRY_BYTES, 0);
        } while (result == -MacErrno.EINTR);
        if (result < 0) {
            return failedAtSelf("fgetattrlist", result);
        }
        inspected.read(ENTRY, stat);
        setBirth(directory, stat);
        return 0;
    }

    /**
     * Where ids are lasting the birth time adds nothing and would mislead: it goes back with a modification time before it,
     * as {@code touch -t}, {@code tar} and {@code cp -p} set it. Elsewhere it distinguishes files with the same id.
     *
     * @param descriptor something on the volume
     */
    private void setBirth(int descriptor, EntryStat stat) {
        if (!stat.complete) {
            return;
        }
        if (!deviceKnown || stat.device != device) {
            idsAreLasting = calls.fstatfs(descriptor, address + ENTRY) >= 0
                    && VolumeKind.read(buffer, ENTRY).idsAreLasting();
            device = stat.device;
            deviceKnown = true;
        }
        if (idsAreLasting) {
            stat.birthNanos = ANY_BIRTH;
        }
    }

    /** The same for a volume that is mounted in a directory. */
    private void setBirthAcross(int directory, byte[] name, int length, EntryStat stat) {
        int mounted = openAt(directory, name, length, DIRECTORY | MacFile.O_NOFOLLOW);
        if (mounted >= 0) {
            setBirth(mounted, stat);
            close(mounted);
        }
    }

    @Override
    public int contentHash(int directory, byte[] name, int length, BooleanSupplier over) {
        checkOpen();
        int file = openAt(directory, name, length, FILE);
        if (file < 0) {
            return 0;
        }
        try {
            return inspectSelf(file, opened) == 0 && isHere() ? hash(file, over) : 0;
        } finally {
            close(file);
        }
    }

    /** Whether what was opened is a regular file whose content is on this machine, so that reading does not fetch it. */
    private boolean isHere() {
        return opened.type == EntryStat.FILE && (inspected.flags() & MacFile.SF_DATALESS) == 0;
    }

    @Override
    public int read(int directory, byte[] name, int length, byte[] target) {
        checkOpen();
        int file = openAt(directory, name, length, FILE);
        if (file < 0) {
            return file;
        }
        try {
            int result = inspectSelf(file, opened);
            return result < 0 ? result : isHere() ? readOpen(file, target) : DENIED;
        } finally {
            close(file);
        }
    }

    private int readOpen(int file, byte[] target) {
        int size = 0;
        long read = 1;
        while ((read > 0 || read == -MacErrno.EINTR) && size < target.length) {
            read = calls.read(file, address + PATH, Math.min(PATH_BYTES, target.length - size));
            if (read > 0) {
                buffer.get(PATH, target, size, (int) read);
                size += (int) read;
            }
        }
        return read < 0 ? failed("read", (int) read) : size;
    }

    private int hash(int file, BooleanSupplier over) {
        content.reset();
        while (true) {
            long read = calls.read(file, address + PATH, PATH_BYTES);
            if (read <= 0 && read != -MacErrno.EINTR || over.getAsBoolean()) {
                return read < 0 ? 0 : content.value();
            }
            content.add(buffer, PATH, (int) Math.max(0, read));
        }
    }

    /** Only roots are watched, by their path; one that is a link by the path that it leads to. */
    @Override
    public NativeName watchPath(int directory, Supplier<NativeName> path) {
        NativeName given = path.get();
        int direct = openAt(MacFile.AT_FDCWD, given.toBytes(), given.length(), DIRECTORY | MacFile.O_NOFOLLOW);
        if (direct >= 0) {
            close(direct);
            return given;
        }
        int result = calls.fgetattrlist(directory, address + WHERE, address + ENTRY, ENTRY_BYTES, 0);
        if (result < 0) {
            return given; // then watching it fails with the reason
        }
        inspected.read(ENTRY, new EntryStat());
        return inspected.fullPath();
    }

    @Override
    public boolean watchesByPath() {
        return true;
    }

    @Override
    public long timestampGranularityNanos(int directory) {
        checkOpen();
        int result = calls.fstatfs(directory, address + ENTRY);
        boolean fine =
                result >= 0 && VolumeKind.read(buffer, ENTRY).fileSystem().equals("apfs");
        return fine ? TICK_NANOS : SECONDS_NANOS;
    }

    @Override
    public WatchException failure(NativeName path) {
        return MacErrors.failure(path.toString(), failedOperation(), failedResult());
    }

    @Override
    protected void free() {
        memory.close();
        calls.close();
    }

    @Override
    protected int meaning(int result) {
        return switch (-result) {
            case MacErrno.ENOENT -> GONE;
            case MacErrno.ENOTDIR, MacErrno.ELOOP -> NOT_A_DIRECTORY;
            case MacErrno.EACCES, MacErrno.EPERM -> DENIED;
            case MacErrno.EMFILE, MacErrno.ENFILE, MacErrno.ENOMEM -> EXHAUSTED;
            default -> FAILED;
        };
    }
}
