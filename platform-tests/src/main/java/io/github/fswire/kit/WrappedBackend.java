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
 * The system's own backend behind a wrapper, or any backend, for a watcher whose options were given to {@code use}. It counts as privileged, so
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

    private record Choice(@Nullable RawBackend backend, Wrapper wrapper) {
        RawBackend real() {
            return backend == null ? systems() : backend;
        }
    }

    private static final ThreadLocal<Choice> NEXT = new ThreadLocal<>();

    /** What this thread has asked for when the service loader made the backend. */
    private final @Nullable Choice choice = NEXT.get();

    /** For {@link java.util.ServiceLoader}. */
    public WrappedBackend() {}

    /** Options with which the calling thread starts a watcher on the wrapped backend next. */
    public static WatchOptions.Builder use(Wrapper wrapper, WatchOptions.Builder options) {
        return use(new Choice(null, wrapper), options);
    }

    /** The name under which the calling thread finds the wrapped backend next. */
    public static String use(Wrapper wrapper) {
        NEXT.set(new Choice(null, wrapper));
        return NAME;
    }

    /** The same on any backend, as it is, which need not be known to the service loader. */
    public static WatchOptions.Builder use(RawBackend backend, WatchOptions.Builder options) {
        return use(new Choice(backend, RawBackend::open), options);
    }

    private static WatchOptions.Builder use(Choice choice, WatchOptions.Builder options) {
        NEXT.set(choice);
        return options.backend(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RawCapabilities capabilities() {
        if (choice == null) {
            return new RawCapabilities(
                    RawCapabilities.Coverage.DIRECTORY, RawCapabilities.Names.BYTES, true, true, false, true, true);
        }
        RawCapabilities real = choice.real().capabilities();
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
        return choice == null ? "no test has asked for it" : null;
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        if (choice == null) {
            throw new IllegalStateException(unavailableBecause());
        }
        return choice.wrapper().open(choice.real(), handler, options);
    }

    private static RawBackend systems() {
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
