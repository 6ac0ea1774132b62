package io.github.fswire.windows;

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

/** ReadDirectoryChangesW: a directory with everything below it a watch, names in UTF-16, no cookies, no privilege needed. */
public final class ReadDirectoryBackend implements RawBackend {
    private static final RawCapabilities CAPABILITIES = new RawCapabilities(
            RawCapabilities.Coverage.SUBTREE, RawCapabilities.Names.UTF_16, false, false, false, true, false);

    /** For {@link java.util.ServiceLoader}. */
    public ReadDirectoryBackend() {}

    @Override
    public String name() {
        return "readdirectorychanges";
    }

    @Override
    public RawCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable String unavailableBecause() {
        return Availability.unavailableBecause(
                "ReadDirectoryChangesW", "Windows", "Windows", "fswire.kernel32", Bindings::windows);
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        return SessionSetup.of(handler, options, Bindings::windows).open(ReadDirectorySession::prepare);
    }
}
