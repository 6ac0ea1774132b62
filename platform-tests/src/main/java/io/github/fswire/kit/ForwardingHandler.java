package io.github.fswire.kit;

import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;

/** Does what another handler does. */
public class ForwardingHandler implements RawEventHandler {
    /** The other one. */
    protected final RawEventHandler target;

    /** Hands everything to {@code target}. */
    public ForwardingHandler(RawEventHandler target) {
        this.target = target;
    }

    @Override
    public void onEvent(RawEvent event) {
        target.onEvent(event);
    }

    @Override
    public void onOverflow(RawEvent event) {
        target.onOverflow(event);
    }

    @Override
    public void onBatchEnd() {
        target.onBatchEnd();
    }

    @Override
    public void onFence(Object token) {
        target.onFence(token);
    }

    @Override
    public void onFailure(Exception failure) {
        target.onFailure(failure);
    }

    @Override
    public void onTerminated() {
        target.onTerminated();
    }
}
