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
}
