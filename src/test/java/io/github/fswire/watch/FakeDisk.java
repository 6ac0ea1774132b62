package io.github.fswire.watch;

import io.github.fswire.raw.RawKind;
import io.github.fswire.scan.EntryStat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file system in memory with a notification queue like inotify's: records for watched inodes only, a bound with one overflow
 * record, several watches of one inode, inode numbers that are reused at once.
 */
final class FakeDisk {
    /** A file, directory or link. */
    static final class Inode {
        final int type;
        final Map<String, Inode> children = new TreeMap<>();
        final List<FakeSession.Watch> watches = new ArrayList<>();
        long number;
        long birth;
        long size;
        long modified;
        long changed;
        int mode;
        int links;
        final Set<String> unseenNames = new HashSet<>();

        Inode(int type) {
            this.type = type;
        }

        boolean isDirectory() {
            return type == EntryStat.DIRECTORY;
        }

        void fill(EntryStat stat) {
            stat.complete = true;
            stat.type = type;
            stat.device = 1;
            stat.inode = number;
            stat.birthNanos = birth;
            stat.size = size;
            stat.modifiedNanos = modified;
            stat.changedNanos = changed;
            stat.mode = mode;
            stat.links = links;
        }
    }

    private final ArrayDeque<Long> freeNumbers = new ArrayDeque<>();
    private long numbers = 10;
    long clock = 1_000;
    final Inode root = make(EntryStat.DIRECTORY);
    final Inode outside = make(EntryStat.DIRECTORY);
    final ArrayDeque<FakeSession.Record> queue = new ArrayDeque<>();
    int queueLimit = Integer.MAX_VALUE;
    int cookies;

    FakeDisk() {
        root.links = 1;
        outside.links = 1;
    }

    private Inode make(int type) {
        Inode inode = new Inode(type);
        Long reused = freeNumbers.poll();
        inode.number = reused == null ? ++numbers : reused;
        inode.birth = ++clock;
        inode.modified = clock;
        inode.changed = clock;
        inode.mode = 0644;
        return inode;
    }

    void create(Inode dir, String name, int type) {
        if (!dir.children.containsKey(name)) {
            Inode inode = make(type);
            inode.links = 1;
            dir.children.put(name, inode);
            touch(dir);
            tell(dir, RawKind.CREATED, name, 0);
        }
    }

    void write(Inode dir, String name, boolean grow) {
        Inode inode = dir.children.get(name);
        if (inode != null && inode.type == EntryStat.FILE && isHeardOf(dir, inode)) {
            inode.size += grow ? 1 : 0;
            inode.modified = ++clock;
            inode.changed = clock;
            tell(dir, RawKind.MODIFIED, name, 0);
        }
    }

    void setBack(Inode dir, String name) {
        Inode inode = dir.children.get(name);
        if (inode != null && isHeardOf(dir, inode)) {
            inode.modified = 1;
            inode.changed = ++clock;
            attributes(dir, name, inode);
        }
    }

    void chmod(Inode dir, String name) {
        Inode inode = dir.children.get(name);
        if (inode != null && isHeardOf(dir, inode)) {
            inode.mode ^= 0111;
            inode.changed = ++clock;
            attributes(dir, name, inode);
        }
    }

    private void attributes(Inode dir, String name, Inode inode) {
        tell(dir, RawKind.ATTRIBUTES, name, 0);
        tell(inode, RawKind.ATTRIBUTES, "", 0);
    }

    void link(Inode from, String name, Inode dir, String newName) {
        Inode inode = from.children.get(name);
        if (inode != null && inode.type == EntryStat.FILE && !dir.children.containsKey(newName)) {
            dir.children.put(newName, inode);
            inode.unseenNames.add(dir.number + newName);
            inode.links++;
            inode.changed = ++clock;
            touch(dir);
            tell(dir, RawKind.CREATED, newName, 0);
        }
    }

    void remove(Inode dir, String name) {
        Inode inode = dir.children.get(name);
        if (inode != null && (inode.isDirectory() || isKnown(inode))) {
            for (String child : List.copyOf(inode.children.keySet())) {
                remove(inode, child);
            }
            if (!inode.children.isEmpty()) {
                return; // a hard link that nobody has looked at yet is in it
            }
            dir.children.remove(name);
            touch(dir);
            drop(inode);
            tell(dir, RawKind.DELETED, name, 0);
        }
    }

    private void drop(Inode inode) {
        inode.links--;
        inode.changed = ++clock;
        if (inode.links == 0) {
            freeNumbers.push(inode.number);
            if (inode.isDirectory()) {
                tell(inode, RawKind.SELF_DELETED, "", 0);
                tell(inode, RawKind.WATCH_ENDED, "", 0);
                inode.watches.forEach(watch -> watch.active = false);
                inode.watches.clear();
            }
        }
    }

    /** rename(2): replaces a file by a file, an empty directory by a directory. */
    void rename(Inode from, String name, Inode to, String newName) {
        Inode inode = from.children.get(name);
        Inode victim = to.children.get(newName);
        if (inode == null || inode == victim || contains(inode, to) || !isKnown(inode)) {
            return;
        }
        if (victim != null
                && (!isKnown(victim) || victim.isDirectory() != inode.isDirectory() || !victim.children.isEmpty())) {
            return;
        }
        from.children.remove(name);
        to.children.put(newName, inode);
        if (inode.links > 1) {
            inode.unseenNames.add(to.number + newName);
        }
        inode.changed = ++clock;
        touch(from);
        touch(to);
        int cookie = ++cookies;
        tell(from, RawKind.MOVED_FROM, name, cookie);
        tell(to, RawKind.MOVED_TO, newName, cookie);
        tell(inode, RawKind.SELF_MOVED, "", 0);
        if (victim != null) {
            drop(victim);
        }
    }

    /** renameat2 with RENAME_EXCHANGE. */
    void exchange(Inode a, String name, Inode b, String other) {
        Inode first = a.children.get(name);
        Inode second = b.children.get(other);
        if (first == null || second == null || !isKnown(first) || !isKnown(second)) {
            return;
        }
        if (first == second || contains(first, b) || contains(second, a)) {
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
        first.changed = ++clock;
        second.changed = ++clock;
        tell(a, RawKind.MOVED_FROM, name, ++cookies);
        tell(b, RawKind.MOVED_TO, other, cookies);
        tell(b, RawKind.MOVED_FROM, other, ++cookies);
        tell(a, RawKind.MOVED_TO, name, cookies);
    }

    /** A change through a name outside the tree is heard of by nobody, so it is not made to linked files. */
    private boolean isHeardOf(Inode dir, Inode inode) {
        return inode.links == 1 || contains(root, dir);
    }

    /** A new hard link that is changed and removed or moved away before anybody looks leaves no trace: that is not done. */
    private static boolean isKnown(Inode inode) {
        return (inode.links == 1 || inode.unseenNames.isEmpty())
                && inode.children.values().stream().allMatch(FakeDisk::isKnown);
    }

    private static boolean contains(Inode top, Inode inode) {
        return top == inode || top.children.values().stream().anyMatch(child -> contains(child, inode));
    }

    private void touch(Inode dir) {
        dir.modified = ++clock;
        dir.changed = clock;
    }

    private void tell(Inode inode, RawKind kind, String name, int cookie) {
        for (FakeSession.Watch watch : inode.watches) {
            if (queue.size() < queueLimit) {
                queue.add(new FakeSession.Record(kind, watch, name, cookie));
            } else if (queue.size() == queueLimit) {
                queue.add(new FakeSession.Record(RawKind.OVERFLOW, null, "", 0));
            }
        }
    }

    /** Every directory below and including one. */
    static List<Inode> directories(Inode top) {
        List<Inode> all = new ArrayList<>();
        all.add(top);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).children.values().stream().filter(Inode::isDirectory).forEach(all::add);
        }
        return all;
    }

    /** What a mirror must show. */
    static Map<String, String> snapshot(String path, Inode dir) {
        Map<String, String> result = new TreeMap<>();
        dir.children.forEach((name, inode) -> {
            result.put(path + "/" + name, describe(inode.type, inode.size, inode.modified));
            result.putAll(snapshot(path + "/" + name, inode));
        });
        return result;
    }

    static String describe(int type, long size, long modified) {
        return type == EntryStat.DIRECTORY ? "directory" : type + " " + size + " " + modified;
    }
}
