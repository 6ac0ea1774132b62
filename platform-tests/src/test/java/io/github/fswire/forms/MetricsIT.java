package io.github.fswire.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.ShortQueue;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.ListenerStatistics;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The meters of the guide for metrics: each of them moves. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class MetricsIT {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    static void bind(MeterRegistry registry, FileWatcher watcher) {
        count(registry, watcher, "fswire.changes", WatchStatistics::changes);
        count(registry, watcher, "fswire.batches", WatchStatistics::batches);
        count(registry, watcher, "fswire.raw.events", WatchStatistics::rawEvents);
        count(registry, watcher, "fswire.overflows", WatchStatistics::overflows);
        count(registry, watcher, "fswire.missed", WatchStatistics::missed);
        registry.gauge("fswire.degraded", watcher, it -> it.statistics().degraded());
        registry.gauge("fswire.pending.highest", watcher, it -> it.statistics().pendingHighWater());
    }

    static void bind(MeterRegistry registry, FileWatcher watcher, String listener) {
        Tags tag = Tags.of("listener", listener);
        registry.gauge("fswire.listener.waiting", tag, watcher, it -> find(it, listener)
                .waiting());
        registry.gauge("fswire.listener.busy.ms", tag, watcher, it -> find(it, listener)
                .busy()
                .toMillis());
    }

    static ListenerStatistics find(FileWatcher watcher, String name) {
        return watcher.statistics().listeners().stream()
                .filter(it -> it.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    static void count(
            MeterRegistry registry, FileWatcher watcher, String name, ToDoubleFunction<WatchStatistics> value) {
        FunctionCounter.builder(name, watcher, it -> value.applyAsDouble(it.statistics()))
                .register(registry);
    }

    private double counted(String meter) {
        return registry.get(meter).functionCounter().count();
    }

    private double gauged(String meter, String... tags) {
        return registry.get(meter).tags(tags).gauge().value();
    }

    @Test
    void ratesAndOverflows() throws Exception {
        ShortQueue queue = new ShortQueue(0, 1);
        WatchOptions options =
                WrappedBackend.use(queue, WatchOptions.builder().root(root)).build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            bind(registry, watcher);
            for (int i = 0; i < 10; i++) {
                Files.createFile(root.resolve("file" + i));
            }
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(counted("fswire.changes")).isGreaterThanOrEqualTo(10);
            assertThat(counted("fswire.batches")).isPositive();
            assertThat(counted("fswire.raw.events")).isPositive();
            assertThat(counted("fswire.overflows")).isPositive();
            assertThat(gauged("fswire.pending.highest")).isPositive();
        }
    }

    @Test
    void missesAndDegradedPlaces() throws Exception {
        Path missing = workspace.outside().resolve("missing");
        Path file = Files.createFile(root.resolve("file"));
        Path link = Files.createLink(workspace.outside().resolve("link"), file);
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .root(missing)
                .waitForRoots(true)
                .pollInterval(Duration.ofMillis(10))
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            bind(registry, watcher);
            assertThat(gauged("fswire.degraded")).isEqualTo(1);
            Files.createDirectory(missing);
            Eventually.await().until(() -> gauged("fswire.degraded") == 0);
            Files.writeString(link, "more"); // the kernel reports that in another directory
            assertThat(watcher.reconcile(Eventually.LIMIT)).isTrue();
            assertThat(counted("fswire.missed")).isEqualTo(1);
        }
    }

    private static ListenerOptions named(String name) {
        return ListenerOptions.EVERYTHING.named(name);
    }

    @Test
    void eachListener() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        WatchOptions options =
                WatchOptions.builder().root(root).listener(named("main")).build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            watcher.subscribe(named("slow"), batch -> go.await());
            bind(registry, watcher, "main");
            bind(registry, watcher, "slow");
            try {
                Files.createFile(root.resolve("first"));
                Eventually.await().until(() -> gauged("fswire.listener.busy.ms", "listener", "slow") > 0);
                Files.createFile(root.resolve("second"));
                Eventually.await().until(() -> gauged("fswire.listener.waiting", "listener", "slow") > 0);
                Eventually.await().until(() -> gauged("fswire.listener.waiting", "listener", "main") == 0);
            } finally {
                go.countDown(); // or closing would wait for the listener
            }
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(gauged("fswire.listener.waiting", "listener", "slow")).isZero();
            assertThat(gauged("fswire.listener.busy.ms", "listener", "slow")).isZero();
        }
    }
}
