package io.github.fswire.engine;

import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;

/** Does what another handler does. */
class ForwardingHandler implements RawEventHandler {
    final RawEventHandler handler;

    ForwardingHandler(RawEventHandler handler) {
        this.handler = handler;
    }

    @Override
    public void onEvent(RawEvent event) {
        handler.onEvent(event);
    }

    @Override
    public void onOverflow(RawEvent event) {
        handler.onOverflow(event);
    }

    @Override
    public void onBatchEnd() {
        handler.onBatchEnd();
    }

    @Override
    public void onFence(Object token) {
        handler.onFence(token);
    }

    @Override
    public void onFailure(Exception failure) {
        handler.onFailure(failure);
    }

    @Override
    public void onTerminated() {
        handler.onTerminated();
    }
}
