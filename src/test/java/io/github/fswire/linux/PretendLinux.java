package io.github.fswire.linux;

import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.PretendMemory;
import io.github.fswire.calls.Statx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A kernel with a tree in memory whose calls fail on demand. Names are ISO 8859-1, so that every byte is one letter. */
final class PretendLinux implements LinuxCalls {
    static final int DT_UNKNOWN = 0;
    static final int DT_DIR = 4;
    static final int DT_REG = 8;
    static final int DT_LNK = 10;
    static final int DT_SOCK = 12;

    /** A file or directory. */
    static final class Node {
        final Map<String, Node> children = new LinkedHashMap<>();
        int listedType;
        int mode;
        long inode;
        int statxFailure; // what statx of this node returns, 0 if it works
        int device; // 0: that of all
        int fileSystemType; // 0: that of all

        Node(int listedType, int mode) {
            this.listedType = listedType;
            this.mode = mode;
        }
    }

    private static final class Open {
        final Node node;
        int position;

        Open(Node node) {
            this.node = node;
        }
    }

    final NativeMemory memory = PretendMemory.allocate(LinuxScanner.MEMORY_BYTES, () -> this.freed++);
    final Node root = directory();
    final Map<Integer, Open> open = new HashMap<>();

    /** Every call in order, {@code openat a}. */
    final List<String> log = new ArrayList<>();

    /** Runs before statx finds the named entry. */
    Runnable beforeStatx = () -> {};

    boolean procIsThere = true;
    int fileSystemType = MountKind.EXT;
    int device = 7;
    boolean birthKnown = true;
    int freed;
    int closed;

    private final ByteBuffer buffer = memory.buffer();
    private final Map<String, Deque<Integer>> failures = new HashMap<>();
    private final Map<String, Integer> refused = new HashMap<>();
    private int failAt = -1;
    private int failAtWith;

    static Node directory() {
        return new Node(DT_DIR, 0x41ED);
    }

    static Node file() {
        return new Node(DT_REG, 0x81A4);
    }

    /** The next calls of a function return these results. */
    void fail(String function, int... results) {
        for (int result : results) {
            failures.computeIfAbsent(function, key -> new ArrayDeque<>()).add(result);
        }
    }

    /** Every call of a function returns this result, as under a seccomp filter. */
    void refuse(String function, int result) {
        refused.put(function, result);
    }

    /** The call with this index returns this result. */
    void failAt(int index, int result) {
        failAt = index;
        failAtWith = result;
    }

    /** A scanner on this kernel. */
    LinuxScanner scanner() {
        return new LinuxScanner(this, bytes -> memory);
    }

    @Override
    public int openat(int dirfd, long pathname, int flags) {
        String name = text(pathname);
        int failure = enter("openat", name);
        if (failure < 0) {
            return failure;
        }
        Node node = dirfd == Fcntl.AT_FDCWD ? root : opened(dirfd).node.children.get(name);
        if (node == null) {
            return -Errno.ENOENT;
        }
        if ((flags & Fcntl.O_DIRECTORY) != 0 && (node.mode & 0xF000) != 0x4000) {
            return -Errno.ENOTDIR;
        }
        return open(node);
    }

    private int open(Node node) {
        int fd = 3;
        while (open.containsKey(fd)) {
            fd++;
        }
        open.put(fd, new Open(node));
        return fd;
    }

    @Override
    public int openat2(int dirfd, long pathname, long how, long size) {
        String path = text(pathname);
        int failure = enter("openat2", path);
        if (failure < 0) {
            return failure;
        }
        Node node = root;
        for (String name : path.substring(1).split("/", -1)) {
            node = node == null ? null : node.children.get(name);
        }
        return node == null ? -Errno.ENOENT : open(node);
    }

    @Override
    public long getdents64(int fd, long dirp, long count) {
        int failure = enter("getdents64", "" + fd);
        if (failure < 0) {
            return failure;
        }
        Open directory = opened(fd);
        List<Map.Entry<String, Node>> entries = new ArrayList<>();
        entries.add(Map.entry(".", directory.node));
        entries.add(Map.entry("..", directory.node));
        entries.addAll(directory.node.children.entrySet());
        int start = offset(dirp);
        int offset = start;
        while (directory.position < entries.size()) {
            Map.Entry<String, Node> entry = entries.get(directory.position);
            byte[] name = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
            int length = DirectoryRecord.NAME_OFFSET + name.length + 8 & -8;
            if (offset + length > start + count) {
                break;
            }
            for (int i = offset; i < offset + length; i++) {
                buffer.put(i, (byte) 'x'); // the kernel does not clear what is behind the NUL
            }
            buffer.putLong(offset, entry.getValue().inode);
            buffer.putShort(offset + DirectoryRecord.RECORD_LENGTH_OFFSET, (short) length);
            buffer.put(offset + DirectoryRecord.TYPE_OFFSET, (byte) entry.getValue().listedType);
            buffer.put(offset + DirectoryRecord.NAME_OFFSET, name);
            buffer.put(offset + DirectoryRecord.NAME_OFFSET + name.length, (byte) 0);
            offset += length;
            directory.position++;
        }
        return (long) offset - start;
    }

    @Override
    public int statx(int dirfd, long pathname, int flags, int mask, long statxbuf) {
        String name = text(pathname);
        int failure = enter("statx", name);
        if (failure < 0) {
            return failure;
        }
        beforeStatx.run();
        Node node;
        if (dirfd == Fcntl.AT_FDCWD) {
            node = procIsThere ? root : null;
        } else {
            node = name.isEmpty()
                    ? opened(dirfd).node
                    : opened(dirfd).node.children.get(name);
        }
        if (node == null) {
            return -Errno.ENOENT;
        }
        if (node.statxFailure < 0) {
            return node.statxFailure;
        }
        int offset = offset(statxbuf);
        buffer.putInt(offset + Statx.MASK, Statx.STATX_BASIC_STATS | (birthKnown ? Statx.STATX_BTIME : 0));
        buffer.putShort(offset + Statx.MODE, (short) node.mode);
        buffer.putLong(offset + Statx.INO, node.inode);
        buffer.putInt(offset + Statx.DEV_MINOR, node.device == 0 ? device : node.device);
        return 0;
    }

    @Override
    public int fstatfs(int fd, long buf) {
        int failure = enter("fstatfs", "" + fd);
        if (failure < 0) {
            return failure;
        }
        int own = opened(fd).node.fileSystemType;
        buffer.putLong(offset(buf), Integer.toUnsignedLong(own == 0 ? fileSystemType : own));
        return 0;
    }

    @Override
    public int close(int fd) {
        open.remove(fd); // also when it fails, as Linux does
        return enter("close", "" + fd);
    }

    @Override
    public void close() {
        closed++;
    }

    private Open opened(int fd) {
        return Objects.requireNonNull(open.get(fd), () -> "no descriptor " + fd);
    }

    private int enter(String function, String argument) {
        log.add(function + " " + argument);
        if (log.size() - 1 == failAt) {
            return failAtWith;
        }
        Integer result = failures.getOrDefault(function, new ArrayDeque<>()).poll();
        return result == null ? refused.getOrDefault(function, 0) : result;
    }

    private String text(long address) {
        int start = offset(address);
        int end = start;
        while (buffer.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - start];
        buffer.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static int offset(long address) {
        return (int) (address - PretendMemory.ADDRESS);
    }

    @Override
    public int inotify_init1(int flags) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int inotify_add_watch(int fd, long pathname, int mask) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int inotify_rm_watch(int fd, int wd) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int eventfd(int initval, int flags) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int poll(long fds, long nfds, int timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(int fd, long buf, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(int fd, long buf, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int ioctl(int fd, long op, long argp) {
        throw new UnsupportedOperationException();
    }
}
