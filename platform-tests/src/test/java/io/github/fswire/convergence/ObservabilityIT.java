package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a watcher reports of itself. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class ObservabilityIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void statisticsCountWhatWasDone() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            WatchOptions options = WatchOptions.builder()
                    .root(workspace.root())
                    .quietPeriod(MINUTE)
                    .maxDelay(MINUTE)
                    .build();
            try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
                Shell.run(workspace.root(), "for i in 1 2 3 4 5 6 7 8 9; do echo $i >> f; done; touch g h i");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                WatchStatistics statistics = watcher.statistics();
                assertThat(statistics.changes()).isBetween(4L, Lane.COARSE_TIMES ? 8L : 4L);
                if (statistics.overflows() == 0) { // else one record makes everything pending
                    if (!Lane.MAC) { // which has merged them before
                        assertThat(statistics.coalesced()).isPositive();
                    }
                    assertThat(statistics.rawEvents()).isGreaterThanOrEqualTo(4 + statistics.coalesced());
                }
                if (Lane.MACOS) { // which may report the directory in their stead
                    assertThat(statistics.pendingHighWater()).isBetween(1, 5);
                } else {
                    assertThat(statistics.pendingHighWater()).isEqualTo(5); // four entries in one directory
                }
                assertThat(statistics.indexBytes()).isPositive();
                assertThat(statistics.missRate()).isZero();

                MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                ObjectName name = new ObjectName("io.github.fswire:type=FileWatcher,name=test");
                server.registerMBean(watcher.mxBean(), name);
                try {
                    TabularData numbers = (TabularData) server.getAttribute(name, "Statistics");
                    long changes = (Long) numbers.get(new Object[] {"changes"}).get("value");
                    assertThat(changes)
                            .isBetween(
                                    statistics.changes(), watcher.statistics().changes());
                    assertThat(server.getAttribute(name, "Backend")).isEqualTo(statistics.backend());
                } finally {
                    server.unregisterMBean(name);
                }
            }
        }
    }

    @Test
    void batchesAreInAFlightRecording() throws Exception {
        try (Workspace workspace = Workspace.onDisk();
                Recording recording = new Recording()) {
            recording.enable("fswire.Batch");
            recording.start();
            try (FileWatcher watcher = FileWatcher.start(
                    WatchOptions.builder().root(workspace.root()).build(), batch -> {})) {
                Files.writeString(workspace.root().resolve("f"), "");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            recording.stop();
            Path file = workspace.outside().resolve("recording.jfr");
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("fswire.Batch"))
                    .toList();
            assertThat(Lane.COARSE_TIMES ? events.subList(0, 1) : events)
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getInt("changes")).isEqualTo(1);
                        assertThat(event.getDuration("delivery")).isPositive();
                    });
        }
    }
}
