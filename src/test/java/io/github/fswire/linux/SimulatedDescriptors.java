package io.github.fswire.linux;

import io.github.fswire.calls.Errno;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The open descriptors of one process on a {@link SimulatedDisk}. */
final class SimulatedDescriptors {
    /** What a descriptor stands for: an inode, the queue of an inotify instance or, without either, an eventfd. */
    static final class Handle {
        final @Nullable Inode inode;
        final @Nullable SimulatedQueue queue;
        long position;
        boolean woken;

        Handle(@Nullable Inode inode, @Nullable SimulatedQueue queue) {
            this.inode = inode;
            this.queue = queue;
        }
    }

    private final SimulatedDisk disk;
    private final TreeMap<Integer, Handle> handles = new TreeMap<>();

    SimulatedDescriptors(SimulatedDisk disk) {
        this.disk = disk;
    }

    /** How many are open. */
    int size() {
        return handles.size();
    }

    /** How many inodes are watched through them. */
    int watches() {
        return handles.values().stream()
                .mapToInt(handle -> handle.queue == null ? 0 : handle.queue.watched.size())
                .sum();
    }

    /** Whether something can be read. */
    boolean isReady(int fd) {
        Handle handle = handles.get(fd);
        return handle != null && (handle.woken || handle.queue != null && !handle.queue.events.isEmpty());
    }

    Handle handle(int fd) {
        Handle handle = handles.get(fd);
        if (handle == null) {
            throw new AssertionError("not open: " + fd);
        }
        return handle;
    }

    Inode directory(int fd) {
        Inode inode = handle(fd).inode;
        if (inode == null) {
            throw new AssertionError("not a directory: " + fd);
        }
        return inode;
    }

    SimulatedQueue queue(int fd) {
        SimulatedQueue queue = handle(fd).queue;
        if (queue == null) {
            throw new AssertionError("not an inotify instance: " + fd);
        }
        return queue;
    }

    /** The lowest free number, or an error if as many as the limit are open. */
    int open(Handle handle, int limit) {
        int fd = 3;
        while (handles.containsKey(fd)) {
            fd++;
        }
        if (fd - 3 >= limit) {
            return -Errno.EMFILE;
        }
        handles.put(fd, handle);
        if (handle.inode != null) {
            disk.open(handle.inode);
        }
        return fd;
    }

    void close(int fd) {
        Handle handle = handle(fd);
        handles.remove(fd);
        if (handle.inode != null) {
            disk.close(handle.inode);
        }
        if (handle.queue != null) {
            for (Inode inode : handle.queue.watched.values()) {
                inode.watches.removeIf(watch -> watch.queue() == handle.queue);
            }
        }
    }
}
