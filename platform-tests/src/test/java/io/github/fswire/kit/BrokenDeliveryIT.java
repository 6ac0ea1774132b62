package io.github.fswire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.Change.Kind;
import io.github.fswire.watch.Change.Type;
import io.github.fswire.watch.ChangeBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A kit that cannot fail proves nothing: each guarantee is broken on purpose here, and the kit must say which. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class BrokenDeliveryIT {
    @AutoClose
    private Workspace workspace;

    private Disk disk;
    private MirrorListener listener;
    private SnapshotWatcher watcher;

    @BeforeEach
    void begin() throws IOException {
        workspace = Workspace.onDisk();
        disk = new Disk(workspace.root());
        disk.apply(Operation.parse("fill old/deep 3"));
        disk.apply(Operation.parse("mkdir empty"));
        watch(changes -> changes);
    }

    private void watch(UnaryOperator<List<Change>> fault) throws IOException {
        listener = new MirrorListener(workspace.root(), workspace.snapshot(), MirrorListener.Mood.GOOD);
        watcher = new SnapshotWatcher(workspace.root(), listener, fault);
    }

    private void disturb() throws Exception {
        disk.apply(Operation.parse("rmrf old"));
        disk.apply(Operation.parse("fill new/deep 3"));
        watcher.sync();
    }

    private void shouldFailBy(String message) {
        assertThatExceptionOfType(GuaranteeViolation.class)
                .isThrownBy(() -> listener.assertEquals(workspace.snapshot()))
                .withMessageContaining(message);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aRightDeliveryPasses(long seed) throws Exception {
        for (int storm = 0; storm < 5; storm++) {
            assertThat(new Storm(seed + storm, 1).rage(disk, 200)).isPositive();
            watcher.sync();
            listener.assertEquals(workspace.snapshot());
        }
    }

    static LongStream seeds() {
        return Seeds.take(5);
    }

    @Test
    void G1_droppingTheLastChangeShouldFail() throws Exception {
        watch(changes -> changes.subList(0, changes.size() - 1));
        disturb();
        shouldFailBy("G1: 1 of 7 entries differ:\n  new/deep/f2: missing in the mirror, on disk FILE 2 bytes");
    }

    @Test
    void G1_anOldSizeShouldFail() throws Exception {
        disk.apply(Operation.parse("append old/deep/f0 10"));
        shouldFailBy("  old/deep/f0: on disk FILE 10 bytes");
    }

    @Test
    void G1_anOldTimeShouldFail() throws Exception {
        disk.apply(Operation.parse("touch-back old/deep/f0 5"));
        shouldFailBy("  old/deep/f0: on disk FILE 0 bytes, modified 1000000005000000000, in the mirror FILE 0 bytes");
    }

    @Test
    void G1_aMovedFileKeepsItsOldSizeUntilThatIsDeliveredToo() throws Exception {
        disk.apply(Operation.parse("append old/deep/f0 10"));
        disk.apply(Operation.parse("mv old/deep/f0 moved"));
        watcher.deliver(List.of(watcher.moved("old/deep/f0", "moved", Type.FILE)));
        shouldFailBy("  moved: on disk FILE 10 bytes");
    }

    @Test
    void G1_aSecondDifferenceIsCountedAndTheListIsCut() throws Exception {
        disk.apply(Operation.parse("fill many 40"));
        shouldFailBy("G1: 41 of 48 entries differ:");
        assertThatThrownBy(() -> listener.assertEquals(workspace.snapshot()))
                .message()
                .hasLineCount(22);
    }

    @Test
    void G2_theWrongOrderShouldFail() throws Exception {
        watch(changes -> {
            List<Change> reversed = new ArrayList<>(changes);
            Collections.reverse(reversed);
            return reversed;
        });
        disturb();
        shouldFailBy(
                "G2: parent missing: CREATED " + workspace.root() + "/new/deep/f2 FILE EVENT\nbatch 1, change 1 of");
    }

    @Test
    void G2_whatCannotBeAppliedShouldFail() {
        shouldFailBy("created over an existing entry", watcher.change(Kind.CREATED, "old", Type.DIRECTORY));
        shouldFailBy("deleted with children", watcher.change(Kind.DELETED, "old", Type.DIRECTORY));
        shouldFailBy("deleted but unknown", watcher.change(Kind.DELETED, "none", Type.FILE));
        shouldFailBy("deleted as FILE but it is a DIRECTORY", watcher.change(Kind.DELETED, "empty", Type.FILE));
        shouldFailBy("modified but unknown", watcher.change(Kind.MODIFIED, "none/none", Type.FILE));
        shouldFailBy("modified as FILE but it is a DIRECTORY", watcher.change(Kind.MODIFIED, "old", Type.FILE));
        shouldFailBy("moved but unknown", watcher.moved("none", "some", Type.FILE));
        shouldFailBy("moved as FILE but it is a DIRECTORY", watcher.moved("old", "some", Type.FILE));
        shouldFailBy("moved into itself", watcher.moved("old", "old/deep/old", Type.DIRECTORY));
        shouldFailBy("parent missing", watcher.moved("old", "none/old", Type.DIRECTORY));
        shouldFailBy("moved over an existing DIRECTORY", watcher.moved("old/deep/f0", "empty", Type.FILE));
        shouldFailBy("moved over an existing FILE", watcher.moved("empty", "old/deep/f0", Type.DIRECTORY));
    }

    private void shouldFailBy(String message, Change change) {
        Mirror mirror;
        try {
            mirror = new Mirror(workspace.root(), workspace.snapshot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThatExceptionOfType(GuaranteeViolation.class)
                .isThrownBy(() -> mirror.apply(change))
                .withMessage("G2: " + message + ": " + change);
    }

    @Test
    void G2_aMoveOverAFileReplacesIt() throws Exception {
        disk.apply(Operation.parse("mv old/deep/f0 old/deep/f1"));
        watcher.deliver(List.of(watcher.moved("old/deep/f0", "old/deep/f1", Type.FILE)));
        listener.assertEquals(workspace.snapshot());
    }

    @Test
    void G2_twoCallbacksAtATimeShouldFail() throws Exception {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        listener = new MirrorListener(workspace.root(), workspace.snapshot(), batch -> {
            within.countDown();
            end.await();
        });
        Change change = watcher.change(Kind.MODIFIED, "empty", Type.DIRECTORY);
        Thread other = new Thread(() -> {
            try {
                listener.onBatch(ChangeBatch.of(1, List.of(change)));
            } catch (MirrorListener.Refusal | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        within.await();
        listener.onOverflow(1);
        end.countDown();
        other.join();
        shouldFailBy("G2: two callbacks at the same time");
    }

    @Test
    void G3_forgettingTheRestAfterAnOverflowShouldFail() throws Exception {
        watch(changes -> {
            listener.onOverflow(1);
            return changes.subList(0, 2);
        });
        disturb();
        shouldFailBy("G3: after 1 overflows 8 of 7 entries differ:");
    }

    @Test
    void G3_skippingABatchShouldFail() throws Exception {
        Change change = watcher.change(Kind.MODIFIED, "empty", Type.DIRECTORY);
        listener.onBatch(ChangeBatch.of(1, List.of(change)));
        listener.onBatch(ChangeBatch.of(3, List.of(change)));
        shouldFailBy("G3: batch 3 follows batch 1");
    }

    @Test
    void G3_anErrorShouldFail() {
        listener.onError(new IOException("the disk has gone"));
        assertThatThrownBy(() -> listener.assertUnbroken())
                .hasMessageContaining("an unexpected error was delivered")
                .hasMessageContaining("the disk has gone");
    }

    @Test
    void G6_deliveringAfterCloseShouldFail() throws Exception {
        listener.closed();
        disturb();
        shouldFailBy("G6: a callback after close() returned");
    }

    @Test
    void G6_leavingSomethingBehindShouldFail() throws Exception {
        Map<String, Long> before = NoLeaks.count();
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "fswire-engine-7");
        thread.start();
        Map<String, Long> after = NoLeaks.count();
        end.countDown();
        thread.join();
        assertThatExceptionOfType(GuaranteeViolation.class)
                .isThrownBy(() -> NoLeaks.assertSame(before, after))
                .withMessageStartingWith("G6: left behind: {thread fswire-engine-N=1}");
        NoLeaks.assertSame(before, NoLeaks.count());
    }

    @Test
    @EnabledOnOs(OS.LINUX) // only /proc shows what is open
    void G6_anOpenDirectoryShouldFail() throws Exception {
        Map<String, Long> before = NoLeaks.count();
        try (var open = Files.newDirectoryStream(workspace.root())) {
            assertThat(open).isNotNull();
            assertThatExceptionOfType(GuaranteeViolation.class)
                    .isThrownBy(() -> NoLeaks.assertSame(before, NoLeaks.count()))
                    .withMessageStartingWith("G6: left behind: {descriptor " + workspace.root());
        }
    }

    @Test
    void G8_aChangeOutsideTheRootShouldFail() throws Exception {
        NativeName outside = NativeName.of(workspace.outside().resolve("f"));
        Change change = Change.builder(Kind.CREATED, outside).build();
        watcher.deliver(List.of(change));
        shouldFailBy("G8: a change outside the root: " + outside);
    }

    @Test
    void G8_aNameThatOnlyBeginsLikeTheRootIsOutside() throws Exception {
        NativeName outside = NativeName.of(workspace.root() + "2");
        watcher.deliver(List.of(Change.builder(Kind.CREATED, outside).build()));
        shouldFailBy("G8: a change outside the root: " + outside);
    }
}
