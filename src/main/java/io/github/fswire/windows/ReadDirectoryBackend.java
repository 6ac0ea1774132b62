package io.github.fswire.windows;

import io.github.fswire.calls.Bindings;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.threads.Threads;
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
        if (!System.getProperty("os.name", "").startsWith("Windows") && System.getProperty("fswire.kernel32") == null) {
            return "ReadDirectoryChangesW exists on Windows only, and this is " + System.getProperty("os.name");
        }
        try {
            Bindings.windows(Bindings.name(), false).close();
            return null;
        } catch (NativeAccessException e) {
            return e.getReason();
        }
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        String binding = Bindings.name();
        return ReadDirectorySession.open(
                handler,
                options,
                binding,
                () -> Bindings.windows(binding, true),
                () -> Bindings.windows(binding, false),
                Bindings::allocate,
                Threads.daemons(options.threadName()));
    }
}
