package io.github.fswire.macos;

import io.github.fswire.calls.Bindings;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.Availability;
import io.github.fswire.session.SessionSetup;
import org.jspecify.annotations.Nullable;

/** FSEvents: a directory with everything below it a watch, names in UTF-8, no cookies, no privilege needed. */
public final class FsEventsBackend implements RawBackend {
    private static final RawCapabilities CAPABILITIES = new RawCapabilities(
            RawCapabilities.Coverage.SUBTREE, RawCapabilities.Names.BYTES, false, false, true, true, false);

    /** For {@link java.util.ServiceLoader}. */
    public FsEventsBackend() {}

    @Override
    public String name() {
        return "fsevents";
    }

    @Override
    public RawCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable String unavailableBecause() {
        return Availability.unavailableBecause("FSEvents", "macOS", "Mac", "fswire.coreservices", Bindings::mac);
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        return SessionSetup.of(handler, options, Bindings::mac).open(FsEventsSession::prepare);
    }
}
