package io.github.fswire.linux;

import io.github.fswire.raw.NativeName;
import io.github.fswire.session.PlacedWatch;
import org.jspecify.annotations.Nullable;

/** One watch. There is one for each directory of a tree, so it has no field that it could do without: 32 bytes. */
final class InotifyWatch extends PlacedWatch {
    private final InotifySession session;
    private volatile int wd; // negative once the watch has ended

    /** The next watch of the same wd; guarded by the {@link WatchTable}, read by the reader without a lock. */
    volatile @Nullable InotifyWatch next;

    InotifyWatch(InotifySession session, NativeName path, @Nullable Object attachment, int wd) {
        super(path, attachment);
        this.session = session;
        this.wd = wd;
    }

    /** The kernel's number; negative once the watch has ended. */
    int wd() {
        return wd;
    }

    void end() {
        wd = -Math.abs(wd);
    }

    /** The kernel has one wd for one inode. */
    @Override
    public Object identity() {
        return Math.abs(wd);
    }

    @Override
    public boolean isActive() {
        return wd > 0 && session.isOpen();
    }

    @Override
    public void close() {
        session.remove(this);
    }
}
