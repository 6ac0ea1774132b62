package io.github.fswire.subjects;

import io.github.fswire.RawBackends;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;

/** inotify, to be broken in one place. */
public class ForwardingBackend implements RawBackend {
    private final RawBackend real = RawBackends.byName("inotify");

    /** For the service loader. */
    public ForwardingBackend() {}

    @Override
    public String name() {
        return "forwarding";
    }

    @Override
    public RawCapabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public String unavailableBecause() {
        return real.unavailableBecause();
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        return session(real.open(handler(handler), options));
    }

    RawEventHandler handler(RawEventHandler target) {
        return target;
    }

    RawSession session(RawSession opened) {
        return opened;
    }
}
