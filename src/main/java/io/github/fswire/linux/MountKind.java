package io.github.fswire.linux;

import static java.util.Map.entry;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeErrors;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import java.util.Map;

/**
 * Whether the kernel can be trusted to report changes in a file system.
 *
 * @param name name of the file system's type, where possible as mount(8) has it
 * @param eventsReliable whether every change is made through this kernel, so that it can be reported
 * @param reason one sentence for people
 */
public record MountKind(String name, boolean eventsReliable, String reason) {
    /** The memory of a call: a path with its NUL, and a {@code struct statfs}. */
    static final int MEMORY_BYTES = 4096 + 256;

    private static final int PATH_BYTES = 4096;
    private static final String MADE_UP = "its content is made up by the kernel, and changes of it are not reported";

    static final int BTRFS = 0x9123683E;
    static final int EXT = 0xEF53;
    static final int FAT = 0x4D44;
    static final int HFS_PLUS = 0x482B;
    static final int OVERLAY = 0x794C7630;
    static final int TMPFS = 0x01021994;
    static final int XFS = 0x58465342;

    /** By {@code f_type} of statfs(2): linux/magic.h, or the file system's own sources. */
    private static final Map<Integer, MountKind> KINDS = Map.ofEntries(
            network(0x6969, "nfs"),
            network(0x517B, "smb"),
            network(0xFF534D42, "cifs"),
            network(0xFE534D42, "smb2"),
            network(0x5346414F, "afs"),
            network(0x6B414653, "afs"),
            network(0x00C36400, "ceph"),
            network(0x73757245, "coda"),
            network(0x564C, "ncp"),
            network(0x7461636F, "ocfs2"),
            network(0x01161970, "gfs2"),
            network(0x47504653, "gpfs"),
            network(0x0BD00BD0, "lustre"),
            guest(0x01021997, "9p"),
            guest(0xBACBACBC, "vmhgfs"),
            guest(0x786F4256, "vboxsf"),
            guest(0x7C7C6673, "prl_fs"),
            unreliable(
                    0x65735546, "fuse", "changes made behind the mount, by its server or the host, are not reported"),
            pseudo(0x9FA0, "proc"),
            pseudo(0x62656572, "sysfs"),
            pseudo(0x64626720, "debugfs"),
            pseudo(0x74726163, "tracefs"),
            pseudo(0x27E0EB, "cgroup"),
            pseudo(0x63677270, "cgroup2"),
            pseudo(0xCAFE4A11, "bpf"),
            pseudo(0x1CD1, "devpts"),
            pseudo(0x73636673, "securityfs"),
            pseudo(0xF97CFF8C, "selinuxfs"),
            pseudo(0x43415D53, "smackfs"),
            pseudo(0x6165676C, "pstore"),
            pseudo(0xDE5E81E4, "efivarfs"),
            pseudo(0x62656570, "configfs"),
            pseudo(0x19800202, "mqueue"),
            pseudo(0x42494E4D, "binfmt_misc"),
            pseudo(0x65735543, "fusectl"),
            pseudo(0x6E736673, "nsfs"),
            pseudo(0x67596969, "rpc_pipefs"),
            pseudo(0x7655821, "resctrl"),
            local(EXT, "ext4"),
            local(XFS, "xfs"),
            local(BTRFS, "btrfs"),
            local(TMPFS, "tmpfs"),
            local(0x858458F6, "ramfs"),
            local(0xF2F52010, "f2fs"),
            local(0x73717368, "squashfs"),
            local(0xE0F5E1E2, "erofs"),
            local(0x9660, "iso9660"),
            local(FAT, "vfat"),
            local(0x2011BAB0, "exfat"),
            local(HFS_PLUS, "hfsplus"),
            local(0x2FC12FC1, "zfs"),
            local(0xCA451A4E, "bcachefs"),
            local(0x958458F6, "hugetlbfs"),
            entry(
                    OVERLAY,
                    new MountKind(
                            "overlay",
                            true,
                            "changes through this mount are reported, changes made in its layers are not")),
            entry(
                    0xF15F,
                    new MountKind(
                            "ecryptfs",
                            true,
                            "changes through this mount are reported, changes made below it are not")));

    /**
     * Asks for the file system of a directory or file; links are followed.
     *
     * @param path absolute path
     * @return its kind; a type that is not known is believed, one that may not be asked for is not
     * @throws WatchException if the path cannot be reached, or native code not be called in this JVM
     */
    public static MountKind of(NativeName path) throws WatchException {
        try (LinuxCalls calls = Bindings.linux();
                NativeMemory memory = Bindings.allocate(MEMORY_BYTES)) {
            return of(path, calls, memory);
        }
    }

    /**
     * Asks for the file system of a path.
     *
     * @param path absolute path
     * @param calls opened by the calling thread
     * @param memory {@link #MEMORY_BYTES}
     * @return its kind
     * @throws WatchException if the path cannot be reached
     */
    static MountKind of(NativeName path, LinuxCalls calls, NativeMemory memory) throws WatchException {
        if (path.length() >= PATH_BYTES) {
            throw NativeErrors.failure(path.toString(), "openat", -Errno.ENAMETOOLONG);
        }
        memory.buffer().put(0, path.toBytes()).put(path.length(), (byte) 0);
        int fd;
        do {
            fd = calls.openat(Fcntl.AT_FDCWD, memory.address(), Fcntl.O_PATH | Fcntl.O_CLOEXEC);
        } while (fd == -Errno.EINTR);
        if (fd < 0) {
            throw NativeErrors.failure(path.toString(), "openat", fd);
        }
        int result;
        do {
            result = calls.fstatfs(fd, memory.address() + PATH_BYTES);
        } while (result == -Errno.EINTR);
        calls.close(fd);
        return switch (-result) {
            case 0 -> of((int) memory.buffer().getLong(PATH_BYTES)); // f_type is the first field
            case Errno.EPERM, Errno.EACCES, Errno.ENOSYS -> refused(result);
            default -> throw NativeErrors.failure(path.toString(), "fstatfs", result);
        };
    }

    /** Any file system: a seccomp filter forbids the call. */
    private static MountKind refused(int result) {
        return new MountKind(
                "unknown",
                false,
                "its type is not known (fstatfs: " + NativeErrors.symbol(-result)
                        + ", perhaps by a seccomp filter), so it may be one whose changes are not reported");
    }

    /**
     * Finds the kind for a type.
     *
     * @param type low 32 bits of {@code f_type}, statfs(2)
     * @return its kind; a type that is not known is believed
     */
    static MountKind of(int type) {
        MountKind kind = KINDS.get(type);
        return kind != null
                ? kind
                : new MountKind(
                        "0x" + Integer.toHexString(type),
                        true,
                        "a file system that is not known here: events are believed, reconciliation finds what they"
                                + " miss");
    }

    /** Whether the kernel generates the content at every access: procfs, sysfs and the like. */
    boolean isMadeUp() {
        return reason.equals(MADE_UP);
    }

    private static Map.Entry<Integer, MountKind> local(int type, String name) {
        return entry(type, new MountKind(name, true, "changes are made through this kernel, which reports them"));
    }

    private static Map.Entry<Integer, MountKind> network(int type, String name) {
        return unreliable(type, name, "changes made by other machines are not reported");
    }

    private static Map.Entry<Integer, MountKind> guest(int type, String name) {
        return unreliable(type, name, "changes made by the host or by other guests are not reported");
    }

    private static Map.Entry<Integer, MountKind> pseudo(int type, String name) {
        return unreliable(type, name, MADE_UP);
    }

    private static Map.Entry<Integer, MountKind> unreliable(int type, String name, String reason) {
        return entry(type, new MountKind(name, false, reason));
    }
}
