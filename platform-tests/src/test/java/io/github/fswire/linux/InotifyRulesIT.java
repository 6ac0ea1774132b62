package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.HeldReader;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules of inotify that decide whether a consumer stays correct, on the real kernel. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class InotifyRulesIT {
    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    @Test
    void anOverflowIsReportedOnceInItsPlaceAndRecordsFollowIt() throws Exception {
        HeldReader reader = new HeldReader();
        try (Workspace memory = Workspace.fast();
                Recorder recorder = new Recorder()) {
            recorder.session.watch(memory.root(), "d");
            recorder.onEvent = event -> reader.pass();
            reader.arm();
            Files.createDirectory(memory.root().resolve("first"));
            reader.awaitHeld();
            HeldReader.fill(memory.root());
            Files.createDirectory(memory.root().resolve("lost"));
            reader.release();
            List<String> reported = recorder.reported();
            assertThat(reported.subList(0, 3)).containsExactly("d CREATE|ISDIR first", "d CREATE a", "d CREATE b");
            assertThat(reported).hasSize(1 + HeldReader.queueLength() + 1).endsWith("overflow true");
            assertThat(recorder.overflows).hasValue(1);
            Files.createDirectory(memory.root().resolve("later"));
            assertThat(recorder.reported()).containsExactly("d CREATE|ISDIR later");
        }
    }

    @Test
    void onlyTheKernelMergesAndOnlyWhatIsIdenticalAndUnread() throws Exception {
        try (Recorder recorder = new Recorder()) {
            recorder.session.watch(root, "d");
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            recorder.onEvent = event -> {
                held.countDown();
                await(release);
            };
            Files.createDirectory(root.resolve("hold"));
            held.await();
            Shell.run(
                    root,
                    "exec 8>a 9>b; for i in 1 2 3; do echo x >&8; done; for i in 1 2 3; do echo x >&8; echo x >&9; done");
            release.countDown();
            List<String> reported = recorder.reported();
            assertThat(reported.stream().filter(line -> line.equals("d MODIFY a")))
                    .hasSize(3);
            assertThat(reported.stream().filter(line -> line.equals("d MODIFY b")))
                    .hasSize(3);
        }
    }

    @Test
    void aMovedDirectoryRegisteredAnewHasTwoWatchesUntilTheOldOneIsClosed() throws Exception {
        Path old = Files.createDirectory(root.resolve("old"));
        try (Recorder recorder = new Recorder()) {
            RawWatch first = recorder.session.watch(old, "old");
            Path moved = Files.move(old, root.resolve("new"));
            RawWatch second = recorder.session.watch(moved, "new");
            recorder.reported();
            Files.createDirectory(moved.resolve("x"));
            assertThat(recorder.reported()).containsExactlyInAnyOrder("old CREATE|ISDIR x", "new CREATE|ISDIR x");
            first.close();
            Files.createDirectory(moved.resolve("y"));
            assertThat(recorder.reported()).containsExactly("new CREATE|ISDIR y");
            assertThat(first.isActive()).isFalse();
            assertThat(second.isActive()).isTrue();
            second.close();
            Files.createDirectory(moved.resolve("z"));
            assertThat(recorder.reported()).isEmpty();
            assertThat(recorder.session.watchCount()).isZero();
        }
    }

    @Test
    void twoPathsToOneInodeShareTheKernelsWatch() throws Exception {
        Path a = Files.createDirectory(root.resolve("a"));
        Path b = Files.createDirectory(root.resolve("b"));
        assumeTrue(Shell.can(root, "mount --bind a b"), "only root may mount");
        try (Recorder recorder = new Recorder()) {
            RawWatch ofA = recorder.session.watch(a, "a");
            recorder.session.watch(b, "b");
            Files.createDirectory(a.resolve("x"));
            assertThat(recorder.reported()).containsExactlyInAnyOrder("a CREATE|ISDIR x", "b CREATE|ISDIR x");
            ofA.close();
            Files.createDirectory(b.resolve("y"));
            assertThat(recorder.reported()).containsExactly("b CREATE|ISDIR y");
        } finally {
            Shell.run(root, "umount b");
        }
    }

    @Test
    void anUnmountIsReportedAndEndsTheWatches() throws Exception {
        Path mount = Files.createDirectory(root.resolve("m"));
        assumeTrue(Shell.can(root, "mount -t tmpfs none m"), "only root may mount");
        try (Recorder recorder = new Recorder()) {
            recorder.session.watch(mount, "m");
            Shell.run(root, "umount m");
            assertThat(recorder.reported()).containsExactly("m UNMOUNT|ISDIR", "m IGNORED");
            assertThat(recorder.session.watchCount()).isZero();
        }
    }

    @Test
    void recordsOfAClosedWatchAreDropped() throws Exception {
        try (Recorder recorder = new Recorder()) {
            RawWatch watch = recorder.session.watch(root, "d");
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            recorder.onEvent = event -> {
                held.countDown();
                await(release);
            };
            Files.createDirectory(root.resolve("a"));
            held.await();
            for (int i = 0; i < 2_000; i++) {
                Files.createDirectory(root.resolve("b" + i));
            }
            watch.close();
            watch.close();
            release.countDown();
            assertThat(recorder.reported()).hasSizeLessThan(2_001);
            assertThat(recorder.failures).isEmpty();
        }
    }

    @Test
    void pairsOfRenamesSurviveBeingSplitOverReads() throws Exception {
        Files.createFile(root.resolve("a-name-of-some-length-so-that-few-records-fit-into-one-read-0"));
        try (Recorder recorder = new Recorder(RawOptions.DEFAULT.withBufferBytes(4096))) {
            recorder.session.watch(root, "d");
            for (int i = 0; i < 1_000; i++) {
                Path from = root.resolve("a-name-of-some-length-so-that-few-records-fit-into-one-read-" + i);
                Files.move(
                        from, root.resolve("a-name-of-some-length-so-that-few-records-fit-into-one-read-" + (i + 1)));
            }
            assertThat(recorder.reported()).hasSize(2_000);
            List<Integer> cookies = new ArrayList<>(recorder.cookies());
            for (int i = 0; i < cookies.size(); i += 2) {
                assertThat(cookies.get(i)).isEqualTo(cookies.get(i + 1));
            }
        }
    }

    @Test
    void aRecordIsValidDuringItsCallOnly() throws Exception {
        try (Recorder recorder = new Recorder()) {
            AtomicReference<RawEvent> kept = new AtomicReference<>();
            recorder.session.watch(root, "d");
            recorder.onEvent = kept::set;
            Files.createDirectory(root.resolve("a"));
            recorder.reported();
            assertThatThrownBy(() -> Objects.requireNonNull(kept.get()).nativeMask())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("valid only until the handler returns");
        }
    }

    @Test
    void aHandlerThatThrowsGetsItsFailureAndTheNextRecord() throws Exception {
        try (Recorder recorder = new Recorder()) {
            recorder.session.watch(root, "d");
            recorder.onEvent = event -> {
                throw new IllegalArgumentException("mine");
            };
            Files.createDirectory(root.resolve("a"));
            Files.createDirectory(root.resolve("b"));
            assertThat(recorder.reported()).containsExactly("d CREATE|ISDIR a", "d CREATE|ISDIR b");
            assertThat(recorder.failures).hasSize(2).allMatch(e -> "mine".equals(e.getMessage()));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
