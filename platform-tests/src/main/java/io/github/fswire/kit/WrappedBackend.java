package io.github.fswire.kit;

import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.watch.WatchOptions;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The system's own backend behind a wrapper, for a watcher whose options were given to {@link #use}. It counts as privileged, so
 * that {@code auto} never chooses it.
 */
public final class WrappedBackend implements RawBackend {
    /** Opens a session of the real backend and puts itself between the session and its handler. */
    @FunctionalInterface
    public interface Wrapper {
        /** Opens it. */
        RawSession open(RawBackend real, RawEventHandler handler, RawOptions options) throws WatchException;
    }

    private static final String NAME = "wrapped";
    private static final ThreadLocal<Wrapper> NEXT = new ThreadLocal<>();

    /** What this thread has asked for when the service loader made the backend. */
    private final @Nullable Wrapper wrapper = NEXT.get();

    /** For {@link java.util.ServiceLoader}. */
    public WrappedBackend() {}

    /** Options with which the calling thread starts a watcher on the wrapped backend next. */
    public static WatchOptions.Builder use(Wrapper wrapper, WatchOptions.Builder options) {
        return options.backend(use(wrapper));
    }

    /** The name under which the calling thread finds the wrapped backend next. */
    public static String use(Wrapper wrapper) {
        NEXT.set(wrapper);
        return NAME;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RawCapabilities capabilities() {
        if (wrapper == null) {
            return new RawCapabilities(
                    RawCapabilities.Coverage.DIRECTORY, RawCapabilities.Names.BYTES, true, true, false, true, true);
        }
        RawCapabilities real = real().capabilities();
        return new RawCapabilities(
                real.coverage(),
                real.names(),
                real.renameCookies(),
                real.writeClosed(),
                real.accumulating(),
                real.exactOverflow(),
                true);
    }

    @Override
    public @Nullable String unavailableBecause() {
        return wrapper == null ? "no test has asked for it" : null;
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        if (wrapper == null) {
            throw new IllegalStateException(unavailableBecause());
        }
        return wrapper.open(real(), handler, options);
    }

    private static RawBackend real() {
        return ServiceLoader.load(RawBackend.class, WrappedBackend.class.getClassLoader()).stream()
                .filter(provider -> provider.type() != WrappedBackend.class)
                .map(ServiceLoader.Provider::get)
                .filter(backend -> !backend.capabilities().privileged()
                        && !backend.name().equals("polling")
                        && backend.unavailableBecause() == null)
                .findFirst()
                .orElseThrow();
    }
}
