package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.Errno;
import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel.Call;
import io.github.fswire.source.FileWatches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written through a descriptor whose name is not the file's name in the tree. On a simulated kernel. */
class FileWatchesTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());

    @BeforeEach
    void start() throws Exception {
        disk.tickNanos = 4 * Stage.MS;
        stage.kernel.useMultigrain();
        disk.create(root, "old", SimulatedDisk.FILE);
        disk.link(root, "old", root, "older");
        stage.start(options -> options);
        disk.now += 1000 * Stage.MS;
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void reports(String... expected) {
        stage.lines.clear();
        stage.pass(100);
        assertThat(stage.lines).containsExactlyInAnyOrder(expected);
    }

    private int watches() {
        assertThat(stage.statistics().watches()).as("directories").isEqualTo(1);
        return stage.kernel.watches();
    }

    @Test
    void aFileWithoutANameThatGetsOneIsReportedWhenItIsWrittenThen() {
        Inode open = disk.openNameless(root, "");
        disk.writeNameless(open);
        disk.linkNameless(open, root, "f");
        reports("CREATED f");
        disk.writeNameless(open);
        reports("MODIFIED f");
        disk.rename(root, "f", root, "g");
        reports("MOVED g");
        disk.writeNameless(open);
        reports("MODIFIED g");
    }

    /** The events of a name are merged: what was written may have been the file that had it before. */
    @Test
    void aFileThatGetsTheNameOfAnotherOneThatWasWrittenIsReported() {
        disk.create(root, "f", SimulatedDisk.FILE);
        disk.write(root, "f", true);
        disk.remove(root, "f");
        Inode open = disk.openNameless(root, "");
        disk.linkNameless(open, root, "f");
        reports("CREATED f");
        disk.writeNameless(open);
        reports("MODIFIED f");
    }

    @Test
    void aFileThatWasOpenedUnderANameThatIsGoneIsReportedUnderItsOtherNames() {
        Inode open = disk.openNameless(root, "old");
        reports("DELETED old", "MODIFIED older");
        disk.writeNameless(open);
        reports("MODIFIED older");
    }

    @Test
    void aFileWithANewAndARemovedNameIsReportedUnderTheNewOne() {
        disk.create(root, "a", SimulatedDisk.FILE);
        disk.link(root, "a", root, "b");
        reports("CREATED a", "CREATED b");
        Inode open = disk.openNameless(root, "a");
        reports("DELETED a", "MODIFIED b");
        disk.writeNameless(open);
        reports("MODIFIED b");
    }

    /** A write costs an inspection, and of many files only the newest are watched. */
    @Test
    void aFileThatIsWrittenByItsNameHasNoWatchOfItsOwn() {
        for (int i = 0; i < 2 * FileWatches.MOST; i++) {
            disk.create(root, "f" + i, SimulatedDisk.FILE);
            disk.write(root, "f" + i, true);
        }
        stage.pass(100);
        assertThat(watches()).isEqualTo(1);
    }

    @Test
    void ofManyFilesOnlySomeAreWatched() {
        for (int i = 0; i < 2 * FileWatches.MOST; i++) {
            disk.linkNameless(disk.openNameless(root, ""), root, "f" + i);
            stage.pass(i % 8 == 0 ? 100 : 0);
        }
        stage.pass(100);
        assertThat(watches()).isEqualTo(1 + FileWatches.MOST);
    }

    /** Before the watch is added, or before the file is inspected once more. */
    @ParameterizedTest
    @EnumSource(names = {"ADD_WATCH", "STATX"})
    void aFileThatMovesWhileItGetsItsWatchHasItAtItsNewName(Call moment) {
        Inode open = disk.openNameless(root, "");
        disk.linkNameless(open, root, "f");
        Set<Call> made = EnumSet.noneOf(Call.class);
        stage.meanwhile = (call, argument) -> {
            if (argument.endsWith("f") && (call == Call.ADD_WATCH || made.contains(Call.ADD_WATCH))) {
                made.add(call);
                if (call == moment) {
                    disk.rename(root, "f", root, "g");
                }
            }
        };
        stage.pass(100);
        assertThat(made).contains(moment);
        assertThat(watches()).isEqualTo(2);
        disk.writeNameless(open);
        reports("MODIFIED g");
    }

    /** What was written under its name was the file that it has replaced. */
    @Test
    void aFileThatIsFoundBeforeItsArrivalIsReportedHasAWatch() {
        disk.create(root, "f", SimulatedDisk.FILE);
        disk.write(root, "f", true);
        Inode open = disk.openNameless(root, "");
        disk.linkNameless(open, root, "g");
        stage.meanwhile = (call, argument) -> {
            if (call == Call.STATX && argument.equals("f")) {
                disk.rename(root, "g", root, "f");
            }
        };
        stage.pass(100);
        disk.writeNameless(open);
        reports("MODIFIED f");
    }

    /** A file without a name gets that of a file whose writes are known, before its removal is. */
    private Inode replaceWhatWasWritten() {
        disk.create(root, "f", SimulatedDisk.FILE);
        stage.pass(100);
        disk.write(root, "f", true);
        stage.read();
        Inode open = disk.openNameless(root, "");
        stage.meanwhile = (call, argument) -> {
            if (call == Call.STATX && argument.equals("f") && open.links() == 0) {
                disk.remove(root, "f");
                disk.linkNameless(open, root, "f");
            }
        };
        disk.now += 100 * Stage.MS;
        while (open.links() == 0) {
            stage.inspect();
        }
        return open;
    }

    @Test
    void aFileThatReplacesAWrittenOneHasAWatchIfTheRecordsOfThatAreLost() {
        Inode open = replaceWhatWasWritten();
        disk.queueLimit = 0;
        disk.chmod(root, "f", SimulatedDisk.OPEN);
        disk.queueLimit = Integer.MAX_VALUE;
        stage.pass(100);
        assertThat(stage.statistics().overflows()).isEqualTo(1);
        disk.writeNameless(open);
        reports("MODIFIED f");
    }

    @Test
    void aFileThatReplacesAWrittenOneHasAWatchIfTheRecordsOfThatAreTooMany() {
        Inode open = replaceWhatWasWritten();
        for (int i = 0; i < 2_000; i++) {
            disk.create(root, "d" + i, SimulatedDisk.DIRECTORY);
        }
        stage.pass(100);
        disk.writeNameless(open);
        reports("MODIFIED f");
    }

    @Test
    void aFileThatReplacesAWrittenOneAndMovesOnHasAWatch() {
        Inode open = replaceWhatWasWritten();
        disk.rename(root, "f", root, "g");
        stage.pass(100);
        disk.writeNameless(open);
        reports("MODIFIED g");
    }

    @Test
    void aFileThatIsHeldBackWhenItsNameIsGivenBackHasAWatch() throws Exception {
        try (Stage settling = new Stage()) {
            Inode top = Objects.requireNonNull(settling.disk.root());
            settling.disk.create(top, "old", SimulatedDisk.FILE);
            settling.disk.link(top, "old", top, "older");
            settling.start(options -> options.settle(Duration.ofMillis(200)));
            settling.disk.now += 1000 * Stage.MS;
            Inode open = settling.disk.openNameless(top, "old");
            settling.disk.writeNameless(open);
            settling.disk.link(top, "older", top, "old");
            settling.pass(1000);
            settling.lines.clear();
            settling.disk.writeNameless(open);
            settling.pass(1000);
            assertThat(settling.lines).containsExactlyInAnyOrder("MODIFIED old", "MODIFIED older");
        }
    }

    @Test
    void theWatchOfAFileIsBackWhenALostQueueIs() {
        Inode open = disk.openNameless(root, "");
        disk.linkNameless(open, root, "f");
        stage.pass(100);
        assertThat(watches()).isEqualTo(2);
        stage.failures.putAll(Map.of(Call.READ, Errno.EIO, Call.INIT, Errno.EMFILE));
        disk.create(root, "g", SimulatedDisk.DIRECTORY);
        stage.pass(10_000);
        assertThat(stage.kernel.watches()).isZero();
        stage.failures.clear();
        stage.pass(100_000);
        assertThat(stage.kernel.watches()).isEqualTo(3);
        disk.writeNameless(open);
        reports("MODIFIED f");
    }

    @Test
    void whereThereIsNoRoomForTheWatchOfAFileNoneIsTriedAtEachOfItsChanges() {
        stage.kernel.watchLimit = 1;
        disk.linkNameless(disk.openNameless(root, ""), root, "f");
        reports("CREATED f");
        List<Call> made = new ArrayList<>();
        stage.meanwhile = (call, argument) -> made.add(call);
        disk.write(root, "f", true);
        reports("MODIFIED f");
        assertThat(made).isNotEmpty().doesNotContain(Call.ADD_WATCH);
    }

    @Test
    void aFileThatLeavesTheTreeLosesItsWatch() {
        disk.linkNameless(disk.openNameless(root, ""), root, "f");
        stage.pass(100);
        assertThat(watches()).isEqualTo(2);
        disk.rename(root, "f", disk.outside, "f");
        reports("DELETED f");
        assertThat(watches()).isEqualTo(1);
    }

    @Test
    void aFileThatWasRemovedIsNotInspectedWhenItIsWritten() {
        Inode open = disk.openNameless(root, "");
        disk.linkNameless(open, root, "f");
        stage.pass(100);
        disk.remove(root, "f");
        reports("DELETED f");
        long cycles = stage.statistics().cycles();
        disk.writeNameless(open);
        stage.pass(100);
        assertThat(watches()).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            disk.writeNameless(open);
            stage.pass(100);
        }
        assertThat(stage.statistics().cycles() - cycles).isLessThanOrEqualTo(1);
    }

    /** Each write is reported twice meanwhile, and the kernel merges neither report with the next of its kind. */
    @Test
    void aFileThatIsWrittenByItsNameAgainAndAgainLosesItsWatch() {
        disk.create(root, "f", SimulatedDisk.FILE);
        stage.pass(100);
        assertThat(watches()).isEqualTo(2);
        disk.write(root, "f", true);
        reports("MODIFIED f");
        assertThat(watches()).as("once").isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            disk.write(root, "f", true);
            reports("MODIFIED f");
        }
        assertThat(watches()).isEqualTo(1);
    }

    @Test
    void aNameThatIsRemovedAndGivenBackIsNotTheOneByWhichItIsOpen() {
        Inode open = disk.openNameless(root, "old");
        disk.link(root, "older", root, "old");
        reports("MODIFIED old", "MODIFIED older");
        disk.writeNameless(open);
        reports("MODIFIED old", "MODIFIED older");
    }

    @Test
    void aDirectoryGetsTheRoomOfFiles() {
        stage.kernel.watchLimit = 2;
        disk.linkNameless(disk.openNameless(root, ""), root, "f");
        stage.pass(100);
        assertThat(watches()).isEqualTo(2);
        disk.create(root, "d", SimulatedDisk.DIRECTORY);
        stage.pass(100);
        assertThat(stage.statistics().watches()).isEqualTo(2);
        assertThat(stage.kernel.watches()).isEqualTo(2);
        assertThat(stage.statistics().degraded()).isZero();
        assertThat(stage.notices).isEmpty();
    }
}
