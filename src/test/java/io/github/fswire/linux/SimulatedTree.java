package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import io.github.fswire.linux.SimulatedQueue.Event;
import io.github.fswire.linux.SimulatedQueue.Watch;
import io.github.fswire.raw.NativeName;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What there is on a {@link SimulatedDisk}: inodes, the time, and records of what is done to them. */
class SimulatedTree {
    /** The root that is watched, as Java calls it on the system that the tests run on. */
    public static final String ROOT =
            NativeName.of(Path.of("/p/r").toAbsolutePath()).toString();

    /** Permission bits of a directory that nobody has forbidden anything. */
    public static final int OPEN = 0755;

    /** Types, as {@code st_mode} has them. */
    public static final int FILE = 0x8000;

    public static final int DIRECTORY = 0x4000;
    public static final int LINK = 0xA000;

    /** Gets everything that happens, whether it is watched or not; the names are those of inotify. */
    public interface Observer {
        /** Something happened in a directory, or to {@code inode} itself if the name is empty. */
        void reported(Inode inode, int mask, String name, int cookie);
    }

    private record Report(Inode inode, int mask, String name, int cookie) {}

    /** At most one. */
    public @Nullable Observer observer;

    private final Deque<Report> late = new ArrayDeque<>();
    private final Deque<Long> freeNumbers = new ArrayDeque<>();
    private long lastNumber = 10;
    private int made;
    long versions; // of contents

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

    /** A tree without the root. */
    SimulatedTree() {
        top.links = 1;
        outside.links = 1;
        top.children.put("o", outside);
        Inode above = new Inode(DIRECTORY, 0);
        above.number = 1;
        above.birth = stamp();
        above.links = 1;
        top.children.put("p", above);
    }

    /** The directory that contains the root as {@code r} and is not watched, if it is there. */
    public @Nullable Inode above() {
        Inode inode = top.children.get("p");
        return inode != null && inode.isDirectory() ? inode : null;
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

    /** Something new that has no name yet, perhaps with a number that was used before. */
    Inode make(int type) {
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
    long change(Inode inode) {
        boolean fine = isMultigrain && inode.isQueried && stamp() <= inode.changed;
        if (fine) {
            floor = Math.max(now, inode.changed + 1);
        }
        inode.isQueried = false;
        inode.changed = stamp();
        return inode.changed;
    }

    /** It is gone, so its number is free. */
    void evict(Inode inode) {
        freeNumbers.push(inode.number);
        report(inode, Inotify.IN_DELETE_SELF, "", 0);
        report(inode, Inotify.IN_IGNORED, "", 0);
    }

    void touch(Inode dir) {
        dir.modified = change(dir);
    }

    static int isDirectory(Inode inode) {
        return inode.isDirectory() ? Inotify.IN_ISDIR : 0;
    }

    /** What only the watch of the file itself reports. */
    void reportFile(Inode inode, int mask) {
        if (!inode.watches.isEmpty()) {
            report(inode, mask, "", 0);
        }
    }

    /** Something happened in a directory, or to {@code inode} itself if the name is empty. */
    void report(Inode inode, int mask, String name, int cookie) {
        late.add(new Report(inode, mask, name, cookie));
        if (!isLate) {
            reportLate();
        }
    }

    /** Makes the records of what has been done. */
    public void reportLate() {
        for (Report report = late.poll(); report != null; report = late.poll()) {
            if (observer != null) {
                observer.reported(report.inode, report.mask, report.name, report.cookie);
            }
            boolean last = report.mask == Inotify.IN_IGNORED;
            for (Watch watch : report.inode.watches) {
                if (last || (report.mask & watch.mask()) != 0) {
                    watch.queue().add(new Event(watch.wd(), report.mask, report.cookie, report.name), queueLimit);
                }
                if (last) {
                    watch.queue().watched.remove(watch.wd());
                }
            }
            if (last) {
                report.inode.watches.clear();
            }
        }
    }
}
