package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event is read after the inspection that has seen its effect. On a simulated kernel with the time stamps of Linux 6.13. */
class LateRecordTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());

    @BeforeEach
    void start() throws Exception {
        disk.tickNanos = 4 * Stage.MS;
        stage.kernel.useMultigrain();
        disk.create(root, "f", SimulatedDisk.FILE);
        stage.start(options -> options);
        disk.now += 1000 * Stage.MS;
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** What was done so far is seen, but not reported yet; what is done from now on is reported at once. */
    private void inspectBeforeTheRecord(String... expected) {
        stage.pass(50);
        assertThat(stage.lines).containsExactly(expected);
        disk.reportLate();
        disk.isLate = false;
        stage.pass(1000);
    }

    @Test
    void aNewEntryIsNotModifiedByTheRecordOfItsCreation() {
        disk.remove(root, "f");
        disk.isLate = true;
        disk.create(root, "f", SimulatedDisk.LINK);
        inspectBeforeTheRecord("DELETED f", "CREATED f");
        assertThat(stage.lines).containsExactly("DELETED f", "CREATED f");
        assertThat(stage.statistics().unverified()).isZero();
    }

    @Test
    void aWriteThatWasSeenIsNotReportedAgain() {
        disk.write(root, "f", true);
        disk.isLate = true;
        disk.write(root, "f", true);
        disk.chmod(root, "f", 0700);
        inspectBeforeTheRecord("MODIFIED f");
        assertThat(stage.lines).containsExactly("MODIFIED f");
    }

    @Test
    void aWriteThatWasNotSeenIsReported() {
        disk.write(root, "f", false);
        stage.pass(50);
        disk.write(root, "f", false);
        stage.pass(50);
        assertThat(stage.lines).containsExactly("MODIFIED f", "MODIFIED f");
        assertThat(stage.statistics().unverified()).isZero();
    }

    /** It may be another one, with the inode and the time stamps of the first. */
    @Test
    void whatWasRemovedAndCreatedAgainCountsAsModifiedAndIsCounted() {
        disk.chmod(root, "f", 0700);
        disk.isLate = true;
        disk.remove(root, "f");
        disk.create(root, "f", SimulatedDisk.FILE);
        inspectBeforeTheRecord("MODIFIED f");
        assertThat(stage.lines).containsExactly("MODIFIED f", "MODIFIED f");
        assertThat(stage.statistics().unverified()).isEqualTo(1);
    }
}
