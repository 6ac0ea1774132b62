package io.github.fswire.session;

import io.github.fswire.checks.Checks;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawWatch;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over records of the kernel. Its use is an error between {@link #invalidate} and the next record: that is checked
 * where {@link Checks#ON} is true.
 *
 * <p>Used by the session's thread.
 */
public abstract class RecordCursor implements RawEvent {
    private boolean current;
    private @Nullable RawWatch watch;

    /** A cursor that stands on no record. */
    protected RecordCursor() {}

    /** To another record; of that watch, or of every watch of the session. */
    protected final void moveTo(@Nullable RawWatch itsWatch) {
        current = true;
        watch = itsWatch;
    }

    /** From now on using the cursor is an error. */
    public final void invalidate() {
        current = false;
        watch = null;
    }

    /** Whether the cursor stands on a record. */
    protected final boolean isCurrent() {
        return current;
    }

    /** Throws if the cursor stands on no record. */
    protected final void check() {
        if (Checks.ON && !current) {
            throw new IllegalStateException("a RawEvent is valid only until the handler returns: copy what you keep");
        }
    }

    /** Returns an index into the name if it is one. */
    protected final int checkedIndex(int index) {
        int length = nameLength();
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("name byte " + index + " of " + length);
        }
        return index;
    }

    @Override
    public final @Nullable RawWatch watch() {
        check();
        return watch;
    }

    @Override
    public final @Nullable Object attachment() {
        check();
        return watch == null ? null : watch.attachment();
    }

    /** The watch of a record that concerns one. */
    protected final RawWatch onlyWatch() {
        check();
        if (watch == null) {
            throw new IllegalStateException(
                    current ? "the record concerns every watch of the session" : "no longer valid");
        }
        return watch;
    }
}
