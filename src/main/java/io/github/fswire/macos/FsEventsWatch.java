package io.github.fswire.macos;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import org.jspecify.annotations.Nullable;

/** One watched root. */
final class FsEventsWatch implements RawWatch {
    private final FsEventsSession session;
    private final NativeName path;
    private final @Nullable Object attachment;

    /** Its path as events have it. */
    final NativeName canonical;

    /** Of the directory that was there when it was registered. */
    final Directories.Identity identity;

    /** Whether something else was at its path when the reader looked there last; owned by it. */
    boolean moved;

    private volatile boolean ended;

    FsEventsWatch(FsEventsSession session, NativeName path, @Nullable Object attachment, Directories.Found directory) {
        this.session = session;
        this.path = path;
        this.attachment = attachment;
        this.canonical = directory.canonical();
        this.identity = directory.identity();
    }

    void end() {
        ended = true;
    }

    @Override
    public NativeName path() {
        return path;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public boolean isActive() {
        return !ended && session.isOpen();
    }

    @Override
    public void close() {
        session.remove(this);
    }
}
