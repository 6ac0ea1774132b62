package io.github.fswire.linux;

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

/** Linux inotify(7): one directory a watch, names in bytes, rename cookies, exact overflow, no privilege needed. */
public final class InotifyBackend implements RawBackend {
    private static final RawCapabilities CAPABILITIES = new RawCapabilities(
            RawCapabilities.Coverage.DIRECTORY, RawCapabilities.Names.BYTES, true, true, false, true, false);

    /** For {@link java.util.ServiceLoader}. */
    public InotifyBackend() {}

    @Override
    public String name() {
        return "inotify";
    }

    @Override
    public RawCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable String unavailableBecause() {
        return Availability.unavailableBecause("inotify", "Linux", "Linux", null, Bindings::linux);
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        return SessionSetup.of(handler, options, Bindings::linux).open(InotifySession::prepare);
    }
}
