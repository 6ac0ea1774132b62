package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An index that is broken on purpose is found to be. */
class IndexCheckTest {
    private final TreeIndex index = new TreeIndex();
    private final int root = index.addRoot(NativeName.of("/r"));
    private final int directory = create(root, "d", EntryStat.DIRECTORY, 2);
    private final int file = create(directory, "f", EntryStat.FILE, 3);

    private int create(int parent, String name, int type, long inode) {
        EntryStat stat = new EntryStat();
        stat.type = type;
        stat.complete = true;
        stat.inode = inode;
        return index.nodes().create(parent, TreeIndex.NONE, name.getBytes(UTF_8), name.length(), stat);
    }

    @BeforeEach
    void isWhole() {
        assertThatCode(() -> IndexCheck.betweenCycles(index)).doesNotThrowAnyException();
    }

    private void assertBroken(String what) {
        assertThatThrownBy(() -> IndexCheck.betweenCycles(index))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("a bug in fswire: ")
                .hasMessageContaining(what);
    }

    @Test
    void twoChildrenOfOneName() {
        int twin = create(directory, "f", EntryStat.FILE, 4);
        assertBroken("node " + file + " has the name of another child");
        index.set(twin, CycleFlags.REMOVED);
        index.nodes().sweep(directory);
        assertThatCode(() -> IndexCheck.betweenCycles(index)).doesNotThrowAnyException();
    }

    @Test
    void aFlagOfTheCycleThatStays() {
        index.set(file, CycleFlags.GONE);
        assertBroken("node " + file + " has a flag of the cycle that has ended");
    }

    @Test
    void aNodeThatNobodyReaches() {
        index.nodes().createRoot();
        assertBroken("the index has 3 entries and counts 4");
    }

    @Test
    void aFileThatIsUsedAsADirectory() {
        assertThatThrownBy(() -> index.firstChild(file))
                .hasMessageContaining("node " + file + " is used as a directory");
    }

    @Test
    void aNodeThatIsFreedTwice() {
        int other = index.addRoot(NativeName.of("/other"));
        index.nodes().free(other);
        assertThatThrownBy(() -> index.nodes().free(other)).hasMessageContaining(" is freed twice");
    }

    @Test
    void aNeighbourInAnotherDirectory() {
        byte[] name = {'x'};
        assertThatThrownBy(() -> index.nodes().create(root, file, name, 1))
                .hasMessageContaining("is put into directory " + root + " behind node " + file);
    }
}
