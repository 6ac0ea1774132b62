package io.github.fswire.macos;

import io.github.fswire.raw.NativeName;
import io.github.fswire.session.SubtreeWatch;
import org.jspecify.annotations.Nullable;

/** One watched root. */
final class FsEventsWatch extends SubtreeWatch<Directories.Identity> {
    private final FsEventsSession session;

    /** Its path as events have it. */
    final NativeName canonical;

    FsEventsWatch(FsEventsSession session, NativeName path, @Nullable Object attachment, Directories.Found directory) {
        super(path, attachment, directory.identity());
        this.session = session;
        this.canonical = directory.canonical();
    }

    @Override
    protected boolean isSessionOpen() {
        return session.isOpen();
    }

    @Override
    public void close() {
        session.remove(this);
    }
}
