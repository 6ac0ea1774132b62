package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;

/** Takes no notice of any change. */
public class NoSink implements ChangeSink {
    @Override
    public void created(NativeName path, EntryDetails details) {}

    @Override
    public void modified(NativeName path, EntryDetails details) {}

    @Override
    public void deleted(NativeName path, EntryDetails details) {}

    @Override
    public void moved(NativeName from, NativeName path, int node, int replaced, EntryDetails details) {}

    @Override
    public void rootLeft(int root) {}

    @Override
    public void directoryRemoved(int directory) {}

    @Override
    public void inspectAgain(int directory, NativeName name) {}
}
