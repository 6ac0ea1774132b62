package io.github.fswire.pending;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingPlacesTest {
    private final PendingPlaces places = new PendingPlaces();

    private void entry(int directory, String name, int flags) {
        byte[] bytes = name.getBytes(UTF_8);
        places.entry(directory, bytes, bytes.length, (byte) flags, (byte) 0);
    }

    private List<String> entriesOf(int directory) {
        List<String> names = new ArrayList<>();
        byte[] name = new byte[255];
        for (int i = 0; i < places.directories(); i++) {
            for (int e = places.firstEntryAt(i);
                    places.directoryAt(i) == directory && e >= 0;
                    e = places.nextEntry(e)) {
                names.add(new String(name, 0, places.copyName(e, name), UTF_8)
                        + ((places.flags(e) & PlaceFlags.CONTENT_CHANGED) != 0 ? "!" : ""));
            }
        }
        return names;
    }

    private byte levelOf(int directory) {
        for (int i = 0; i < places.directories(); i++) {
            if (places.directoryAt(i) == directory) {
                return places.levelAt(i);
            }
        }
        return 0;
    }

    @Test
    void anEntryIsPendingOnceAndKeepsWhatTheKernelReported() {
        entry(7, "a", 0);
        entry(7, "b", 0);
        entry(7, "a", PlaceFlags.CONTENT_CHANGED);
        entry(7, "a", 0);
        entry(8, "a", 0);
        assertThat(entriesOf(7)).containsExactly("a!", "b");
        assertThat(entriesOf(8)).containsExactly("a");
        assertThat(levelOf(7)).isEqualTo(PendingPlaces.ENTRIES);
    }

    @Test
    void ofWritingAndClosingTheLastCounts() {
        entry(7, "a", PlaceFlags.CONTENT_CHANGED | PlaceFlags.WRITING);
        entry(7, "a", PlaceFlags.WRITER_CLOSED);
        entry(7, "a", PlaceFlags.CONTENT_CHANGED);
        assertThat(places.flags(places.firstEntryAt(0)))
                .isEqualTo((byte) (PlaceFlags.CONTENT_CHANGED | PlaceFlags.WRITER_CLOSED));
        entry(7, "a", PlaceFlags.CONTENT_CHANGED | PlaceFlags.WRITING);
        assertThat(places.flags(places.firstEntryAt(0)))
                .isEqualTo((byte) (PlaceFlags.CONTENT_CHANGED | PlaceFlags.WRITING));
    }

    @Test
    void aListingSwallowsEntriesButNotTheDirectoryItself() {
        places.directory(7, PendingPlaces.LISTING, 0);
        entry(7, "a", 0);
        entry(7, "", 0);
        assertThat(entriesOf(7)).containsExactly("");
        places.directory(7, PendingPlaces.SUBTREE, 0);
        places.directory(7, PendingPlaces.LISTING, 0);
        assertThat(levelOf(7)).isEqualTo(PendingPlaces.SUBTREE);
    }

    @Test
    void G7_tooManyEntriesBecomeTheirDirectory() {
        for (int i = 0; i < 2_000; i++) {
            entry(7, "name" + i, 0);
        }
        entry(8, "a", 0);
        assertThat(levelOf(7)).isEqualTo(PendingPlaces.LISTING);
        assertThat(levelOf(8)).isEqualTo(PendingPlaces.ENTRIES);
    }

    @Test
    void G7_tooManyEntriesInAllBecomeTheirDirectories() {
        for (int i = 0; i < 200_000; i++) {
            entry(i % 1000, "name" + i, 0);
            entry(i % 1000, "", 0);
        }
        for (int directory = 0; directory < 1000; directory++) {
            assertThat(levelOf(directory)).isEqualTo(PendingPlaces.LISTING);
            assertThat(entriesOf(directory)).contains("");
        }
    }

    @Test
    void G7_tooManyDirectoriesBecomeEverything() {
        for (int i = 0; i < 100_000; i++) {
            entry(i, "name", 0);
        }
        assertThat(places.isEverything()).isTrue();
        assertThat(places.isEmpty()).isFalse();
        places.clear();
        assertThat(places.isEmpty()).isTrue();
    }

    @Test
    void theCauseOfAWholeSubtreeIsKnown() {
        places.directory(7, PendingPlaces.LISTING, 1);
        assertThat(places.hasSubtree(1)).isFalse();
        places.directory(7, PendingPlaces.SUBTREE, 1);
        places.everything(2);
        assertThat(places.hasSubtree(1)).isTrue();
        assertThat(places.hasSubtree(2)).isTrue();
        assertThat(places.hasSubtree(3)).isFalse();
        places.clear();
        assertThat(places.hasSubtree(1)).isFalse();
    }

    @Test
    void clearedPlacesAreAsNew() {
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < 5_000; i++) {
                entry(i % 50, "name" + i, 0);
            }
            assertThat(entriesOf(3)).hasSize(100);
            places.clear();
            assertThat(entriesOf(3)).isEmpty();
        }
    }

    private boolean path(int root, String path, int flags) {
        byte[] bytes = path.getBytes(UTF_8);
        return places.path(root, bytes, bytes.length, (byte) flags, (byte) 3);
    }

    @Test
    void pathsAreKeptOnceWithWhatTheKernelReported() {
        assertThat(path(1, "a/b", PlaceFlags.WRITING)).isTrue();
        assertThat(path(2, "a/b", 0)).isTrue();
        assertThat(path(1, "a/b", PlaceFlags.WRITER_CLOSED | PlaceFlags.CONTENT_CHANGED))
                .isFalse();
        assertThat(places.isEmpty()).isFalse();
        assertThat(places.size()).isEqualTo(2);
        PendingPaths paths = places.paths();
        assertThat(paths.root(0)).isEqualTo(1);
        assertThat(paths.flags(0)).isEqualTo((byte) (PlaceFlags.WRITER_CLOSED | PlaceFlags.CONTENT_CHANGED));
        assertThat(paths.cause(0)).isEqualTo(3);
        byte[] target = new byte[3];
        paths.copy(0, 0, paths.length(0), target);
        assertThat(new String(target, UTF_8)).isEqualTo("a/b");
        places.pathsResolved();
        assertThat(places.isEmpty()).isTrue();
    }

    @Test
    void ofTooManyPathsTheRootIsPendingAsAWhole() {
        for (int i = 0; i < 1 << 14; i++) {
            assertThat(path(1, "directory/" + i, 0)).isTrue();
        }
        assertThat(levelOf(1)).isZero();
        path(1, "one more", 0);
        assertThat(levelOf(1)).isEqualTo(PendingPlaces.SUBTREE);
        for (int i = 0; i < 1 << 14; i++) {
            assertThat(path(1, "directory/" + i, 0)).isFalse();
        }
        places.clear();
        assertThat(places.paths().size()).isZero();
    }

    @Test
    void whatArrivedIsNotForgottenWhenEntriesCollapse() {
        entry(7, "a", PlaceFlags.APPEARED);
        places.directory(7, PendingPlaces.LISTING, 0);
        assertThat(levelOf(7)).isEqualTo(PendingPlaces.SUBTREE);
        places.directory(8, PendingPlaces.LISTING, 0);
        entry(8, "a", 0);
        assertThat(levelOf(8)).isEqualTo(PendingPlaces.LISTING);
        entry(8, "a", PlaceFlags.APPEARED);
        assertThat(levelOf(8)).isEqualTo(PendingPlaces.SUBTREE);
        entry(9, "first", PlaceFlags.APPEARED);
        for (int i = 0; levelOf(9) == PendingPlaces.ENTRIES; i++) {
            entry(9, "entry" + i, 0);
        }
        assertThat(levelOf(9)).isEqualTo(PendingPlaces.SUBTREE);
    }

    /** The table grows by doubling, and so does its hash. */
    @Test
    void everyDirectoryIsFoundHoweverManyThereAre() {
        for (int directory = 0; directory < 10_000; directory++) {
            places.directory(
                    directory * 7, directory % 2 == 0 ? PendingPlaces.LISTING : PendingPlaces.SUBTREE, directory % 5);
            entry(directory * 7, "", PlaceFlags.MOVED_IN);
        }
        for (int directory = 0; directory < 10_000; directory++) {
            assertThat(places.levelOf(directory * 7))
                    .isEqualTo(directory % 2 == 0 ? PendingPlaces.LISTING : PendingPlaces.SUBTREE);
            assertThat(places.levelOf(directory * 7 + 1)).isZero();
        }
        assertThat(places.directories()).isEqualTo(10_000);
        assertThat(places.size()).isEqualTo(20_000);
        places.clear();
        assertThat(places.levelOf(7)).isZero();
        assertThat(places.size()).isZero();
    }

    @Test
    void ofManyEntriesEachIsFoundAgain() {
        for (int i = 0; i < 20_000; i++) {
            entry(i % 100, "name" + i, 0);
        }
        assertThat(places.size()).isEqualTo(20_100);
        byte[] bytes = "name19999".getBytes(UTF_8);
        assertThat(places.entry(99, bytes, bytes.length, (byte) 0, (byte) 0)).isFalse();
        assertThat(places.entry(98, bytes, bytes.length, (byte) 0, (byte) 0)).isTrue();
    }

    @Test
    void placesOfAnotherSetAreAddedWithTheirFlagsAndCauses() {
        PendingPlaces others = new PendingPlaces();
        byte[] name = {'a'};
        others.entry(7, name, 1, PlaceFlags.CONTENT_CHANGED, (byte) 2);
        others.entry(7, name, 0, PlaceFlags.MOVED_IN, (byte) 2);
        others.directory(8, PendingPlaces.SUBTREE, 3);
        others.entry(8, name, 0, PlaceFlags.UNMOUNTED, (byte) 3);
        places.add(others);
        assertThat(entriesOf(7)).containsExactly("a!", "");
        assertThat(levelOf(7)).isEqualTo(PendingPlaces.ENTRIES);
        assertThat(levelOf(8)).isEqualTo(PendingPlaces.SUBTREE);
        assertThat(places.causeAt(0)).isEqualTo(2);
        assertThat(places.causeAt(1)).isEqualTo(3);
        assertThat(places.hasSubtree(3)).isTrue();
        assertThat(places.flags(places.firstEntryAt(1))).isEqualTo(PlaceFlags.UNMOUNTED);
        others.everything(4);
        places.add(others);
        assertThat(places.isEverything()).isTrue();
        assertThat(places.everythingCause()).isEqualTo(4);
        assertThat(places.size()).isEqualTo(1);
    }

    @Test
    void besideEverythingNothingCounts() {
        places.everything(2);
        byte[] name = {'a'};
        assertThat(places.entry(1, name, 1, (byte) 0, (byte) 0)).isFalse();
        assertThat(places.path(1, name, 1, (byte) 0, (byte) 0)).isFalse();
        places.directory(1, PendingPlaces.SUBTREE, 3);
        assertThat(places.directories()).isZero();
        assertThat(places.hasSubtree(3)).isFalse();
        assertThat(places.everythingCause()).isEqualTo(2);
    }

    /** Reports of an entry from before something moved there concern another entry; those of a directory itself do not. */
    @Test
    void whatMovedInForgetsWhatWasReported() {
        entry(7, "a", PlaceFlags.CONTENT_CHANGED | PlaceFlags.WRITING);
        entry(7, "a", PlaceFlags.MOVED_IN);
        assertThat(places.flags(places.firstEntryAt(0))).isEqualTo(PlaceFlags.MOVED_IN);
        entry(8, "", PlaceFlags.UNMOUNTED);
        entry(8, "", PlaceFlags.MOVED_IN);
        assertThat(places.flags(places.firstEntryAt(1))).isEqualTo((byte) (PlaceFlags.UNMOUNTED | PlaceFlags.MOVED_IN));
    }

    @Test
    void theLatestCauseCounts() {
        places.directory(7, PendingPlaces.LISTING, 1);
        places.directory(7, PendingPlaces.ENTRIES, 2);
        assertThat(places.causeAt(0)).isEqualTo(2);
        assertThat(places.levelAt(0)).isEqualTo(PendingPlaces.LISTING);
    }

    @Test
    void G7_whatTheKernelReportedOfADirectoryItselfSurvivesTheCollapseOfEntries() {
        entry(5, "", PlaceFlags.UNMOUNTED);
        entry(6, "arrived", PlaceFlags.APPEARED);
        for (int i = 0; levelOf(100) != PendingPlaces.LISTING; i++) {
            entry(100 + i % 200, "name" + i, 0);
        }
        assertThat(places.flags(places.firstEntryAt(0))).isEqualTo(PlaceFlags.UNMOUNTED);
        assertThat(levelOf(5)).isEqualTo(PendingPlaces.ENTRIES);
        assertThat(levelOf(6)).isEqualTo(PendingPlaces.SUBTREE);
        assertThat(entriesOf(6)).isEmpty();
        assertThat(places.isEverything()).isFalse();
    }

    /** Paths are kept in one array; each must stay where it is when that grows. */
    @Test
    void everyPathIsKeptAsItIs() {
        String longest = "d".repeat(3_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(path(i % 3, longest.substring(i) + "/" + i, i % 2 == 0 ? PlaceFlags.CONTENT_CHANGED : 0))
                    .isTrue();
        }
        PendingPaths paths = places.paths();
        assertThat(paths.size()).isEqualTo(1_000);
        byte[] target = new byte[4_000];
        for (int i = 0; i < 1_000; i++) {
            String expected = longest.substring(i) + "/" + i;
            assertThat(paths.root(i)).isEqualTo(i % 3);
            assertThat(paths.length(i)).isEqualTo(expected.length());
            assertThat(paths.byteAt(i, expected.length() - 1)).isEqualTo((byte) expected.charAt(expected.length() - 1));
            paths.copy(i, 1, paths.length(i), target);
            assertThat(new String(target, 0, paths.length(i) - 1, UTF_8)).isEqualTo(expected.substring(1));
            assertThat(paths.flags(i)).isEqualTo(i % 2 == 0 ? PlaceFlags.CONTENT_CHANGED : 0);
            assertThat(path(i % 3, expected, 0)).isFalse();
        }
        places.clear();
        assertThat(path(0, "a", 0)).isTrue();
        assertThat(path(0, "a", 0)).isFalse();
        assertThat(path(0, "b", 0)).isTrue();
        assertThat(places.paths().size()).isEqualTo(2);
    }

    @Test
    void G7_pathsTakeFourMegabytesAtMost() {
        String long1 = "d".repeat(1 << 16);
        for (int i = 0; i < 63; i++) {
            assertThat(path(1, long1 + i, 0)).isTrue();
        }
        assertThat(levelOf(1)).isZero();
        path(2, long1 + "more", 0);
        path(2, long1 + "and more", 0);
        assertThat(levelOf(2)).isEqualTo(PendingPlaces.SUBTREE);
        assertThat(path(1, long1 + "5", 0)).as("it was there already").isFalse();
        assertThat(levelOf(1)).isZero();
    }
}
