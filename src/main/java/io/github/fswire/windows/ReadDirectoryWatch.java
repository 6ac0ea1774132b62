package io.github.fswire.windows;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import org.jspecify.annotations.Nullable;

/** One watched root with its handle and the memory that the kernel writes to. */
final class ReadDirectoryWatch implements RawWatch {
    private final ReadDirectorySession session;
    private final NativeName path;
    private final @Nullable Object attachment;

    /** What the kernel knows it by: its completion key. */
    final long key;

    /** Guarded by the session. */
    final DirectoryRead read;

    /** Of the directory that is open. */
    final Directories.Identity identity;

    /** Whether it is another machine's, which may take its time to answer. */
    final boolean remote;

    /** Whether something else was at its path when the reader looked there last; owned by it. */
    boolean moved;

    private volatile boolean ended;

    ReadDirectoryWatch(
            ReadDirectorySession session,
            NativeName path,
            @Nullable Object attachment,
            long key,
            DirectoryRead read,
            Directories.Opened opened) {
        this.session = session;
        this.path = path;
        this.attachment = attachment;
        this.key = key;
        this.read = read;
        this.identity = opened.identity();
        this.remote = opened.remote();
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
