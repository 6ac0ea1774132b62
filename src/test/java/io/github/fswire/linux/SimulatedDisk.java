package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import java.util.Arrays;
import java.util.List;

/**
 * A file system in memory and the records that its kernel makes: what is done to it is what other processes do.
 *
 * <p>Inode numbers are used again at once. Time stamps advance by ticks. Entries are listed in an order that has nothing to do
 * with their names, so that what is created while a directory is listed may be missed. A record can be made later than its
 * change is seen.
 */
public final class SimulatedDisk extends SimulatedTree {
    private int cookies;

    /** Makes a disk with an empty root. */
    public SimulatedDisk() {
        createRoot();
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

    /** mkdir(2), mknod(2), symlink(2). */
    public void create(Inode dir, String name, int type) {
        if (!dir.children.containsKey(name) && dir.links > 0) {
            Inode inode = make(type);
            inode.links = 1;
            named(inode, dir, name);
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
            inode.unseenNames.computeIfPresent(dir.number + name, (unseen, must) -> must || inode.links > 1);
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
        boolean keepsName = named != null && named.isFile() && named.links > 1 && named.isKnown();
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
            addLink(inode, dir, newName);
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
            addLink(inode, dir, newName);
        }
    }

    private static void named(Inode inode, Inode dir, String name) {
        dir.children.put(name, inode);
        inode.unseenNames.put(dir.number + name, inode.links > 1);
    }

    private static void unnamed(Inode inode, Inode dir, String name) {
        dir.children.remove(name, inode);
        inode.unseenNames.remove(dir.number + name);
    }

    private void addLink(Inode inode, Inode dir, String newName) {
        inode.links++;
        named(inode, dir, newName);
        change(inode);
        touch(dir);
        report(inode, Inotify.IN_ATTRIB, "", 0);
        report(dir, Inotify.IN_CREATE, newName, 0);
    }

    /** {@code rm -r}. */
    public void remove(Inode dir, String name) {
        Inode inode = dir.children.get(name);
        if (inode != null && inode != outside && (inode.isDirectory() || inode.isKnown())) {
            for (String child : List.copyOf(inode.children.keySet())) {
                remove(inode, child);
            }
            if (!inode.children.isEmpty()) {
                return; // a hard link that was not inspected yet is in it
            }
            unnamed(inode, dir, name);
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
        if (inode == null || inode == victim || to.links == 0 || inode.contains(to) || !inode.isKnown()) {
            return;
        }
        if (victim != null
                && (!victim.isKnown() || victim.isDirectory() != inode.isDirectory() || !victim.children.isEmpty())) {
            return;
        }
        if (inode == outside || victim == outside) {
            return;
        }
        unnamed(inode, from, name);
        if (victim != null) {
            unnamed(victim, to, newName);
        }
        named(inode, to, newName);
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
        if (first == null || second == null || !first.isKnown() || !second.isKnown()) {
            return;
        }
        if (first == second || first.contains(b) || second.contains(a) || first == outside || second == outside) {
            return;
        }
        unnamed(first, a, name);
        unnamed(second, b, other);
        named(second, a, name);
        named(first, b, other);
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
        return inode.links == 1 || inode.isDirectory() || root != null && root.isOpenDownTo(dir);
    }

    /** read(2) of an open file from a position on. */
    public byte[] read(Inode inode, long position, int most) {
        byte[] all = content.apply(inode.version);
        int start = (int) Math.min(position, all.length);
        return Arrays.copyOfRange(all, start, Math.min(all.length, start + most));
    }
}
