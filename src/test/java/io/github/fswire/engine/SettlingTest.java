package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When is a file complete? On a simulated kernel, with a clock that only the test moves. */
class SettlingTest {
    private static final long DAY = 24 * 3_600_000L * Stage.MS;

    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());

    @AfterEach
    void close() {
        stage.close();
    }

    private void start(long settleMillis) throws IOException {
        stage.start(options -> options.settle(Duration.ofMillis(settleMillis)));
    }

    private void file(Inode dir, String name) {
        disk.create(dir, name, SimulatedDisk.FILE);
        disk.write(dir, name, true);
    }

    @Test
    void aTimeAheadOfTheClockCountsByHowLongItHasStayed() throws Exception {
        start(300);
        file(disk.outside, "f");
        disk.setModified(disk.outside, "f", disk.now + 30 * DAY);
        disk.rename(disk.outside, "f", root, "f");
        stage.pass(250);
        assertThat(stage.lines).isEmpty();
        stage.pass(250);
        assertThat(stage.lines).containsExactly("CREATED f");
    }

    @Test
    void nobodyPollsAFileThatWasDelivered() throws Exception {
        start(300);
        file(disk.outside, "f");
        disk.setModified(disk.outside, "f", disk.now + 30 * DAY);
        disk.rename(disk.outside, "f", root, "f");
        stage.pass(1000);
        long cycles = stage.statistics().cycles();
        stage.pass(60_000);
        assertThat(stage.statistics().cycles()).isEqualTo(cycles);
    }

    @Test
    void aServerWhoseClockIsBehindDoesNotMakeAFileLookOld() throws Exception {
        stage.verdict = WatchRegistry.Verdict.POLLED_ON_REQUEST;
        stage.start(options -> options.settle(Duration.ofMillis(300)).pollInterval(Duration.ofMillis(20)));
        for (int i = 0; i < 10; i++) {
            file(root, "f");
            disk.setModified(root, "f", disk.now - DAY);
            stage.pass(200);
        }
        assertThat(stage.lines).isEmpty();
        stage.pass(600);
        assertThat(stage.lines).containsExactly("CREATED f");
    }

    @Test
    void anOldFileThatIsMovedInIsCompleteAtOnce() throws Exception {
        file(disk.outside, "f");
        disk.now += 10_000 * Stage.MS;
        start(1000);
        disk.rename(disk.outside, "f", root, "f");
        stage.pass(50);
        assertThat(stage.lines).containsExactly("CREATED f");
    }

    @Test
    void aFileThatWasWrittenForLongIsReportedOnceWhenItIsClosed() throws Exception {
        start(1000);
        for (int i = 0; i < 8; i++) {
            file(root, "f");
            stage.pass(100);
        }
        disk.closeWritten(root, "f");
        stage.pass(5000);
        assertThat(stage.lines).containsExactly("CREATED f");
    }

    @Test
    void theCloseOfATemporaryFileComesAlongWithItsRename() throws Exception {
        start(500);
        for (int i = 1; i <= 10; i++) {
            save();
            stage.pass(100);
            assertThat(stage.lines).hasSize(i);
        }
        assertThat(stage.lines).startsWith("CREATED x", "MODIFIED x").doesNotContain("CREATED x.tmp");
        stage.pass(5000);
        assertThat(stage.lines).hasSize(10);
    }

    private void save() {
        file(root, "x.tmp");
        disk.closeWritten(root, "x.tmp");
        disk.rename(root, "x.tmp", root, "x");
    }

    @Test
    void theCloseComesAlongAlsoIfItIsReportedBeforeTheRename() throws Exception {
        start(500);
        file(root, "x.tmp");
        stage.pass(50);
        disk.isLate = true;
        disk.closeWritten(root, "x.tmp");
        disk.isLate = false;
        disk.rename(root, "x.tmp", root, "y");
        disk.rename(root, "y", root, "x");
        stage.pass(50);
        assertThat(stage.lines).containsExactly("CREATED x");
    }

    @Test
    void whatIsWrittenAfterTheCloseIsNotComplete() throws Exception {
        start(500);
        file(root, "x.tmp");
        disk.closeWritten(root, "x.tmp");
        disk.write(root, "x.tmp", true);
        disk.rename(root, "x.tmp", root, "x");
        stage.pass(50);
        assertThat(stage.lines).isEmpty();
        disk.closeWritten(root, "x");
        stage.pass(50);
        assertThat(stage.lines).containsExactly("CREATED x");
    }

    @Test
    void aFileThatNeverRestsIsReportedAfterTheBound() throws Exception {
        stage.start(options -> options.settle(Duration.ofMillis(500)).settleAtMost(Duration.ofMillis(2000)));
        for (int i = 0; i < 19; i++) {
            file(root, "f");
            stage.pass(100);
        }
        assertThat(stage.lines).isEmpty();
        for (int i = 0; i < 21; i++) {
            file(root, "f");
            stage.pass(100);
        }
        assertThat(stage.lines).containsExactly("CREATED f");
        for (int i = 0; i < 10; i++) {
            file(root, "f");
            stage.pass(100);
        }
        assertThat(stage.lines).containsExactly("CREATED f", "MODIFIED f");
        stage.pass(1000);
        assertThat(stage.lines).containsExactly("CREATED f", "MODIFIED f", "MODIFIED f");
    }

    @Test
    void savesThatReplaceAFileAgainAndAgainAreReportedAfterTheBound() throws Exception {
        stage.verdict = WatchRegistry.Verdict.POLLED_ON_REQUEST;
        stage.start(options -> options.settle(Duration.ofMillis(500)).pollInterval(Duration.ofMillis(20)));
        for (int i = 0; i < 60; i++) {
            save();
            stage.pass(100);
        }
        assertThat(stage.lines).containsExactly("CREATED x");
    }

    @Test
    void G1_whatIsWrittenThroughAHeldLinkIsNotLostWithIt() throws Exception {
        start(500);
        file(root, "f");
        stage.pass(2000);
        disk.link(root, "f", root, "link");
        disk.write(root, "link", true);
        stage.pass(100); // the link is inspected and held back
        disk.remove(root, "link");
        stage.pass(2000);
        assertThat(stage.lines).containsExactly("CREATED f", "MODIFIED f");
    }

    /** Two names were found at different times; one is delivered, and through the other one the file is written. */
    @ParameterizedTest
    @ValueSource(strings = {"removed", "replaced", "moved out", "directory removed", "directory moved out"})
    void G1_whatIsWrittenThroughANameThatIsNotDeliveredYetIsNotLostWithIt(String end) throws Exception {
        disk.create(root, "d", SimulatedDisk.DIRECTORY);
        Inode d = Objects.requireNonNull(root.children().get("d"));
        start(500);
        file(root, "f");
        stage.pass(450);
        disk.link(root, "f", d, "link");
        while (stage.lines.isEmpty()) {
            stage.pass(5);
        }
        assertThat(stage.lines).containsExactly("CREATED f");
        disk.write(d, "link", true);
        switch (end) {
            case "moved out" -> disk.rename(d, "link", disk.outside, "link");
            case "directory removed" -> disk.remove(root, "d");
            case "directory moved out" -> disk.rename(root, "d", disk.outside, "d");
            default -> disk.remove(d, "link");
        }
        if (end.equals("replaced")) {
            file(d, "link");
        }
        stage.pass(3000);
        assertThat(stage.lines).contains("MODIFIED f").doesNotContain("MODIFIED d/link");
    }

    @Test
    void aFileThatIsGoneIsNotInspectedAnyMore() throws Exception {
        start(500);
        file(root, "f");
        stage.pass(50);
        disk.remove(root, "f");
        stage.pass(2000);
        assertThat(stage.lines).isEmpty();
        long cycles = stage.statistics().cycles();
        stage.pass(60_000);
        assertThat(stage.statistics().cycles()).isEqualTo(cycles);
    }

    @Test
    void theDefaultBoundIsTenTimesThePeriod() throws Exception {
        start(500);
        for (int i = 0; i < 55; i++) {
            assertThat(stage.lines.isEmpty()).isEqualTo(i < 51);
            file(root, "f");
            stage.pass(100);
        }
        assertThat(stage.lines).containsExactly("CREATED f");
    }

    @Test
    void whatIsHeldBackIsNotMissed() throws Exception {
        file(root, "known");
        disk.now += 60_000 * Stage.MS;
        stage.start(options -> options.settle(Duration.ofMillis(10_000)).reconcileEvery(Duration.ofMillis(50)));
        file(root, "f");
        disk.write(root, "known", true);
        stage.pass(8000);
        assertThat(stage.lines).isEmpty();
        stage.pass(5000);
        assertThat(stage.lines).containsExactlyInAnyOrder("CREATED f", "MODIFIED known");
        assertThat(stage.statistics().missed()).isZero();
        assertThat(stage.statistics().cycles()).isLessThan(8);
    }

    private void startUntilClosed() throws IOException {
        stage.start(options -> options.settle(Duration.ofMillis(300)).settleUntil(WatchOptions.SettleUntil.CLOSED));
    }

    @Test
    void aWriterThatPausesIsNotInterrupted() throws Exception {
        startUntilClosed();
        disk.create(root, "f", SimulatedDisk.FILE);
        stage.pass(60_000);
        disk.write(root, "f", true);
        stage.pass(60_000);
        disk.write(root, "f", true);
        stage.pass(60_000);
        assertThat(stage.lines).isEmpty();
        disk.closeWritten(root, "f");
        stage.pass(100);
        assertThat(stage.lines).containsExactly("CREATED f");
        disk.write(root, "f", true);
        stage.pass(60_000);
        assertThat(stage.lines).containsExactly("CREATED f");
        disk.closeWritten(root, "f");
        stage.pass(100);
        assertThat(stage.lines).containsExactly("CREATED f", "MODIFIED f");
        assertThat(stage.errors).isEmpty();
    }

    @Test
    void thatAFileIsOpenComesAlongWithItsRename() throws Exception {
        startUntilClosed();
        file(root, "f");
        disk.rename(root, "f", root, "g");
        stage.pass(60_000);
        assertThat(stage.lines).isEmpty();
        disk.closeWritten(root, "g");
        stage.pass(100);
        assertThat(stage.lines).containsExactly("CREATED g");
    }

    @Test
    void whatNobodyWritesRests() throws Exception {
        file(disk.outside, "f");
        startUntilClosed();
        disk.rename(disk.outside, "f", root, "f");
        file(disk.outside, "g");
        disk.link(disk.outside, "g", root, "linked");
        stage.pass(2000);
        assertThat(stage.lines).containsExactlyInAnyOrder("CREATED f", "CREATED linked");
    }

    @Test
    void afterAnOverflowFilesRest() throws Exception {
        startUntilClosed();
        file(root, "f");
        stage.pass(2000);
        assertThat(stage.lines).isEmpty();
        disk.queueLimit = 1;
        disk.chmod(root, "f", 0700);
        disk.chmod(root, "f", 0755);
        disk.closeWritten(root, "f");
        stage.pass(2000);
        assertThat(stage.statistics().overflows()).isPositive();
        assertThat(stage.lines).containsExactly("CREATED f");
    }

    @Test
    void theBoundHoldsForOpenFilesIfItIsSet() throws Exception {
        stage.start(options -> options.settle(Duration.ofMillis(300))
                .settleUntil(WatchOptions.SettleUntil.CLOSED)
                .settleAtMost(Duration.ofMillis(5000)));
        file(root, "f");
        stage.pass(4000);
        assertThat(stage.lines).isEmpty();
        stage.pass(2000);
        assertThat(stage.lines).containsExactly("CREATED f");
    }

    @Test
    void whereClosesAreNotReportedFilesRestAndThatIsReported() throws Exception {
        stage.verdict = WatchRegistry.Verdict.POLLED_ON_REQUEST;
        startUntilClosed();
        file(root, "f");
        stage.pass(5000);
        assertThat(stage.lines).containsExactly("CREATED f");
        assertThat(stage.errors).singleElement().asString().contains("CLOSES_NOT_REPORTED");
    }

    @Test
    void optionsThatNeedAPeriod() {
        WatchOptions.Builder builder = WatchOptions.builder().root(Path.of(SimulatedMirror.ROOT));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder.settleUntil(WatchOptions.SettleUntil.CLOSED).build())
                .withMessageContaining("needs settle");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.settleUntil(WatchOptions.SettleUntil.RESTED)
                        .settleAtMost(Duration.ofMillis(5))
                        .build())
                .withMessageContaining("needs settle");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.settle(Duration.ofMillis(6)).build())
                .withMessageContaining("at least as long as settle");
        assertThat(builder.settle(Duration.ofSeconds(Long.MAX_VALUE))
                        .settleAtMost(Duration.ofSeconds(Long.MAX_VALUE))
                        .build()
                        .settle())
                .isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
    }
}
