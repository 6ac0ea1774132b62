package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    private final Marks marks = new Marks();

    private void entry(int directory, String name, int flags) {
        byte[] bytes = name.getBytes(UTF_8);
        marks.entry(directory, bytes, bytes.length, (byte) flags, (byte) 0);
    }

    private List<String> entriesOf(int directory) {
        List<String> names = new ArrayList<>();
        byte[] name = new byte[255];
        for (int i = 0; i < marks.directories(); i++) {
            for (int e = marks.firstEntryAt(i); marks.directoryAt(i) == directory && e >= 0; e = marks.nextEntry(e)) {
                names.add(new String(name, 0, marks.copyName(e, name), UTF_8)
                        + ((marks.flags(e) & Marks.SAID) != 0 ? "!" : ""));
            }
        }
        return names;
    }

    private byte levelOf(int directory) {
        for (int i = 0; i < marks.directories(); i++) {
            if (marks.directoryAt(i) == directory) {
                return marks.levelAt(i);
            }
        }
        return 0;
    }

    @Test
    void anEntryIsMarkedOnceAndKeepsWhatTheKernelSaid() {
        entry(7, "a", 0);
        entry(7, "b", 0);
        entry(7, "a", Marks.SAID);
        entry(7, "a", 0);
        entry(8, "a", 0);
        assertThat(entriesOf(7)).containsExactly("a!", "b");
        assertThat(entriesOf(8)).containsExactly("a");
        assertThat(levelOf(7)).isEqualTo(Marks.ENTRIES);
    }

    @Test
    void ofWritingAndClosingTheLastCounts() {
        entry(7, "a", Marks.SAID | Marks.WRITING);
        entry(7, "a", Marks.CLOSED);
        entry(7, "a", Marks.SAID);
        assertThat(marks.flags(marks.firstEntryAt(0))).isEqualTo((byte) (Marks.SAID | Marks.CLOSED));
        entry(7, "a", Marks.SAID | Marks.WRITING);
        assertThat(marks.flags(marks.firstEntryAt(0))).isEqualTo((byte) (Marks.SAID | Marks.WRITING));
    }

    @Test
    void aListingSwallowsEntriesButNotTheDirectoryItself() {
        marks.directory(7, Marks.LISTING, 0);
        entry(7, "a", 0);
        entry(7, "", 0);
        assertThat(entriesOf(7)).containsExactly("");
        marks.directory(7, Marks.SUBTREE, 0);
        marks.directory(7, Marks.LISTING, 0);
        assertThat(levelOf(7)).isEqualTo(Marks.SUBTREE);
    }

    @Test
    void G7_tooManyEntriesBecomeTheirDirectory() {
        for (int i = 0; i < 2_000; i++) {
            entry(7, "name" + i, 0);
        }
        entry(8, "a", 0);
        assertThat(levelOf(7)).isEqualTo(Marks.LISTING);
        assertThat(levelOf(8)).isEqualTo(Marks.ENTRIES);
    }

    @Test
    void G7_tooManyEntriesInAllBecomeTheirDirectories() {
        for (int i = 0; i < 200_000; i++) {
            entry(i % 1000, "name" + i, 0);
            entry(i % 1000, "", 0);
        }
        for (int directory = 0; directory < 1000; directory++) {
            assertThat(levelOf(directory)).isEqualTo(Marks.LISTING);
            assertThat(entriesOf(directory)).contains("");
        }
    }

    @Test
    void G7_tooManyDirectoriesBecomeEverything() {
        for (int i = 0; i < 100_000; i++) {
            entry(i, "name", 0);
        }
        assertThat(marks.isEverything()).isTrue();
        assertThat(marks.isEmpty()).isFalse();
        marks.clear();
        assertThat(marks.isEmpty()).isTrue();
    }

    @Test
    void theCauseOfAWholeSubtreeIsKnown() {
        marks.directory(7, Marks.LISTING, 1);
        assertThat(marks.hasSubtree(1)).isFalse();
        marks.directory(7, Marks.SUBTREE, 1);
        marks.everything(2);
        assertThat(marks.hasSubtree(1)).isTrue();
        assertThat(marks.hasSubtree(2)).isTrue();
        assertThat(marks.hasSubtree(3)).isFalse();
        marks.clear();
        assertThat(marks.hasSubtree(1)).isFalse();
    }

    @Test
    void clearedMarksAreAsNew() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 5_000; i++) {
                entry(i % 50, "name" + i, 0);
            }
            assertThat(entriesOf(3)).hasSize(100);
            marks.clear();
            assertThat(entriesOf(3)).isEmpty();
        }
    }

    private boolean path(int root, String path, int flags) {
        byte[] bytes = path.getBytes(UTF_8);
        return marks.path(root, bytes, bytes.length, (byte) flags, (byte) 3);
    }

    @Test
    void pathsAreKeptOnceWithWhatTheKernelSaid() {
        assertThat(path(1, "a/b", Marks.WRITING)).isTrue();
        assertThat(path(2, "a/b", 0)).isTrue();
        assertThat(path(1, "a/b", Marks.CLOSED | Marks.SAID)).isFalse();
        assertThat(marks.isEmpty()).isFalse();
        assertThat(marks.size()).isEqualTo(2);
        PathHints paths = marks.paths();
        assertThat(paths.root(0)).isEqualTo(1);
        assertThat(paths.flags(0)).isEqualTo((byte) (Marks.CLOSED | Marks.SAID));
        assertThat(paths.cause(0)).isEqualTo(3);
        byte[] target = new byte[3];
        paths.copy(0, 0, paths.length(0), target);
        assertThat(new String(target, UTF_8)).isEqualTo("a/b");
        marks.pathsResolved();
        assertThat(marks.isEmpty()).isTrue();
    }

    @Test
    void ofTooManyPathsTheRootIsMarkedAsAWhole() {
        for (int i = 0; i < 1 << 14; i++) {
            assertThat(path(1, "directory/" + i, 0)).isTrue();
        }
        assertThat(levelOf(1)).isZero();
        path(1, "one more", 0);
        assertThat(levelOf(1)).isEqualTo(Marks.SUBTREE);
        for (int i = 0; i < 1 << 14; i++) {
            assertThat(path(1, "directory/" + i, 0)).isFalse();
        }
        marks.clear();
        assertThat(marks.paths().size()).isZero();
    }

    @Test
    void whatArrivedIsNotForgottenWhenEntriesCollapse() {
        entry(7, "a", Marks.ARRIVED);
        marks.directory(7, Marks.LISTING, 0);
        assertThat(levelOf(7)).isEqualTo(Marks.SUBTREE);
        marks.directory(8, Marks.LISTING, 0);
        entry(8, "a", 0);
        assertThat(levelOf(8)).isEqualTo(Marks.LISTING);
        entry(8, "a", Marks.ARRIVED);
        assertThat(levelOf(8)).isEqualTo(Marks.SUBTREE);
        entry(9, "first", Marks.ARRIVED);
        for (int i = 0; levelOf(9) == Marks.ENTRIES; i++) {
            entry(9, "entry" + i, 0);
        }
        assertThat(levelOf(9)).isEqualTo(Marks.SUBTREE);
    }

    /** The table grows by doubling, and so does its hash. */
    @Test
    void everyDirectoryIsFoundHoweverManyThereAre() {
        for (int directory = 0; directory < 10_000; directory++) {
            marks.directory(directory * 7, directory % 2 == 0 ? Marks.LISTING : Marks.SUBTREE, directory % 5);
            entry(directory * 7, "", Marks.PLACED);
        }
        for (int directory = 0; directory < 10_000; directory++) {
            assertThat(marks.levelOf(directory * 7)).isEqualTo(directory % 2 == 0 ? Marks.LISTING : Marks.SUBTREE);
            assertThat(marks.levelOf(directory * 7 + 1)).isZero();
        }
        assertThat(marks.directories()).isEqualTo(10_000);
        assertThat(marks.size()).isEqualTo(20_000);
        marks.clear();
        assertThat(marks.levelOf(7)).isZero();
        assertThat(marks.size()).isZero();
    }

    @Test
    void ofManyEntriesEachIsFoundAgain() {
        for (int i = 0; i < 20_000; i++) {
            entry(i % 100, "name" + i, 0);
        }
        assertThat(marks.size()).isEqualTo(20_100);
        byte[] bytes = "name19999".getBytes(UTF_8);
        assertThat(marks.entry(99, bytes, bytes.length, (byte) 0, (byte) 0)).isFalse();
        assertThat(marks.entry(98, bytes, bytes.length, (byte) 0, (byte) 0)).isTrue();
    }

    @Test
    void whatOthersMarkIsAddedWithItsFlagsAndCauses() {
        Marks others = new Marks();
        byte[] name = {'a'};
        others.entry(7, name, 1, Marks.SAID, (byte) 2);
        others.entry(7, name, 0, Marks.PLACED, (byte) 2);
        others.directory(8, Marks.SUBTREE, 3);
        others.entry(8, name, 0, Marks.UNMOUNTED, (byte) 3);
        marks.add(others);
        assertThat(entriesOf(7)).containsExactly("a!", "");
        assertThat(levelOf(7)).isEqualTo(Marks.ENTRIES);
        assertThat(levelOf(8)).isEqualTo(Marks.SUBTREE);
        assertThat(marks.causeAt(0)).isEqualTo(2);
        assertThat(marks.causeAt(1)).isEqualTo(3);
        assertThat(marks.hasSubtree(3)).isTrue();
        assertThat(marks.flags(marks.firstEntryAt(1))).isEqualTo(Marks.UNMOUNTED);
        others.everything(4);
        marks.add(others);
        assertThat(marks.isEverything()).isTrue();
        assertThat(marks.everythingCause()).isEqualTo(4);
        assertThat(marks.size()).isEqualTo(1);
    }

    @Test
    void besideEverythingNothingCounts() {
        marks.everything(2);
        byte[] name = {'a'};
        assertThat(marks.entry(1, name, 1, (byte) 0, (byte) 0)).isFalse();
        assertThat(marks.path(1, name, 1, (byte) 0, (byte) 0)).isFalse();
        marks.directory(1, Marks.SUBTREE, 3);
        assertThat(marks.directories()).isZero();
        assertThat(marks.hasSubtree(3)).isFalse();
        assertThat(marks.everythingCause()).isEqualTo(2);
    }

    /** What was said of an entry before something moved there was about something else; of a directory itself it was not. */
    @Test
    void whatIsPlacedForgetsWhatWasSaid() {
        entry(7, "a", Marks.SAID | Marks.WRITING);
        entry(7, "a", Marks.PLACED);
        assertThat(marks.flags(marks.firstEntryAt(0))).isEqualTo(Marks.PLACED);
        entry(8, "", Marks.UNMOUNTED);
        entry(8, "", Marks.PLACED);
        assertThat(marks.flags(marks.firstEntryAt(1))).isEqualTo((byte) (Marks.UNMOUNTED | Marks.PLACED));
    }

    @Test
    void theLatestCauseCounts() {
        marks.directory(7, Marks.LISTING, 1);
        marks.directory(7, Marks.ENTRIES, 2);
        assertThat(marks.causeAt(0)).isEqualTo(2);
        assertThat(marks.levelAt(0)).isEqualTo(Marks.LISTING);
    }

    @Test
    void G7_whatADirectoryItselfWasToldSurvivesTheCollapseOfEntries() {
        entry(5, "", Marks.UNMOUNTED);
        entry(6, "arrived", Marks.ARRIVED);
        for (int i = 0; levelOf(100) != Marks.LISTING; i++) {
            entry(100 + i % 200, "name" + i, 0);
        }
        assertThat(marks.flags(marks.firstEntryAt(0))).isEqualTo(Marks.UNMOUNTED);
        assertThat(levelOf(5)).isEqualTo(Marks.ENTRIES);
        assertThat(levelOf(6)).isEqualTo(Marks.SUBTREE);
        assertThat(entriesOf(6)).isEmpty();
        assertThat(marks.isEverything()).isFalse();
    }

    /** Paths are kept in one array; each must stay where it is when that grows. */
    @Test
    void everyPathIsKeptAsItIs() {
        String longest = "d".repeat(3_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(path(i % 3, longest.substring(i) + "/" + i, i % 2 == 0 ? Marks.SAID : 0))
                    .isTrue();
        }
        PathHints paths = marks.paths();
        assertThat(paths.size()).isEqualTo(1_000);
        byte[] target = new byte[4_000];
        for (int i = 0; i < 1_000; i++) {
            String expected = longest.substring(i) + "/" + i;
            assertThat(paths.root(i)).isEqualTo(i % 3);
            assertThat(paths.length(i)).isEqualTo(expected.length());
            assertThat(paths.byteAt(i, expected.length() - 1)).isEqualTo((byte) expected.charAt(expected.length() - 1));
            paths.copy(i, 1, paths.length(i), target);
            assertThat(new String(target, 0, paths.length(i) - 1, UTF_8)).isEqualTo(expected.substring(1));
            assertThat(paths.flags(i)).isEqualTo(i % 2 == 0 ? Marks.SAID : 0);
            assertThat(path(i % 3, expected, 0)).isFalse();
        }
        marks.clear();
        assertThat(path(0, "a", 0)).isTrue();
        assertThat(path(0, "a", 0)).isFalse();
        assertThat(path(0, "b", 0)).isTrue();
        assertThat(marks.paths().size()).isEqualTo(2);
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
        assertThat(levelOf(2)).isEqualTo(Marks.SUBTREE);
        assertThat(path(1, long1 + "5", 0)).as("it was there already").isFalse();
        assertThat(levelOf(1)).isZero();
    }
}
