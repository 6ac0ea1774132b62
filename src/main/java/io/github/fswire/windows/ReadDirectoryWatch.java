package io.github.fswire.windows;

import io.github.fswire.raw.NativeName;
import io.github.fswire.session.SubtreeWatch;
import org.jspecify.annotations.Nullable;

/** One watched root with its handle and the memory that the kernel writes to. */
final class ReadDirectoryWatch extends SubtreeWatch<Directories.Identity> {
    private final ReadDirectorySession session;

    /** The completion key, by which the kernel knows the watch. */
    final long key;

    /** Guarded by the session. */
    final DirectoryRead read;

    /** Whether it is another machine's, which may take its time to answer. */
    final boolean remote;

    ReadDirectoryWatch(
            ReadDirectorySession session,
            NativeName path,
            @Nullable Object attachment,
            long key,
            DirectoryRead read,
            Directories.Opened opened) {
        super(path, attachment, opened.identity());
        this.session = session;
        this.key = key;
        this.read = read;
        this.remote = opened.remote();
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
