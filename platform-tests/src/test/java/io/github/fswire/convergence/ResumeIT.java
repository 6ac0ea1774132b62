package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a watcher delivers that goes on where another one with the same checkpoint has ended. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class ResumeIT extends CheckpointedRoot {
    @Test
    void G3_exactlyWhatHasChangedInBetweenIsDelivered() throws Exception {
        apply("mkdir a/b", "mkdir c", "write a/b/f 2", "write c/g 2", "write h 2");
        start().close();
        Deliveries.inAnyOrder(delivered);
        Deliveries.inAnyOrder(deliveredNext());
        apply("mv a/b c/b2", "append c/g 5", "rm h", "mkdir new", "write new/f 1");
        Deliveries.inAnyOrder(
                deliveredNext(),
                "MOVED a/b c/b2 RESUME",
                "MODIFIED c/g RESUME",
                "DELETED h RESUME",
                "CREATED new RESUME",
                "CREATED new/f RESUME");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** Listings of Windows do not contain the number of links, and Wine makes no symbolic ones. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void G3_aLinkThatHasChangedInBetweenIsDelivered() throws Exception {
        apply("mkdir c", "write h 2", "ln h c/link", "lns x c/l");
        start().close();
        Deliveries.inAnyOrder(deliveredNext());
        apply("rm h", "rm c/l", "lns y c/l");
        Deliveries.inAnyOrder(deliveredNext(), "DELETED h RESUME", "MODIFIED c/link RESUME", "MODIFIED c/l RESUME");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    @Test
    void whatWasDeliveredIsNotDeliveredAgainAndLaterChangesAre() throws Exception {
        try (FileWatcher watcher = start()) {
            apply("mkdir a/b", "write a/b/f 1");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        delivered.clear();
        try (FileWatcher watcher = start()) {
            apply("write a/b/g 1");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED a/b/g EVENT");
    }

    @Test
    void aRootThatIsGoneOrBackIsADifference() throws Exception {
        apply("write f 1");
        start().close();
        Files.move(root, workspace.outside().resolve("away"));
        Deliveries.inOrder(deliveredNext(), "DELETED f RESUME", "DELETED  RESUME");
        Files.move(workspace.outside().resolve("away"), root);
        Deliveries.inOrder(deliveredNext(), "CREATED  RESUME", "CREATED f RESUME");
    }

    /** A watcher of another root was killed while it delivered. */
    @Test
    void F3_nothingIsDeliveredOfRootsThatAreNotWatched() throws Exception {
        Path other = Files.createDirectory(workspace.outside().resolve("other"));
        FileWatcher[] self = new FileWatcher[1];
        WatchOptions both = WatchOptions.builder()
                .root(root)
                .root(other)
                .quietPeriod(Duration.ofHours(1)) // so that both changes come in one batch
                .maxDelay(Duration.ofHours(1))
                .checkpoint(checkpoint)
                .build();
        self[0] = FileWatcher.start(both, batch -> {
            self[0].close();
            throw new IllegalStateException("not now");
        });
        apply("write f 1");
        apply(other, "write g 1");
        assertThatIllegalStateException().isThrownBy(() -> self[0].sync(Eventually.LIMIT)); // closed
        Deliveries.inOrder(deliveredNext(), "DELETED f RESUME", "CREATED f INITIAL");
    }

    /** Of the same directory another watcher has seen everything. */
    @Test
    void F3_aSingleFileIsAnotherRootThanItsDirectory() throws Exception {
        apply("write f 1", "write g 1");
        start().close();
        try (FileWatcher watcher = start(WatchOptions.builder().root(root.resolve("f")))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED f INITIAL");
        assertThat(errors).singleElement().asString().contains("is about other roots");
    }

    static LongStream seeds() {
        return Seeds.take(10);
    }

    /** Storms while a watcher is running and while none is; each watcher's changes continue the same strict mirror. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_oneMirrorThroughManyRestarts(long seed) throws Exception {
        Storm storm = new Storm(seed, 1);
        Disk disk = new Disk(root);
        storm.rage(disk, 100);
        MirrorListener.Mood good = MirrorListener.Mood.GOOD;
        TreeSnapshot mirror = TreeSnapshot.of(root);
        start().close();
        Path journal = checkpoint.resolveSibling("state.journal");
        long emptyJournal = Files.size(journal);
        for (int i = 0; i < 8; i++) {
            MirrorListener listener = new MirrorListener(root, mirror, good);
            try (FileWatcher watcher = FileWatcher.start(
                    WatchOptions.builder().root(root).checkpoint(checkpoint).build(), listener)) {
                storm.rage(disk, 100);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                listener.assertEquals(TreeSnapshot.of(root));
                // Unlike close(), which gives up an inspection that takes long: then the journal counts for what is in
                // it.
                assertThat(watcher.closeAfterDelivery(Eventually.LIMIT)).isTrue();
            }
            assertThat(journal).hasSize(emptyJournal);
            mirror = listener.snapshot();
            storm.rage(disk, 100);
        }
    }
}
