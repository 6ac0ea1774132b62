package io.github.fswire.macos;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawWatch;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one event: its path below a watched root, and flags, which may be those of earlier changes of that path as well.
 *
 * <p>Valid until the handler returns; allocates only in {@code to...} methods.
 */
final class FsEvent implements RawEvent {
    private static final boolean CHECKS = Boolean.getBoolean("fswire.checks") || FsEvent.class.desiredAssertionStatus();
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
    private boolean valid;
    private @Nullable FsEventsWatch watch;

    /** To the path that begins in {@code path} at {@code from}; without kinds of its own it has those of its flags. */
    FsEvent moveTo(byte[] path, int from, int end, int newFlags, int ownKinds, @Nullable FsEventsWatch newWatch) {
        bytes = path;
        start = from;
        length = end - from;
        flags = newFlags;
        kinds = ownKinds != 0 ? ownKinds : kindsOf(newFlags);
        watch = newWatch;
        valid = true;
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
            kinds |= RawKind.MOVED_FROM.bit() | RawKind.MOVED_TO.bit(); // it is not told which end this is
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagItemModified) != 0) {
            kinds |= RawKind.MODIFIED.bit();
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagItemCloned) != 0) {
            kinds |= RawKind.CREATED.bit() | RawKind.MODIFIED.bit(); // as source or as target
        }
        return (flags & METADATA) != 0 ? kinds | RawKind.ATTRIBUTES.bit() : kinds;
    }

    /** From now on using the cursor is an error. */
    void invalidate() {
        valid = false;
    }

    private void check() {
        if (CHECKS && !valid) {
            throw new IllegalStateException("a RawEvent is valid only until the handler returns: copy what you keep");
        }
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
    public @Nullable RawWatch watch() {
        check();
        return watch;
    }

    @Override
    public @Nullable Object attachment() {
        check();
        return watch == null ? null : watch.attachment();
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
        if (index < 0 || index >= nameLength()) {
            throw new IndexOutOfBoundsException("name byte " + index + " of " + nameLength());
        }
        return bytes[start + index];
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
        check();
        if (watch == null) {
            throw new IllegalStateException("the record concerns every watch of the session");
        }
        return length == 0
                ? watch.path().toPath()
                : watch.path().resolve(toName()).toPath();
    }

    @Override
    public String toString() {
        return valid ? FsEvents.describe(flags) + " name=\"" + toName() + '"' : "(no longer valid)";
    }
}
