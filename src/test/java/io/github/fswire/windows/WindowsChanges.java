package io.github.fswire.windows;

import io.github.fswire.calls.FileNotify;
import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.SimulatedMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WinFile;
import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.windows.WindowsHandle.Change;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the records of ReadDirectoryChangesW, of what happens on a {@link SimulatedDisk}, for those handles that want them. */
final class WindowsChanges implements SimulatedDisk.Observer {
    private static final int RECORD_BYTES = 16; // of one in the kernel's room

    private final Collection<WindowsHandle> handles;
    private final SimulatedMemory memory;
    private @Nullable Change movedFrom; // whose other half may follow
    private int movedCookie;
    private @Nullable Inode movedIn;

    WindowsChanges(Collection<WindowsHandle> handles, SimulatedMemory memory) {
        this.handles = handles;
        this.memory = memory;
    }

    @Override
    public void reported(Inode inode, int mask, String name, int cookie) {
        Change from = movedFrom;
        Inode in = movedIn;
        movedFrom = null;
        movedIn = null;
        int event = mask & ~Inotify.IN_ISDIR;
        boolean second = from != null && event == Inotify.IN_MOVED_TO && cookie == movedCookie;
        if (from != null && in != null) {
            boolean here = second && in == inode;
            emit(
                    in,
                    here ? FileNotify.FILE_ACTION_RENAMED_OLD_NAME : FileNotify.FILE_ACTION_REMOVED,
                    from.path(),
                    mask);
        }
        if (!name.isEmpty()) {
            switch (event) {
                case Inotify.IN_CREATE -> emit(inode, FileNotify.FILE_ACTION_ADDED, name, mask);
                case Inotify.IN_DELETE -> emit(inode, FileNotify.FILE_ACTION_REMOVED, name, mask);
                case Inotify.IN_MODIFY, Inotify.IN_ATTRIB -> emit(inode, FileNotify.FILE_ACTION_MODIFIED, name, mask);
                case Inotify.IN_MOVED_TO ->
                    emit(
                            inode,
                            second && in == inode
                                    ? FileNotify.FILE_ACTION_RENAMED_NEW_NAME
                                    : FileNotify.FILE_ACTION_ADDED,
                            name,
                            mask);
                case Inotify.IN_MOVED_FROM -> {
                    movedFrom = new Change(0, name, 0);
                    movedIn = inode;
                    movedCookie = cookie;
                }
                default -> {} // Windows does not report it
            }
        }
        for (WindowsHandle handle : handles) {
            if (handle.inode != null && handle.inode.links() == 0 && handle.pending != null && !handle.dead) {
                handle.dead = true;
                handle.complete(WinError.STATUS_DELETE_PENDING, 0);
            }
        }
    }

    private void emit(Inode directory, int action, String name, int mask) {
        for (WindowsHandle handle : handles) {
            String path = handle.inode == null || handle.room < 0 ? null : pathTo(handle.inode, directory);
            if (path != null) {
                boolean isDirectory = (mask & Inotify.IN_ISDIR) != 0;
                handle.changes.add(new Change(
                        action, (path + name).replace('/', '\\'), isDirectory ? WinFile.FILE_ATTRIBUTE_DIRECTORY : 0));
                if (handle.changes.size() * RECORD_BYTES > handle.room) {
                    handle.changes.clear();
                    handle.overflown = true;
                }
                handle.completeIfAny(memory);
            }
        }
    }

    /** The path to a directory, with a slash at its end unless it is empty, or null. */
    private static @Nullable String pathTo(Inode from, Inode to) {
        if (from == to) {
            return "";
        }
        for (Map.Entry<String, Inode> entry : from.children().entrySet()) {
            String below = entry.getValue().isDirectory() ? pathTo(entry.getValue(), to) : null;
            if (below != null) {
                return entry.getKey() + "/" + below;
            }
        }
        return null;
    }
}
