package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import io.github.fswire.raw.NativeName;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory and the records that its kernel makes: what is done to it is what other processes do.
 *
 * <p>Inode numbers are used again at once. Time stamps advance by ticks. Entries are listed in an order that has nothing to do
 * with their names, so that what is created while a directory is listed may be missed. A record can be made later than its
 * change is seen.
 */
public final class SimulatedDisk {
    /** The root that is watched, as Java calls it on the system that the tests run on. */
    public static final String ROOT =
            NativeName.of(Path.of("/p/r").toAbsolutePath()).toString();

    /** Permission bits of a directory that nobody has forbidden anything. */
    public static final int OPEN = 0755;

    private static final int READ = 0400;
    private static final int SEARCH = 0100;

    /** Types, as {@code st_mode} has them. */
    public static final int FILE = 0x8000;

    public static final int DIRECTORY = 0x4000;
    public static final int LINK = 0xA000;

    /** A file, directory or link. */
    public static final class Inode {
        final int type;
        final int salt;
        final Map<String, Inode> children = new TreeMap<>();
        final List<Watch> watches = new ArrayList<>();
        long number;
        long birth;
        long size;
        long modified;
        long changed;
        long version; // of the content
        int permissions = OPEN;
        int links;
        int handles; // open descriptors
        boolean isQueried; // its times were since they changed
        final Set<String> unseenNames = new HashSet<>();

        Inode(int type, int salt) {
            this.type = type;
            this.salt = salt;
        }

        /** Whether it is a directory. */
        public boolean isDirectory() {
            return type == DIRECTORY;
        }

        /** Whether it is a file. */
        public boolean isFile() {
            return type == FILE;
        }

        /** What it contains by name. */
        public Map<String, Inode> children() {
            return children;
        }

        /** Names that others see; 0 when it is gone. */
        public int links() {
            return links;
        }

        /** One of {@link #FILE}, {@link #DIRECTORY}, {@link #LINK}. */
        public int type() {
            return type;
        }

        /** Inode number. */
        public long number() {
            return number;
        }

        /** When it was made, nanoseconds since the epoch; as the next two. */
        public long birth() {
            return birth;
        }

        /** When its content changed last. */
        public long modified() {
            return modified;
        }

        /** When anything of it changed last. */
        public long changed() {
            return changed;
        }

        /** Bytes. */
        public long size() {
            return size;
        }

        /** Whether it can be opened. */
        public boolean isAccessible() {
            return isReadable() && isSearchable();
        }

        /** Whether nobody has forbidden anything. */
        public boolean isOpen() {
            return permissions == OPEN;
        }

        /** Another number for each content that it had. */
        public long version() {
            return version;
        }

        /** What distinguishes it from others that were there at other times, as far as one can see. */
        public long identity() {
            return number * 31 + birth;
        }

        /** As a mirror shows it. */
        public String describe() {
            return describe(type, size, modified);
        }

        /** As a mirror shows it. */
        public static String describe(int type, long size, long modified) {
            return type == DIRECTORY ? "directory" : Integer.toHexString(type) + " " + size + " bytes of " + modified;
        }

        @Override
        public String toString() {
            return "#" + number + "/";
        }

        boolean isReadable() {
            return (permissions & READ) != 0;
        }

        boolean isSearchable() {
            return (permissions & SEARCH) != 0;
        }

        /** Where an entry is in the order of listing. */
        public long position(String name) {
            return 2 + Integer.toUnsignedLong((name.hashCode() ^ salt) * 0x9E3779B9);
        }
    }

    /** One inode watched by one instance. */
    record Watch(Queue queue, int wd, int mask) {}

    private record Report(Inode inode, int mask, String name, int cookie) {}

    /** One record in the queue. */
    record Event(int wd, int mask, int cookie, String name) {
        private static final int HEADER = Inotify.EVENT_NAME_OFFSET;

        int length() {
            return HEADER + nameLength();
        }

        int nameLength() {
            return name.isEmpty() ? 0 : (name.length() + HEADER) / HEADER * HEADER; // with at least one NUL
        }

        /** The kernel merges a record with the last one of the queue only. */
        boolean merges(@Nullable Event last) {
            return last != null
                    && last.wd == wd
                    && last.mask == mask
                    && last.name.equals(name)
                    && (mask & Inotify.IN_IGNORED) == 0;
        }
    }

    /** The queue of one inotify instance. */
    static final class Queue {
        final Deque<Event> events = new ArrayDeque<>();
        final Map<Integer, Inode> watched = new HashMap<>();
        int lastWd;

        void add(Event event, int limit) {
            if (events.size() >= limit) {
                if (events.stream().noneMatch(queued -> queued.wd == -1)) {
                    events.add(new Event(-1, Inotify.IN_Q_OVERFLOW, 0, ""));
                }
            } else if (!event.merges(events.peekLast())) {
                events.add(event);
            }
        }

        long bytes() {
            return events.stream().mapToLong(Event::length).sum();
        }
    }

    /** Gets everything that happens, whether it is watched or not; the names are those of inotify. */
    public interface Observer {
        /** Something happened in a directory, or to {@code inode} itself if the name is empty. */
        void reported(Inode inode, int mask, String name, int cookie);
    }

    /** At most one. */
    public @Nullable Observer observer;

    private final Deque<Report> late = new ArrayDeque<>();
    private final Deque<Long> freeNumbers = new ArrayDeque<>();
    private long lastNumber = 10;
    private int made;
    private long versions;
    private int cookies;

    /** The time now, nanoseconds since the epoch. */
    public long now = 1_000_000_000_000_000_000L;

    /** Whether a change of what was inspected gets a finer time stamp, as since Linux 6.13. */
    public boolean isMultigrain;

    private long floor; // the latest of those

    /** How far time stamps are apart. */
    public long tickNanos = 1;

    /** How many records the queue holds before it overflows. */
    public int queueLimit = Integer.MAX_VALUE;

    /** What is in a file, by its version. */
    public LongFunction<byte[]> content = version -> new byte[0];

    /** Whether records are made when {@link #reportLate()} is called, and not at once. */
    public boolean isLate;

    /** The directory that contains {@link #above} and {@link #outside} as {@code p} and {@code o}. */
    public final Inode top = make(DIRECTORY);

    /** What is outside for ever. */
    public final Inode outside = make(DIRECTORY);

    /** Makes a disk with an empty root. */
    public SimulatedDisk() {
        top.links = 1;
        outside.links = 1;
        top.children.put("o", outside);
        Inode above = new Inode(DIRECTORY, 0);
        above.number = 1;
        above.birth = stamp();
        above.links = 1;
        top.children.put("p", above);
        create(above, "r", DIRECTORY);
    }

    /** The directory that contains the root as {@code r} and is not watched, if it is there. */
    public @Nullable Inode above() {
        Inode inode = top.children.get("p");
        return inode != null && inode.isDirectory() ? inode : null;
    }

    /** Makes the root, and what is above it, if it is not there. */
    public void createRoot() {
        if (above() == null) {
            remove(top, "p");
            create(top, "p", DIRECTORY);
        }
        Inode above = above();
        if (root() == null && above != null) {
            remove(above, "r");
            create(above, "r", DIRECTORY);
        }
    }

    /** The root that is watched, if it is there. */
    public @Nullable Inode root() {
        return at(ROOT);
    }

    /** A path as the simulated kernels know it: without the drive that it begins with if the tests run on Windows. */
    public static String withoutDrive(String path) {
        return path.startsWith(":", 1) ? path.substring(2) : path;
    }

    /** The directory at an absolute path, no link followed, or null. */
    public @Nullable Inode at(String path) {
        Inode inode = top;
        for (String name : withoutDrive(path).substring(1).split("/")) {
            inode = inode == null ? null : inode.children.get(name);
        }
        return inode != null && inode.isDirectory() ? inode : null;
    }

    private Inode make(int type) {
        Inode inode = new Inode(type, ++made * 0x61C88647);
        Long reused = freeNumbers.poll();
        inode.number = reused == null ? ++lastNumber : reused;
        inode.birth = stamp();
        inode.modified = stamp();
        inode.changed = stamp();
        inode.version = ++versions;
        return inode;
    }

    private long stamp() {
        return Math.max(now - now % tickNanos, floor);
    }

    /** Another change time, which it returns. */
    private long change(Inode inode) {
        boolean fine = isMultigrain && inode.isQueried && stamp() <= inode.changed;
        if (fine) {
            floor = Math.max(now, inode.changed + 1);
        }
        inode.isQueried = false;
        inode.changed = stamp();
        return inode.changed;
    }

    /** mkdir(2), mknod(2), symlink(2). */
    public void create(Inode dir, String name, int type) {
        if (!dir.children.containsKey(name) && dir.links > 0) {
            Inode inode = make(type);
            inode.links = 1;
            dir.children.put(name, inode);
            touch(dir);
            report(dir, Inotify.IN_CREATE | isDirectory(inode), name, 0);
        }
    }

    /** write(2), perhaps over what was there. */
    public void write(Inode dir, String name, boolean grow) {
        Inode inode = dir.children.get(name);
        if (inode != null && inode.type == FILE && isReported(dir, inode)) {
            inode.size += grow ? 1 : 0;
            inode.version = ++versions;
            inode.modified = change(inode);
            report(dir, Inotify.IN_MODIFY, name, 0);
            reportFile(inode, Inotify.IN_MODIFY);
        }
    }

    /**
     * open(2) of a name that is removed then; if there is no name or it is the only one, open(2) with O_TMPFILE.
     *
     * @return a descriptor
     */
    public Inode openNameless(Inode dir, String name) {
        Inode named = dir.children.get(name);
        boolean keepsName = named != null && named.isFile() && named.links > 1 && isKnown(named);
        Inode inode = keepsName && named != null ? named : make(FILE);
        open(inode);
        if (keepsName) {
            remove(dir, name);
        }
        return inode;
    }

    /** linkat(2) of a descriptor from {@link #openNameless}. */
    public void linkNameless(Inode inode, Inode dir, String newName) {
        if (!dir.children.containsKey(newName) && dir.links > 0) {
            dir.children.put(newName, inode);
            addedLink(inode, dir, newName);
        }
    }

    /** write(2) to a descriptor from {@link #openNameless}: no directory's watch reports it. */
    public void writeNameless(Inode inode) {
        inode.size++;
        inode.version = ++versions;
        inode.modified = change(inode);
        reportFile(inode, Inotify.IN_MODIFY);
    }

    /** close(2) of a descriptor from {@link #openNameless}. */
    public void closeNameless(Inode inode) {
        reportFile(inode, Inotify.IN_CLOSE_WRITE);
        close(inode);
    }

    /** close(2) of one that was written. */
    public void closeWritten(Inode dir, String name) {
        Inode inode = dir.children.get(name);
        if (inode != null && inode.type == FILE && isReported(dir, inode)) {
            report(dir, Inotify.IN_CLOSE_WRITE, name, 0);
            reportFile(inode, Inotify.IN_CLOSE_WRITE);
        }
    }

    /** A write that leaves an older modification time, as unpacking does. */
    public void writeAndSetBack(Inode dir, String name) {
        Inode inode = dir.children.get(name);
        if (inode != null && inode.type == FILE && isReported(dir, inode)) {
            write(dir, name, false);
            inode.modified = 1_000_000_000L * inode.version; // another one each time
            change(inode);
            attributes(dir, name, inode);
        }
    }

    /** utimensat(2). */
    public void setModified(Inode dir, String name, long nanos) {
        Inode inode = dir.children.get(name);
        if (inode != null) {
            inode.modified = nanos;
            change(inode);
            attributes(dir, name, inode);
        }
    }

    /** chmod(2). */
    public void chmod(Inode dir, String name, int permissions) {
        Inode inode = dir.children.get(name);
        if (inode != null && isReported(dir, inode)) {
            inode.permissions = permissions;
            change(inode);
            attributes(dir, name, inode);
        }
    }

    /** chmod(2) of what somebody may not read; nothing happens to anything else. */
    public void allow(Inode dir, String name) {
        Inode inode = dir.children.get(name);
        if (inode != null && inode.permissions != OPEN) {
            chmod(dir, name, OPEN);
        }
    }

    private void attributes(Inode dir, String name, Inode inode) {
        report(dir, Inotify.IN_ATTRIB | isDirectory(inode), name, 0);
        report(inode, Inotify.IN_ATTRIB | isDirectory(inode), "", 0);
    }

    /** link(2). */
    public void link(Inode from, String name, Inode dir, String newName) {
        Inode inode = from.children.get(name);
        if (inode != null && inode.type == FILE && !dir.children.containsKey(newName) && dir.links > 0) {
            dir.children.put(newName, inode);
            addedLink(inode, dir, newName);
        }
    }

    private void addedLink(Inode inode, Inode dir, String newName) {
        if (inode.links > 0) {
            inode.unseenNames.add(dir.number + newName);
        }
        inode.links++;
        change(inode);
        touch(dir);
        report(inode, Inotify.IN_ATTRIB, "", 0);
        report(dir, Inotify.IN_CREATE, newName, 0);
    }

    /** {@code rm -r}. */
    public void remove(Inode dir, String name) {
        Inode inode = dir.children.get(name);
        if (inode != null && inode != outside && (inode.isDirectory() || isKnown(inode))) {
            for (String child : List.copyOf(inode.children.keySet())) {
                remove(inode, child);
            }
            if (!inode.children.isEmpty()) {
                return; // a hard link that was not inspected yet is in it
            }
            dir.children.remove(name);
            touch(dir);
            drop(inode);
            report(dir, Inotify.IN_DELETE | isDirectory(inode), name, 0);
        }
    }

    private void drop(Inode inode) {
        inode.links--;
        change(inode);
        if (inode.links == 0 && inode.handles == 0) {
            evict(inode);
        } else {
            reportFile(inode, Inotify.IN_ATTRIB);
        }
    }

    private void evict(Inode inode) {
        freeNumbers.push(inode.number);
        report(inode, Inotify.IN_DELETE_SELF, "", 0);
        report(inode, Inotify.IN_IGNORED, "", 0);
    }

    public void open(Inode inode) {
        inode.handles++;
    }

    /** A deleted inode is gone when the last descriptor is closed. */
    public void close(Inode inode) {
        if (--inode.handles == 0 && inode.links == 0) {
            evict(inode);
        }
    }

    /** rename(2): replaces a file by a file, an empty directory by a directory. */
    public void rename(Inode from, String name, Inode to, String newName) {
        Inode inode = from.children.get(name);
        Inode victim = to.children.get(newName);
        if (inode == null || inode == victim || to.links == 0 || contains(inode, to) || !isKnown(inode)) {
            return;
        }
        if (victim != null
                && (!isKnown(victim) || victim.isDirectory() != inode.isDirectory() || !victim.children.isEmpty())) {
            return;
        }
        if (inode == outside || victim == outside) {
            return;
        }
        from.children.remove(name);
        to.children.put(newName, inode);
        if (inode.links > 1) {
            inode.unseenNames.add(to.number + newName);
        }
        change(inode);
        touch(from);
        touch(to);
        int cookie = ++cookies;
        report(from, Inotify.IN_MOVED_FROM | isDirectory(inode), name, cookie);
        report(to, Inotify.IN_MOVED_TO | isDirectory(inode), newName, cookie);
        report(inode, Inotify.IN_MOVE_SELF, "", 0);
        if (victim != null) {
            drop(victim);
        }
    }

    /** renameat2(2) with RENAME_EXCHANGE. */
    public void exchange(Inode a, String name, Inode b, String other) {
        Inode first = a.children.get(name);
        Inode second = b.children.get(other);
        if (first == null || second == null || !isKnown(first) || !isKnown(second)) {
            return;
        }
        if (first == second || contains(first, b) || contains(second, a) || first == outside || second == outside) {
            return;
        }
        a.children.put(name, second);
        b.children.put(other, first);
        if (first.links > 1) {
            first.unseenNames.add(b.number + other);
        }
        if (second.links > 1) {
            second.unseenNames.add(a.number + name);
        }
        change(first);
        change(second);
        report(a, Inotify.IN_MOVED_FROM | isDirectory(first), name, ++cookies);
        report(b, Inotify.IN_MOVED_TO | isDirectory(first), other, cookies);
        report(first, Inotify.IN_MOVE_SELF, "", 0);
        report(b, Inotify.IN_MOVED_FROM | isDirectory(second), other, ++cookies);
        report(a, Inotify.IN_MOVED_TO | isDirectory(second), name, cookies);
        report(second, Inotify.IN_MOVE_SELF, "", 0);
    }

    /**
     * Nobody gets a report of a change through a name outside the tree, and a change through a name that cannot be inspected does
     * not show which other names it concerns, so neither is made to linked files.
     */
    private boolean isReported(Inode dir, Inode inode) {
        Inode root = root();
        return inode.links == 1 || inode.isDirectory() || root != null && isOpen(root, dir);
    }

    /** Whether nobody has forbidden anything on the way from one directory to another. */
    private static boolean isOpen(Inode above, Inode below) {
        return above.permissions == OPEN
                && (above == below || above.children.values().stream().anyMatch(child -> isOpen(child, below)));
    }

    /** A new hard link that is changed and removed or moved away before it is inspected leaves no trace: that is not done. */
    private static boolean isKnown(Inode inode) {
        return (inode.links == 1 || inode.unseenNames.isEmpty())
                && inode.children.values().stream().allMatch(SimulatedDisk::isKnown);
    }

    private static boolean contains(Inode above, Inode below) {
        return above == below || above.children.values().stream().anyMatch(child -> contains(child, below));
    }

    private void touch(Inode dir) {
        dir.modified = change(dir);
    }

    private static int isDirectory(Inode inode) {
        return inode.isDirectory() ? Inotify.IN_ISDIR : 0;
    }

    /** What only the watch of the file itself reports. */
    private void reportFile(Inode inode, int mask) {
        if (!inode.watches.isEmpty()) {
            report(inode, mask, "", 0);
        }
    }

    private void report(Inode inode, int mask, String name, int cookie) {
        late.add(new Report(inode, mask, name, cookie));
        if (!isLate) {
            reportLate();
        }
    }

    /** read(2) of an open file from a position on. */
    public byte[] read(Inode inode, long position, int most) {
        byte[] all = content.apply(inode.version);
        int start = (int) Math.min(position, all.length);
        return Arrays.copyOfRange(all, start, Math.min(all.length, start + most));
    }

    /** Makes the records of what has been done. */
    public void reportLate() {
        for (Report report = late.poll(); report != null; report = late.poll()) {
            if (observer != null) {
                observer.reported(report.inode, report.mask, report.name, report.cookie);
            }
            boolean last = report.mask == Inotify.IN_IGNORED;
            for (Watch watch : report.inode.watches) {
                if (last || (report.mask & watch.mask) != 0) {
                    watch.queue.add(new Event(watch.wd, report.mask, report.cookie, report.name), queueLimit);
                }
                if (last) {
                    watch.queue.watched.remove(watch.wd);
                }
            }
            if (last) {
                report.inode.watches.clear();
            }
        }
    }

    /** Every directory below and including one. */
    public static List<Inode> directories(Inode from) {
        List<Inode> all = new ArrayList<>();
        all.add(from);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).children.values().stream().filter(Inode::isDirectory).forEach(all::add);
        }
        return all;
    }

    /** How many watches there are on an inode. */
    public static int watches(Inode inode) {
        return inode.watches.size();
    }
}
