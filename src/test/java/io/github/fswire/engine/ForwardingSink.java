package io.github.fswire.engine;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;

/** Does what another sink does. */
class ForwardingSink implements ListingSink {
    private final ListingSink sink;

    ForwardingSink(ListingSink sink) {
        this.sink = sink;
    }

    @Override
    public boolean wants(byte[] name, int length) {
        return sink.wants(name, length);
    }

    @Override
    public boolean wants(byte[] name, int length, int type) {
        return sink.wants(name, length, type);
    }

    @Override
    public void entry(byte[] name, int length, EntryStat stat) {
        sink.entry(name, length, stat);
    }
}
