package io.github.fswire.deliver;

import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatcherState;

/** Takes the batches itself and hands everything else on. */
abstract class ForwardingListener implements ChangeListener {
    private final ChangeListener others;

    ForwardingListener(ChangeListener others) {
        this.others = others;
    }

    @Override
    public void onScanProgress(int entries) {
        others.onScanProgress(entries);
    }

    @Override
    public void onOverflow(long overflows) {
        others.onOverflow(overflows);
    }

    @Override
    public void onDegraded(DegradedNotice notice) {
        others.onDegraded(notice);
    }

    @Override
    public void onState(WatcherState state) {
        others.onState(state);
    }

    @Override
    public void onError(Exception error) {
        others.onError(error);
    }

    @Override
    public void onEnd() {
        others.onEnd();
    }
}
