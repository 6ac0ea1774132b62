package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel.Call;
import io.github.fswire.watch.Change.Aspect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has changed of a file, by its times and by what the kernel reported. On a simulated kernel. */
class AspectsTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());
    private final List<Set<Aspect>> delivered = new ArrayList<>();

    @BeforeEach
    void prepare() {
        stage.kernel.useMultigrain();
        stage.audience = batch -> batch.forEach(change -> delivered.add(change.aspects()));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aChangeOfAttributesIsOneOfMetadata() throws Exception {
        disk.create(root, "f", SimulatedDisk.FILE);
        stage.start(options -> options);
        disk.chmod(root, "f", 0700);
        stage.pass(100);
        assertThat(delivered).containsExactly(Set.of(Aspect.METADATA));
    }

    /** A file is away for a moment, in which a listener may read what is there instead, and the report of that is lost. */
    private void moveThereAndBack() {
        disk.isLate = true;
        disk.rename(root, "f", root, "g");
        disk.rename(root, "g", root, "f");
    }

    @Test
    void aChangeOfWhichOnlyTheCreationWasReportedMayBeOneOfContent() throws Exception {
        stage.meanwhile = (call, argument) -> {
            if (call == Call.GETDENTS) {
                disk.create(root, "f", SimulatedDisk.FILE); // is listed, and reported
            }
        };
        stage.start(options -> options);
        moveThereAndBack();
        stage.pass(100);
        assertThat(delivered).hasSize(1);
        assertThat(delivered.get(0)).contains(Aspect.CONTENT);
    }

    @Test
    void aChangeThatWasNotReportedMayBeOneOfContent() throws Exception {
        stage.start(options -> options);
        disk.linkNameless(
                disk.openNameless(root, ""), root, "f"); // so it gets a watch of its own and is inspected once more
        Set<Call> made = EnumSet.noneOf(Call.class);
        stage.meanwhile = (call, argument) -> {
            if (argument.equals("f") && made.contains(Call.ADD_WATCH) && !disk.isLate) {
                moveThereAndBack();
            }
            made.add(call);
        };
        stage.pass(100);
        assertThat(delivered).hasSize(2); // it is created and modified
        assertThat(delivered.get(1)).contains(Aspect.CONTENT);
    }
}
