package io.github.fswire.cli;

import static io.github.fswire.cli.Samples.batch;
import static io.github.fswire.cli.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WatchTest {
    private static final String NOW =
            ",\"size\":0,\"modified\":\"1970-01-01T00:00:00Z\",\"time\":\"1970-01-01T00:00:00Z\"}";
    private static final String STATS = "{\"event\":\"stats\",";

    private static final Path ROOT = Path.of("/r").toAbsolutePath(); // with a drive on Windows

    private final World world = new World();

    private List<String> lines() {
        return world.out.text().lines().toList();
    }

    private WatchOptions given(String... args) throws Exception {
        List<WatchOptions> given = new ArrayList<>();
        world.start = (options, listener) -> given.add(options);
        world.during(
                () -> {
                    world.started.join();
                },
                args);
        return given.get(0);
    }

    @Test
    void optionsReachTheWatcher() throws Exception {
        WatchOptions options = given(
                "watch",
                "--exclude",
                "*.o",
                "--exclude=target",
                "--gitignore",
                "--depth=3",
                "--quiet-period",
                "7",
                "--max-delay",
                "8",
                "--backend",
                "false",
                "--interval=9",
                "--reconcile=10",
                "--settle=11",
                "--settle-at-most=12",
                "--settle-until=closed",
                "--debounce=leading",
                "--initial",
                "--follow-links",
                "--wait",
                "/r",
                "/s/../t");
        assertThat(options.roots()).containsExactly(ROOT, ROOT.resolveSibling("t"));
        assertThat(options.exclusions()).containsExactly("*.o", "target");
        assertThat(options.ignoreFiles()).containsExactly(".gitignore");
        assertThat(options.depth()).isEqualTo(3);
        assertThat(options.quietPeriod()).isEqualTo(Duration.ofMillis(7));
        assertThat(options.maxDelay()).isEqualTo(Duration.ofMillis(8));
        assertThat(options.backend()).isEqualTo("false");
        assertThat(options.pollInterval()).isEqualTo(Duration.ofMillis(9));
        assertThat(options.reconcileEvery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.settle()).isEqualTo(Duration.ofMillis(11));
        assertThat(options.settleAtMost()).isEqualTo(Duration.ofMillis(12));
        assertThat(options.settleUntil()).isEqualTo(WatchOptions.SettleUntil.CLOSED);
        assertThat(options.debounce()).isEqualTo(WatchOptions.Debounce.LEADING);
        assertThat(options.initial()).isTrue();
        assertThat(options.followLinks()).isTrue();
        assertThat(options.waitForRoots()).isTrue();
    }

    @Test
    void defaultsAreThoseOfTheLibrary() throws Exception {
        assertThat(given("watch", "/r"))
                .usingRecursiveComparison()
                .isEqualTo(WatchOptions.builder().root(Path.of("/r")).build());
    }

    @Test
    void aLongQuietPeriodProlongsTheDelay() throws Exception {
        assertThat(given("watch", "--quiet-period", "3000", "/r").maxDelay()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aShortDelayShortensTheQuietPeriod() throws Exception {
        WatchOptions options = given("watch", "--max-delay", "20", "--debounce=leading", "/r");
        assertThat(options.maxDelay()).isEqualTo(Duration.ofMillis(20));
        assertThat(options.quietPeriod()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void aDirectoryMayBeCalledLikeAnArgumentFile() throws Exception {
        Path file = Files.writeString(Files.createTempFile(Path.of("target"), "argument", ""), "/elsewhere");
        try {
            String name = "@" + file;
            assertThat(given("watch", name).roots())
                    .containsExactly(Path.of(name).toAbsolutePath());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void readyIsTheFirstLineWhateverIsDeliveredBefore() throws Exception {
        world.start = (options, listener) -> {
            listener.onDegraded(Samples.DEGRADED);
            try {
                listener.onBatch(batch(created(NativeName.of("/r/a")), created(NativeName.of("/r/b"))));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        world.during(
                () -> {
                    world.awaitLines(4);
                },
                "watch",
                "--json",
                "/r");
        assertThat(lines().get(0)).startsWith("{\"event\":\"ready\",\"roots\":[\"" + NativeName.of(ROOT) + "\"],");
        assertThat(lines().get(1)).startsWith("{\"event\":\"degraded\",");
        assertThat(lines().subList(2, 4))
                .containsExactly(
                        "{\"kind\":\"CREATED\",\"path\":\"/r/a\",\"type\":\"FILE\",\"cause\":\"EVENT\"" + NOW,
                        "{\"kind\":\"CREATED\",\"path\":\"/r/b\",\"type\":\"FILE\",\"cause\":\"EVENT\"" + NOW);
    }

    @Test
    void aSignalEndsTheWatcherAndPrintsTheStatistics() throws Exception {
        world.during(
                () -> {
                    world.awaitLines(1);
                    world.lastWords.run();
                    assertThat(world.synced).isTrue();
                    assertThat(world.closed).isTrue();
                    assertThat(lines()).hasSize(2);
                    assertThat(lines().get(1)).startsWith(STATS);
                },
                "watch",
                "--json",
                "/r");
        assertThat(world.err.text()).doesNotContain("Exception: ");
    }

    @Test
    void aSignalWhileStartingPrintsNothing() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch signalled = new CountDownLatch(1);
        world.start = (options, listener) -> {
            starting.countDown();
            try {
                signalled.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        world.during(
                () -> {
                    starting.await();
                    world.lastWords.run();
                    signalled.countDown();
                },
                "watch",
                "--json",
                "/r");
        assertThat(world.out.text()).doesNotContain(STATS);
    }

    @Test
    void aReaderThatHasGoneEndsItQuietly() throws Exception {
        world.during(
                () -> {
                    world.awaitLines(1);
                    world.out.breakOff();
                    world.started.join().onBatch(batch(created(NativeName.of("/r/a"))));
                    world.started.join().onBatch(batch(created(NativeName.of("/r/b"))));
                    assertThat(world.exitCode()).isZero();
                },
                "watch",
                "--json",
                "/r");
        assertThat(world.closed).isTrue();
        assertThat(world.err.text()).isEmpty();
    }

    @Test
    void aFullDiskIsReported() throws Exception {
        world.readByAProgram = false;
        world.during(
                () -> {
                    world.awaitLines(1);
                    world.out.breakOff();
                    world.started.join().onBatch(batch(created(NativeName.of("/r/a"))));
                    assertThat(world.exitCode()).isEqualTo(1);
                },
                "watch",
                "/r");
        assertThat(world.err.text()).isEqualTo("fswire: the output cannot be written: No space left on device\n");
    }

    @Test
    void progressIsWrittenOverOnATerminal() throws Exception {
        world.terminal = true;
        world.start = (options, listener) -> {
            listener.onScanProgress(10_000);
            listener.onScanProgress(20_000);
        };
        world.during(
                () -> {
                    world.awaitLines(1);
                },
                "watch",
                "/r");
        assertThat(world.err.text()).startsWith("\rscanning: 10,000 entries\rscanning: 20,000 entries\r\033[K");
    }

    @Test
    void progressIsForTerminalsOnly() throws Exception {
        world.start = (options, listener) -> listener.onScanProgress(10_000);
        world.during(
                () -> {
                    world.awaitLines(1);
                    assertThat(world.err.text()).isEmpty();
                },
                "watch",
                "/r");
    }

    @Test
    void aRootThatCannotBeWatchedIsOneLineAndOne() {
        world.terminal = true;
        world.start = (options, listener) -> {
            listener.onScanProgress(10_000);
            throw new RootGoneException("/r\n", "openat", 2, "ENOENT", "It is missing.");
        };
        assertThat(world.run("watch", "/r")).isEqualTo(1);
        assertThat(world.err.text()).endsWith("\r\033[Kfswire: /r\\n: openat: ENOENT (2). It is missing.\n");
        assertThat(world.out.text()).isEmpty();
    }

    @Test
    void whatTheWatcherDoesNotAcceptIsWrongUsage() {
        world.start = (options, listener) -> {
            throw new IllegalArgumentException("not a glob: \"[\"");
        };
        assertThat(world.run("watch", "--exclude", "[", "/r")).isEqualTo(2);
        assertThat(world.err.text()).isEqualTo("fswire: not a glob: \"[\"\n");
    }

    @Test
    void linksAreNotFollowedTogetherWithACheckpoint() {
        assertThat(world.run("watch", "--follow-links", "--checkpoint", "c", "/r"))
                .isEqualTo(2);
        assertThat(world.err.text()).isEqualTo("fswire: --follow-links and --checkpoint exclude each other\n");
    }
}
