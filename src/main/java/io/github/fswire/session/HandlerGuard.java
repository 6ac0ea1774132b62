package io.github.fswire.session;

import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;

/**
 * Calls a handler, and hands the exceptions that it throws back to it: they are its own, and the session goes on.
 *
 * <p>Allocates nothing. Used by the session's thread.
 */
public final class HandlerGuard {
    private final RawEventHandler handler;

    /** Calls this handler. */
    public HandlerGuard(RawEventHandler handler) {
        this.handler = handler;
    }

    /** Hands out a record that may be kept. */
    public void event(RawEvent event) {
        try {
            handler.onEvent(event);
        } catch (Exception e) {
            handler.onFailure(e);
        }
    }

    /** Hands out a record of the kernel, which is not valid afterwards. */
    public void record(RecordCursor record, boolean overflow) {
        try {
            if (overflow) {
                handler.onOverflow(record);
            } else {
                handler.onEvent(record);
            }
        } catch (Exception e) {
            handler.onFailure(e);
        } finally {
            record.invalidate();
        }
    }

    /** A fence has passed. */
    public void fence(Object token) {
        try {
            handler.onFence(token);
        } catch (Exception e) {
            handler.onFailure(e);
        }
    }

    /** A batch of records has ended. */
    public void batchEnd() {
        try {
            handler.onBatchEnd();
        } catch (Exception e) {
            handler.onFailure(e);
        }
    }

    /** Something was mounted or unmounted. */
    public void mountsChanged() {
        try {
            handler.onMountsChanged();
        } catch (Exception e) {
            handler.onFailure(e);
        }
    }

    /** Something has failed. */
    public void failure(Exception failure) {
        handler.onFailure(failure);
    }
}
