package io.github.fswire.engine;

import io.github.fswire.deliver.BatchExchange;
import io.github.fswire.deliver.PublisherSubscriptions;
import io.github.fswire.deliver.WatcherPublisher;
import io.github.fswire.deliver.WatcherQueue;
import io.github.fswire.platform.Platform;
import io.github.fswire.polling.PollingBackend;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ChangePublisher;
import io.github.fswire.watch.ChangeQueue;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatcherProvider;
import java.io.IOException;

/** Starts watchers on the backend, the scanner and the mounts of this system. All methods may be called from any thread. */
public final class EngineProvider extends WatcherProvider {
    /** For {@link java.util.ServiceLoader}. */
    public EngineProvider() {}

    @Override
    public FileWatcher start(WatchOptions options, ChangeListener listener) throws IOException {
        RawBackend backend = Platform.backend(options.backend());
        Engine engine = new Engine(options, listener, backend, trust(options, backend), Platform::openScanner);
        engine.start();
        return engine;
    }

    @Override
    public ChangeQueue openQueue(WatchOptions options, ChangeListener others) throws IOException {
        BatchExchange exchange = new BatchExchange(others);
        return new WatcherQueue(exchange, start(options, exchange));
    }

    @Override
    public ChangePublisher openPublisher(WatchOptions options, ChangeListener others) throws IOException {
        PublisherSubscriptions subscriptions = new PublisherSubscriptions(others);
        return new WatcherPublisher(subscriptions, start(options, subscriptions));
    }

    /** A backend that was named is believed; with {@code auto} the file system decides, and whether there is one at all. */
    private static WatchRegistry.Trust trust(WatchOptions options, RawBackend backend) {
        if (options.backend().equals(PollingBackend.NAME)) {
            return root -> WatchRegistry.Verdict.POLLED_ON_REQUEST;
        }
        if (backend.name().equals(PollingBackend.NAME)) {
            String why = Platform.describeBackends();
            return root -> new WatchRegistry.Verdict(false, untrusted(root, "backend", "NOT_AVAILABLE", why));
        }
        if (!options.backend().equals(Platform.AUTO)) {
            return root -> WatchRegistry.Verdict.TRUSTED;
        }
        return root -> {
            Platform.Mount mount = Platform.mount(root);
            return mount.eventsReliable()
                    ? WatchRegistry.Verdict.TRUSTED
                    : new WatchRegistry.Verdict(false, untrusted(root, "statfs", mount.fileSystem(), mount.reason()));
        };
    }

    private static WatchException untrusted(NativeName root, String operation, String symbol, String why) {
        return new UnsupportedWatchException(
                root.toString(), operation, 0, symbol, why + ": polled. Naming a backend overrides that.");
    }
}
