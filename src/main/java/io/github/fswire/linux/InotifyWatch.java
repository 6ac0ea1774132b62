package io.github.fswire.linux;

import io.github.fswire.raw.NativeName;
import io.github.fswire.session.PlacedWatch;
import org.jspecify.annotations.Nullable;

/** One watch. There is one for each directory of a tree, so it has no field that it could do without: 32 bytes. */
final class InotifyWatch extends PlacedWatch {
    private static final int ENDED = -1;

    private final InotifySession session;
    private volatile int wd;

    /** The next watch of the same wd; guarded by the {@link WatchTable}, read by the reader without a lock. */
    volatile @Nullable InotifyWatch next;

    InotifyWatch(InotifySession session, NativeName path, @Nullable Object attachment, int wd) {
        super(path, attachment);
        this.session = session;
        this.wd = wd;
    }

    int wd() {
        return wd;
    }

    void end() {
        wd = ENDED;
    }

    @Override
    public boolean isActive() {
        return wd != ENDED && session.isOpen();
    }

    @Override
    public void close() {
        session.remove(this);
    }
}
