package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.crawl.RacyEntries;
import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.pending.Pending;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries with a recent time are not inspected for ever. On a simulated kernel, with a clock that only the test moves. */
class RacyEntriesTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());

    /** A file system that stamps its files with the time of the inspection. */
    private final class AlwaysNow extends ForwardingScanner {
        AlwaysNow(Scanner scanner) {
            super(scanner);
        }

        @Override
        public int list(int directory, ListingSink sink) {
            return super.list(directory, new ForwardingSink(sink) {
                @Override
                public void entry(byte[] name, int length, EntryStat stat) {
                    stamp(stat);
                    super.entry(name, length, stat);
                }
            });
        }

        @Override
        public int inspect(int directory, byte[] name, int length, EntryStat stat) {
            int result = super.inspect(directory, name, length, stat);
            stamp(stat);
            return result;
        }

        private void stamp(EntryStat stat) {
            if (stat.type == EntryStat.FILE) {
                stat.modifiedNanos = disk.now;
                stat.changedNanos = disk.now;
            }
        }
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void whatIsAlwaysStampedNowIsNotInspectedForEver() throws Exception {
        stage.lens = AlwaysNow::new;
        stage.start(options -> options);
        disk.create(root, "f", SimulatedDisk.FILE);
        stage.pass(10_000);
        long cycles = stage.statistics().cycles();
        assertThat(cycles).isBetween(2L, 12L);
        stage.pass(60_000);
        assertThat(stage.statistics().cycles()).isEqualTo(cycles);
    }

    @Test
    void manyOfThemEndAsWell() throws Exception {
        for (int i = 0; i < 3000; i++) {
            disk.create(root, "f" + i, SimulatedDisk.FILE);
        }
        stage.lens = AlwaysNow::new;
        stage.start(options -> options);
        for (int i = 0; i < 3000; i += 1000) {
            disk.write(root, "f" + i, true);
            stage.pass(200);
        }
        stage.pass(10_000);
        long cycles = stage.statistics().cycles();
        stage.pass(60_000);
        assertThat(stage.statistics().cycles()).isEqualTo(cycles);
    }

    @Test
    void whatIsPolledIsLeftToThePolls() throws Exception {
        disk.create(root, "f", SimulatedDisk.FILE);
        stage.lens = AlwaysNow::new;
        stage.verdict = WatchRegistry.Verdict.POLLED_ON_REQUEST;
        stage.start(options -> options);
        stage.pass(5_500);
        assertThat(stage.statistics().cycles()).isEqualTo(stage.statistics().polls());
    }

    @Test
    void aTimeAheadOfTheClockDoesNotHideAChangeTime() {
        RacyEntries racy = new RacyEntries(stage, new Pending(() -> {}, stage::nanoTime, (first, last, left) -> last));
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.changedNanos = disk.now - Stage.MS;
        stat.modifiedNanos = Long.MAX_VALUE;
        assertThat(racy.isRacy(stat, 20 * Stage.MS)).isTrue();
        stat.changedNanos = Long.MIN_VALUE;
        assertThat(racy.isRacy(stat, 20 * Stage.MS)).isFalse();
    }
}
