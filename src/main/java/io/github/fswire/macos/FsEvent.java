package io.github.fswire.macos;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawKind;
import io.github.fswire.session.RecordCursor;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one event: its path below a watched root, and flags, which may be those of earlier changes of that path as well.
 *
 * <p>Valid until the handler returns; allocates only in {@code to...} methods.
 */
final class FsEvent extends RecordCursor {
    private static final int METADATA = FsEvents.kFSEventStreamEventFlagItemInodeMetaMod
            | FsEvents.kFSEventStreamEventFlagItemFinderInfoMod
            | FsEvents.kFSEventStreamEventFlagItemChangeOwner
            | FsEvents.kFSEventStreamEventFlagItemXattrMod;
    private static final int NOT_DIRECTORY =
            FsEvents.kFSEventStreamEventFlagItemIsFile | FsEvents.kFSEventStreamEventFlagItemIsSymlink;

    private byte[] bytes = {};
    private int start;
    private int length;
    private int flags;
    private int kinds;

    /** To the path that begins in {@code path} at {@code from}; without kinds of its own it has those of its flags. */
    FsEvent moveTo(byte[] path, int from, int end, int newFlags, int ownKinds, @Nullable FsEventsWatch newWatch) {
        moveTo(newWatch);
        bytes = path;
        start = from;
        length = end - from;
        flags = newFlags;
        kinds = ownKinds != 0 ? ownKinds : kindsOf(newFlags);
        return this;
    }

    private static int kindsOf(int flags) {
        int kinds = 0;
        if ((flags & FsEvents.kFSEventStreamEventFlagItemCreated) != 0) {
            kinds |= RawKind.CREATED.bit();
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagItemRemoved) != 0) {
            kinds |= RawKind.DELETED.bit();
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagItemRenamed) != 0) {
            kinds |= RawKind.MOVED_FROM.bit() | RawKind.MOVED_TO.bit(); // the event does not say which end this is
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagItemModified) != 0) {
            kinds |= RawKind.MODIFIED.bit();
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagItemCloned) != 0) {
            kinds |= RawKind.CREATED.bit() | RawKind.MODIFIED.bit(); // as source or as target
        }
        return (flags & METADATA) != 0 ? kinds | RawKind.ATTRIBUTES.bit() : kinds;
    }

    @Override
    public int kinds() {
        check();
        return kinds;
    }

    /** {@code FSEventStreamEventFlags}. */
    @Override
    public int nativeMask() {
        check();
        return flags;
    }

    @Override
    public Subject subject() {
        check();
        boolean directory = length == 0 || (flags & FsEvents.kFSEventStreamEventFlagItemIsDir) != 0;
        boolean other = (flags & NOT_DIRECTORY) != 0;
        return directory == other ? Subject.UNKNOWN : directory ? Subject.DIRECTORY : Subject.NOT_DIRECTORY;
    }

    @Override
    public int cookie() {
        check();
        return 0;
    }

    @Override
    public int nameLength() {
        check();
        return length;
    }

    @Override
    public byte nameByte(int index) {
        return bytes[start + checkedIndex(index)];
    }

    @Override
    public int copyName(byte[] target, int offset) {
        check();
        System.arraycopy(bytes, start, target, offset, length);
        return length;
    }

    @Override
    public NativeName toName() {
        check();
        return NativeName.of(bytes, start, length);
    }

    @Override
    public Path toPath() {
        NativeName root = onlyWatch().path();
        return (length == 0 ? root : root.resolve(toName())).toPath();
    }

    @Override
    public String toString() {
        return isCurrent() ? FsEvents.describe(flags) + " name=\"" + toName() + '"' : "(no longer valid)";
    }
}
