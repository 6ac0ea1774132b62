package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.watch.WatchStatistics;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The listeners of a simulation and what they must have been told: the first, a filtered one that joins, and one that selects. */
final class SimulatedListeners {
    private static final List<String> SMALL = List.of(SimulatedMirror.ROOT + "/a", SimulatedMirror.ROOT + "/b");

    final SimulatedMirror mirror;
    final SimulatedFilter filter;
    final SimulatedMirror filtered;
    final SimulatedSelection selected;
    private final SimulatedSetting setting;
    private final SimulatedDisk disk;
    private boolean grown;
    private boolean joined; // the filtered one has

    SimulatedListeners(
            long seed,
            SimulatedSetting setting,
            SimulatedDisk disk,
            Consumer<String> trace,
            SimulatedMirror.Toll toll) {
        this.setting = setting;
        this.disk = disk;
        this.mirror = new SimulatedMirror(disk, trace, toll);
        this.filter = SimulatedFilter.of(new SplittableRandom(seed + 1));
        this.filtered = new SimulatedMirror(disk, line -> trace.accept("    " + line), toll);
        this.selected = SimulatedSelection.of(new SplittableRandom(seed + 2), trace);
    }

    /** Whether the large root is there. */
    boolean isGrown() {
        return grown;
    }

    /** The large root was added or removed. */
    void changeRoots() {
        grown = !grown;
        if (!grown) {
            mirror.keep(SMALL);
            filtered.keep(SMALL);
        }
    }

    /** The roots that are not inside another one. */
    List<String> roots() {
        return setting.grows && !grown ? SMALL : List.of(SimulatedMirror.ROOT);
    }

    /** The roots, those inside another one among them. */
    private List<String> given() {
        return grown ? Stream.concat(roots().stream(), SMALL.stream()).toList() : roots();
    }

    private Map<String, String> expected() {
        if (setting.rootLives) {
            mirror.copyFromOtherRoots();
            filtered.copyFromOtherRoots();
        }
        return setting.limits.of(disk, SimulatedMirror.of(disk, roots()), given());
    }

    /** The first one begins without being told what is there. */
    void copy() {
        mirror.copy(expected()::containsKey);
    }

    /** What is there is about to be told to the first one. */
    void begin() {
        mirror.know(roots(), expected());
    }

    /** What the first one knows is about to be told to the filtered one. */
    void join() {
        filtered.know(roots(), mirror.shown());
    }

    /** The filtered one has been told. */
    void joined() {
        joined = true;
    }

    /** G5: a fence has passed. */
    void verifyFence() {
        var expected = expected();
        assertThat(mirror.shown()).as("after sync").isEqualTo(expected);
        if (joined) {
            assertThat(filtered.shown()).as("filtered, after sync").isEqualTo(filter.of(expected, roots()));
            verifySelected(expected);
        }
    }

    /** Everything has settled. */
    void verify(WatchStatistics statistics) {
        var expected = expected();
        assertThat(mirror.shown()).isEqualTo(expected);
        assertThat(filtered.shown()).as("filtered").isEqualTo(filter.of(expected, roots()));
        verifySelected(expected);
        List<String> roots = roots();
        long absent = absentRoots();
        long unlisted = roots.equals(SMALL) ? absent : 1; // nodes of roots that are not in the mirror
        assertThat(statistics.entries()).as("entries of the index").isEqualTo(expected.size() + unlisted);
        assertThat(statistics.degraded()).as("degraded directories").isEqualTo(absent);
        if (!setting.isWindows()) {
            verifyWatches(expected);
        }
        if (!setting.links
                && setting.faults == 0
                && setting.late == 0
                && setting.opensEverything() // or a comparison may be the first that can
                && !setting.rootLives) { // no record reports what happens above a root
            assertThat(statistics.missed())
                    .as("changes that the kernel did not report")
                    .isZero();
        }
    }

    private long absentRoots() {
        return roots().stream().filter(root -> disk.at(root) == null).count();
    }

    /** Whether anything but a missing root is inspected again and again. */
    boolean isDegraded(WatchStatistics statistics) {
        return statistics.degraded() > absentRoots();
    }

    private void verifySelected(Map<String, String> expected) {
        if (setting.selects()) {
            assertThat(selected.shown()).as("selected").isEqualTo(selected.of(expected));
        }
    }

    private void verifyWatches(Map<String, String> expected) {
        SimulatedDisk.directories(disk.outside).forEach(inode -> assertThat(SimulatedDisk.watches(inode))
                .as("watches outside of " + inode)
                .isZero());
        for (String root : roots()) {
            Inode top = disk.at(root);
            if (top != null) {
                verifyWatches(root, top, expected);
            }
        }
    }

    private void verifyWatches(String path, Inode directory, Map<String, String> expected) {
        boolean watched =
                (roots().contains(path) || expected.containsKey(path)) && setting.limits.isListed(path, given());
        assertThat(SimulatedDisk.watches(directory))
                .as("watches of " + path + ", " + directory)
                .isEqualTo(watched ? 1 : 0);
        directory.children().forEach((name, inode) -> {
            if (inode.isDirectory()) {
                verifyWatches(path + "/" + name, inode, expected);
            }
        });
    }
}
