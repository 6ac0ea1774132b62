package io.github.fswire.polling;

import io.github.fswire.platform.Platform;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.threads.Threads;
import org.jspecify.annotations.Nullable;

/**
 * Lists every watched directory at each interval and reports the differences. It works on every file system. It notices
 * changes only after the interval, and changes that undid each other not at all.
 */
public final class PollingBackend implements RawBackend {
    /** The name under which it is chosen. */
    public static final String NAME = "polling";

    private static final RawCapabilities CAPABILITIES = new RawCapabilities(
            RawCapabilities.Coverage.DIRECTORY, RawCapabilities.Names.BYTES, false, false, false, true, false);

    /** For {@link java.util.ServiceLoader}. */
    public PollingBackend() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RawCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable String unavailableBecause() {
        return null;
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        return PollingSession.open(handler, options, Platform::openScanner, Threads.daemons(options.threadName()));
    }
}
