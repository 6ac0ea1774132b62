package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;

/** Takes no notice of any change. */
public class NoSink implements ChangeSink {
    @Override
    public void created(NativeName path, int type, int cause, long size, long modifiedNanos) {}

    @Override
    public void modified(NativeName path, int type, int cause, long size, long modifiedNanos) {}

    @Override
    public void deleted(NativeName path, int type, int cause) {}

    @Override
    public void moved(
            NativeName from,
            NativeName path,
            int node,
            int replaced,
            int type,
            int cause,
            long size,
            long modifiedNanos) {}

    @Override
    public void rootLeft(int root) {}

    @Override
    public void directoryRemoved(int directory) {}

    @Override
    public void inspectAgain(int directory, NativeName name) {}
}
