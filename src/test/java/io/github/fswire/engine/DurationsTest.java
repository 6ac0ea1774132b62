package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.platform.Platform;
import io.github.fswire.polling.PollingBackend;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.OverflowThrottle;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.threads.Nanos;
import io.github.fswire.threads.Time;
import io.github.fswire.watch.ChangePublisher;
import io.github.fswire.watch.ChangeQueue;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every duration may be as long as a duration can be. */
class DurationsTest {
    static final List<Duration> LONG = List.of(
            Duration.ofDays(3650),
            Duration.ofDays(36500),
            Duration.ofNanos(Long.MAX_VALUE),
            Duration.ofDays(106_752), // just more than 2^63 ns
            ChronoUnit.FOREVER.getDuration(),
            Duration.ofSeconds(Long.MAX_VALUE));

    @TempDir
    private Path root;

    private static List<Method> taking(Class<?> type) {
        List<Method> methods = Arrays.stream(type.getMethods())
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Duration.class}))
                .toList();
        assertThat(methods).isNotEmpty();
        return methods;
    }

    /** The watcher comes to a rest, instead of beginning cycle after cycle. */
    @ParameterizedTest
    @FieldSource("LONG")
    void E6_everyOption(Duration duration) throws Exception {
        for (Method setter : taking(WatchOptions.Builder.class)) {
            for (WatchOptions.Debounce debounce : WatchOptions.Debounce.values()) {
                WatchOptions.Builder options = WatchOptions.builder()
                        .root(root)
                        .backend(PollingBackend.NAME)
                        .debounce(debounce)
                        .settle(Duration.ofMillis(1)) // settleAtMost is a bound of it
                        .maxDelay(duration);
                setter.invoke(options, duration);
                assertThat(steps(options.build())).as(setter.getName()).isLessThan(100);
            }
        }
    }

    private static final class Host implements WatchLoop.Host {
        @Override
        public void wakeUp() {}

        @Override
        public @Nullable ThreadFactory listenerThreads(int watcher) {
            return null; // one thread does everything
        }

        @Override
        public boolean pause(long nanos) {
            return true;
        }
    }

    private static int steps(WatchOptions options) throws Exception {
        WatchLoop loop = new WatchLoop(
                options,
                batch -> {},
                new PollingBackend(),
                path -> WatchRegistry.Verdict.POLLED_ON_REQUEST,
                Time.SYSTEM,
                new OverflowThrottle(),
                new Host());
        try (Scanner scanner = Platform.openScanner()) {
            WatchLoop.DiskAccess access = loop.open(scanner);
            loop.begin(access, () -> {});
            var unused = loop.fence(); // everything is inspected once
            int steps = 0;
            while (loop.step(access) <= 0 && steps < 1000) {
                steps++;
            }
            return steps;
        } finally {
            loop.end();
        }
    }

    @ParameterizedTest
    @FieldSource("LONG")
    void E6_everyWait(Duration duration) throws Exception {
        WatchOptions options = WatchOptions.builder().root(root).build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {});
                ChangeQueue queue = ChangeQueue.open(options);
                ChangePublisher publisher = ChangePublisher.open(options)) {
            List<FileWatcher> all = List.of(watcher, queue, publisher);
            List<String> called = new ArrayList<>();
            for (FileWatcher one : all) {
                for (Method method : taking(one.getClass())) {
                    if (method.getName().equals("closeAfterDelivery")) {
                        continue; // below
                    }
                    for (Duration negative : List.of(duration.negated(), Duration.ofSeconds(Long.MIN_VALUE))) {
                        assertThat(method.invoke(one, negative)).isIn(false, true, null);
                    }
                    if (!method.getName().equals("poll")) {
                        assertThat(method.invoke(one, duration)).isEqualTo(true);
                    }
                    called.add(method.getName());
                }
            }
            assertThat(called).containsOnly("sync", "reconcile", "poll");
            for (FileWatcher one : all) {
                assertThat(one.closeAfterDelivery(duration)).isTrue();
                assertThat(one.closeAfterDelivery(duration.negated())).isTrue();
            }
        }
    }

    @Test
    void theyAreCutOff() {
        assertThat(Nanos.of(Duration.ofNanos(17))).isEqualTo(17);
        assertThat(Nanos.of(Duration.ofNanos(-17))).isEqualTo(-17);
        assertThat(Nanos.of(Duration.ofDays(365))).isEqualTo(365L * 24 * 3600 * 1_000_000_000);
        assertThat(Nanos.of(Duration.ofDays(-365))).isEqualTo(-365L * 24 * 3600 * 1_000_000_000);
        for (Duration forever : LONG) {
            assertThat(Nanos.of(forever)).isEqualTo(Nanos.FOREVER);
            assertThat(Nanos.of(forever.negated())).isEqualTo(-Nanos.FOREVER);
        }
    }
}
