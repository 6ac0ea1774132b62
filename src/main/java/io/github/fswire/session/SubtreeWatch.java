package io.github.fswire.session;

import io.github.fswire.raw.NativeName;
import org.jspecify.annotations.Nullable;

/**
 * A watch of a directory with everything below it.
 *
 * @param <I> identity of a directory
 */
public abstract class SubtreeWatch<I> extends PlacedWatch {
    private final I identity;
    private boolean moved; // owned by the session's thread
    private volatile boolean ended;

    /** A watch of the directory that has this identity and is at that path now. */
    protected SubtreeWatch(NativeName path, @Nullable Object attachment, I identity) {
        super(path, attachment);
        this.identity = identity;
    }

    /** Of the directory that was there when it was registered. */
    @Override
    public final I identity() {
        return identity;
    }

    /** Whether something else was at its path when the session's thread inspected that last. */
    public final boolean hasMoved() {
        return moved;
    }

    /** Remembers that. */
    public final void moved(boolean away) {
        moved = away;
    }

    /** The watch has ended. */
    public final void end() {
        ended = true;
    }

    @Override
    public final boolean isActive() {
        return !ended && isSessionOpen();
    }

    /** Whether its session is open. */
    protected abstract boolean isSessionOpen();
}
