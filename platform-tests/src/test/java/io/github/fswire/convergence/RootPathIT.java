package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A root's path comes to lead to another place, while the old place stays quiet. Windows refuses that. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class RootPathIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path top;

    @BeforeEach
    void open() throws Exception {
        workspace = Workspace.onDisk();
        top = workspace.root();
        Shell.run(top, "mkdir -p p/q/w/d/e other/w/d; echo 1 > p/q/w/d/f; echo 1 > p/q/w/g; echo 2 > other/w/d/f");
        Shell.run(top, "ln -s p/q way; ln -s p/q/w link");
    }

    /** Each line: the root, and what is done to its path one after the other. */
    static Stream<Arguments> changes() {
        List<List<String>> cases = List.of(
                List.of("p/q/w", "mv p n; mkdir -p p/q/w; echo > p/q/w/x"),
                List.of("p/q/w", "mv p n", "mkdir -p p/q", "mkdir p/q/w; echo > p/q/w/x"),
                List.of("p/q/w", "mv p n; mv other p; mkdir p/q; mv p/w p/q/w"),
                List.of("p/q/w", "mv p/q p/n; mv other p/q", "mv p/q/w other; mv p/n/w p/q/w", "rm -r p/q/w/d"),
                List.of("p/q/w", "mv p n; echo > p", "rm p; mv n p"),
                List.of("p/q/w", "mv p n; ln -s n p", "rm p; ln -s nowhere p", "rm p; mkdir -p p/q/w/d"),
                List.of("p/q/w", "rm -r p; mkdir -p p/q/w/d/e/e"),
                List.of("way/w", "ln -sfn other way", "rm way", "ln -s p/q way", "echo > way/w/h; mv way/w/d way/w/i"),
                List.of("way/w", "mv p/q p/n", "mkdir -p p/q/w; mv p/n/w/d p/q/w/d"),
                List.of("link", "ln -sfn other/w link", "rm link", "mkdir link; echo > link/x", "rm -r link"),
                List.of("link", "mv p n", "mv n p; echo > link/x"));
        return cases.stream().flatMap(steps -> Stream.of("auto", "polling").map(b -> Arguments.of(b, steps)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("changes")
    void G5_whatARootsPathLeadsToIsDelivered(String backend, List<String> steps) throws Exception {
        Path root = top.resolve(steps.get(0));
        MirrorListener mirror = new MirrorListener(root, TreeSnapshot.of(root), MirrorListener.Mood.GOOD);
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .backend(backend)
                .quietPeriod(MINUTE)
                .maxDelay(MINUTE)
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, mirror)) {
            for (String step : steps.subList(1, steps.size())) {
                Shell.run(top, step);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                mirror.assertEquals(TreeSnapshot.of(root));
                Shell.can(root, "echo > later; mkdir -p d; echo more >> d/f");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                mirror.assertEquals(TreeSnapshot.of(root));
            }
        }
        mirror.closed();
    }

    private FileWatcher start(WatchOptions.Builder options) throws IOException {
        return FileWatcher.start(options.build(), new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {
                batch.forEach(change -> delivered.add(change.kind() + " " + Words.below(top, change.path())));
            }

            @Override
            public void onDegraded(DegradedNotice notice) {
                notices.add(notice.reason().getMessage());
            }
        });
    }

    @Test
    void nobodyHasToAskForIt() throws Exception {
        try (FileWatcher watcher = start(WatchOptions.builder().root(top.resolve("p/q/w")))) {
            Shell.run(top, "mv p n; mkdir -p p/q/w; echo > p/q/w/x");
            Eventually.await()
                    .until(() -> delivered.contains("CREATED p/q/w/x") && delivered.contains("DELETED p/q/w/d/f"));
            Shell.run(top, "mv p m");
            Eventually.await().until(() -> delivered.contains("DELETED p/q/w"));
            Eventually.await().until(() -> watcher.statistics().degraded() == 1); // the root, which is waited for
        }
    }

    @Test
    void theDirectoryOfASingleFileIsReplaced() throws Exception {
        try (FileWatcher watcher = start(WatchOptions.builder()
                .root(top.resolve("p/q/w/g"))
                .quietPeriod(MINUTE)
                .maxDelay(MINUTE))) {
            Shell.run(top, "mv p n; mkdir -p p/q/w; echo new > p/q/w/g");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactly("MODIFIED p/q/w/g");
            delivered.clear();
            Shell.run(top, "mv p m");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactly("DELETED p/q/w/g");
            delivered.clear();
            Shell.run(top, "mv n p");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactly("CREATED p/q/w/g");
        }
    }

    @Test
    void reconciliationFindsItBeforeTheNextCheck() throws Exception {
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(top.resolve("p/q/w")).reconcileEvery(Duration.ofMillis(100)))) {
            Shell.run(top, "mv p n; mkdir -p p/q/w; echo > p/q/w/x");
            Eventually.await().until(() -> delivered.contains("CREATED p/q/w/x"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
    }

    private List<String> deliveredAfter(FileWatcher watcher, String command) throws Exception {
        delivered.clear();
        Shell.run(top, command);
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        return List.copyOf(delivered);
    }

    private WatchOptions.Builder options(String root) {
        return WatchOptions.builder()
                .root(top.resolve(root))
                .quietPeriod(MINUTE)
                .maxDelay(MINUTE);
    }

    static Stream<String> roots() {
        return Stream.of("p/q/w", "new", "other/w/d/f");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("roots")
    void aRootIsWhateverIsAtItsPath(String root) throws Exception {
        try (FileWatcher watcher = start(options(root).waitForRoots(true))) {
            Shell.run(top, "rm -rf " + root);
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            for (int i = 0; i < 2; i++) {
                Deliveries.inOrder(deliveredAfter(watcher, "echo > " + root), "CREATED " + root);
                Deliveries.inOrder(deliveredAfter(watcher, "echo more >> " + root), "MODIFIED " + root);
                Deliveries.inOrder(
                        deliveredAfter(watcher, "rm " + root + "; mkdir " + root + "; echo > " + root + "/x"),
                        "DELETED " + root,
                        "CREATED " + root,
                        "CREATED " + root + "/x");
                Deliveries.inAnyOrder(deliveredAfter(watcher, "echo > " + root + "/y"), "CREATED " + root + "/y");
                Deliveries.inOrder(
                        deliveredAfter(watcher, "rm -r " + root + "; ln -s nowhere " + root),
                        "DELETED " + root + "/y",
                        "DELETED " + root + "/x",
                        "DELETED " + root);
                assertThat(deliveredAfter(watcher, "rm " + root)).isEmpty();
            }
            watcher.removeRoot(top.resolve(root));
            assertThat(deliveredAfter(watcher, "echo > " + root)).isEmpty();
        }
    }

    @Test
    void aMissingRootThatAppearsAsAFileIsFoundWithoutBeingAskedFor() throws Exception {
        try (FileWatcher watcher = start(WatchOptions.builder()
                .root(top.resolve("conf.yml"))
                .waitForRoots(true)
                .pollInterval(Duration.ofMillis(10)))) {
            Shell.run(top, "echo > conf.yml");
            Eventually.await().until(() -> delivered.contains("CREATED conf.yml"));
            Eventually.await().until(() -> watcher.statistics().degraded() == 0);
            Shell.run(top, "echo more > conf.tmp; mv conf.tmp conf.yml");
            Eventually.await().until(() -> delivered.contains("MODIFIED conf.yml"));
        }
    }

    /** As Kubernetes shows a ConfigMap: the file is a link into a directory that is exchanged as a whole. */
    private void makeConfigMap() throws Exception {
        Shell.run(top, "mkdir ..1 ..2; echo 1 > ..1/app; echo two > ..2/app; ln -s ..1 ..data; ln -s ..data/app app");
    }

    private static final String EXCHANGE = "ln -s ..2 ..tmp; mv -T ..tmp ..data";

    @Test
    void aRootThatIsALinkToAFileIsDeliveredAsOne() throws Exception {
        makeConfigMap();
        try (FileWatcher watcher = start(options("app"))) {
            assertThat(deliveredAfter(watcher, EXCHANGE)).isEmpty();
            assertThat(notices).singleElement().asString().startsWith(top.resolve("app") + ": link: ");
            assertThat(ofLinks(deliveredAfter(watcher, "ln -sf ..1/app app"))).containsExactly("MODIFIED app");
            assertThat(deliveredAfter(watcher, "ln -sfT p/q/w app")).startsWith("DELETED app", "CREATED app");
            assertThat(notices).hasSize(1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void G5_aRootThatIsALinkToAFileIsFollowedIfLinksAre() throws Exception {
        assumeFalse(Lane.MACOS, "only the scanner of Linux follows links to files");
        makeConfigMap();
        try (FileWatcher watcher = start(options("app").followLinks(true))) {
            Deliveries.inOrder(deliveredAfter(watcher, EXCHANGE), "MODIFIED app");
            assertThat(notices).singleElement().asString().contains("inspected every interval");
            Deliveries.inOrder(deliveredAfter(watcher, "echo more >> ..2/app"), "MODIFIED app");
            Deliveries.inOrder(deliveredAfter(watcher, "rm ..2/app"), "DELETED app");
            Deliveries.inOrder(deliveredAfter(watcher, "echo > ..2/app"), "CREATED app");
            assertThat(deliveredAfter(watcher, "true")).isEmpty();
        }
    }

    @Test
    void aRootThatIsALinkThatLeadsNowhereIsMissing() throws Exception {
        Shell.run(top, "ln -s later app");
        assertThatExceptionOfType(RootGoneException.class).isThrownBy(() -> start(options("app")));
        try (FileWatcher watcher = start(options("app").waitForRoots(true))) {
            Deliveries.inOrder(deliveredAfter(watcher, "mkdir later; echo > later/x"), "CREATED app", "CREATED app/x");
            Deliveries.inOrder(deliveredAfter(watcher, "rm -r later"), "DELETED app/x", "DELETED app");
            Deliveries.inOrder(deliveredAfter(watcher, "echo > later"), "CREATED app");
        }
    }

    private void makeModules() throws Exception {
        Shell.run(top, "mkdir -p node_modules/lib/src node_modules/node_modules; echo > node_modules/lib/f");
    }

    /** What changes in a root inside an excluded directory, and when it is replaced. */
    private void assertIsWatched(FileWatcher watcher) throws Exception {
        Deliveries.inAnyOrder(
                deliveredAfter(watcher, "echo > node_modules/lib/src/g; echo > node_modules/g; echo > h"),
                "CREATED node_modules/lib/src/g",
                "CREATED h");
        assertThat(deliveredAfter(watcher, "rm h; rm -r node_modules/lib")).contains("DELETED node_modules/lib");
        Deliveries.inOrder(deliveredAfter(watcher, "mkdir node_modules/lib"), "CREATED node_modules/lib");
        Deliveries.inOrder(
                deliveredAfter(
                        watcher,
                        "rm -r node_modules/lib; mkdir -p node_modules/x/j; mv node_modules/x node_modules/lib"),
                "CREATED node_modules/lib/j");
        Deliveries.inOrder(deliveredAfter(watcher, "echo > node_modules/lib/i"), "CREATED node_modules/lib/i");
        Deliveries.inAnyOrder(
                deliveredAfter(watcher, "rm -r node_modules; mkdir node_modules"),
                "DELETED node_modules/lib/j",
                "DELETED node_modules/lib/i",
                "DELETED node_modules/lib");
        Deliveries.inOrder(deliveredAfter(watcher, "mkdir node_modules/lib"), "CREATED node_modules/lib");
        Deliveries.inOrder(
                deliveredAfter(watcher, "rmdir node_modules/lib; echo > node_modules/lib"),
                "DELETED node_modules/lib",
                "CREATED node_modules/lib");
        Deliveries.inOrder(
                deliveredAfter(watcher, "rm node_modules/lib; mkdir node_modules/lib"),
                "DELETED node_modules/lib",
                "CREATED node_modules/lib");
    }

    @Test
    void aRootInsideAnExcludedDirectoryIsWatched() throws Exception {
        makeModules();
        try (FileWatcher watcher = start(options("").exclude("node_modules").root(top.resolve("node_modules/lib")))) {
            assertIsWatched(watcher);
            watcher.removeRoot(top);
            Deliveries.inOrder(
                    deliveredAfter(watcher, "echo > h; echo > node_modules/lib/j"), "CREATED node_modules/lib/j");
        }
    }

    @Test
    void aRootInsideAnExcludedDirectoryCanBeAdded() throws Exception {
        makeModules();
        try (FileWatcher watcher = start(options("").exclude("node_modules"))) {
            watcher.addRoot(top.resolve("node_modules/lib"));
            assertIsWatched(watcher);
            watcher.removeRoot(top.resolve("node_modules/lib"));
            Deliveries.inOrder(deliveredAfter(watcher, "echo > h; echo > node_modules/lib/j"), "CREATED h");
        }
    }

    @Test
    void aSingleFileIsWatchedWhateverIsExcluded() throws Exception {
        Shell.run(top, "mkdir logs out; echo > a.log; echo > p/b.log; echo > logs/c; echo > logs/d; echo > out/d.log");
        for (WatchOptions.Builder options : List.of(options("p"), options(""))) {
            options.exclude("*.log").exclude("logs").exclude("out");
            List.of("a.log", "p/b.log", "logs/c", "out/d.log").forEach(file -> options.root(top.resolve(file)));
            try (FileWatcher watcher = start(options)) {
                Deliveries.inAnyOrder(
                        deliveredAfter(
                                watcher, "for f in *.log */*.log logs/*; do echo more >> $f; done; echo > p/x.log"),
                        "MODIFIED a.log",
                        "MODIFIED p/b.log",
                        "MODIFIED logs/c",
                        "MODIFIED out/d.log");
                Deliveries.inOrder(deliveredAfter(watcher, "rm p/b.log"), "DELETED p/b.log");
                Deliveries.inOrder(
                        deliveredAfter(watcher, "mkdir p/b.log; echo > p/b.log/y"),
                        "CREATED p/b.log",
                        "CREATED p/b.log/y");
                Deliveries.inOrder(
                        deliveredAfter(watcher, "rm -r p/b.log; echo > p/b.log"),
                        "DELETED p/b.log/y",
                        "DELETED p/b.log",
                        "CREATED p/b.log");
            }
        }
    }

    private static List<String> ofLinks(List<String> lines) {
        return lines.stream().distinct().toList();
    }
}
