package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The tables of names are made once and kept: inspecting one entry of a large directory does not read all the others. */
class LargeDirectoriesTest {
    private static final int MANY = 3000; // more than is checked as a whole

    private final TreeIndex index = new TreeIndex();
    private final Difference difference = new Difference(index, node -> false);
    private final LargeDirectories large = index.nodes().large();
    private final EntryStat stat = new EntryStat();
    private long inodes = 1;

    LargeDirectoriesTest() {
        stat.complete = true;
        stat.birthNanos = 1;
    }

    private int found(String name, int type, long inode) {
        stat.type = type;
        stat.inode = inode;
        byte[] bytes = name.getBytes(UTF_8);
        return difference.found(bytes, bytes.length, stat, false, 0);
    }

    private void absent(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        difference.absent(bytes, bytes.length, 0);
    }

    private int child(int directory, String name) {
        byte[] bytes = name.getBytes(UTF_8);
        return index.child(directory, bytes, bytes.length);
    }

    private int fill(int directory, int files) {
        difference.beginListing(directory);
        for (int i = 0; i < files; i++) {
            found("f" + i, EntryStat.FILE, ++inodes);
        }
        difference.end(true, 0);
        return directory;
    }

    private int directory(int parent, String name) {
        difference.beginInspections(parent);
        return found(name, EntryStat.DIRECTORY, ++inodes);
    }

    private void finish() {
        difference.finish(new NoSink());
        difference.baseline(false);
    }

    private NameTable table(int directory) {
        return Objects.requireNonNull(large.peek(directory));
    }

    @Test
    void aTableIsKeptWhileChildrenComeAndGo() {
        difference.baseline(true);
        int root = index.addRoot(NativeName.of("/r"));
        int directory = fill(directory(root, "many"), MANY);
        int elsewhere = directory(root, "elsewhere");
        finish();

        difference.beginInspections(directory);
        int last = found("f" + (MANY - 1), EntryStat.FILE, inodes - 1);
        finish();
        NameTable table = table(directory);
        assertThat(table.size()).isEqualTo(MANY);
        assertThat(child(directory, "f" + (MANY - 1))).isEqualTo(last);

        difference.beginInspections(directory);
        absent("f1");
        int created = found("new", EntryStat.FILE, ++inodes);
        int below = found("d", EntryStat.DIRECTORY, ++inodes);
        finish();
        assertThat(table(directory)).isSameAs(table);
        assertThat(table.size()).isEqualTo(MANY + 1);
        assertThat(child(directory, "f1")).isEqualTo(TreeIndex.NONE);
        assertThat(child(directory, "new")).isEqualTo(created);

        difference.beginInspections(elsewhere);
        assertThat(found("moved", EntryStat.DIRECTORY, inodes)).isEqualTo(below);
        finish();
        assertThat(table(directory)).isSameAs(table);
        assertThat(table.size()).isEqualTo(MANY);
        assertThat(child(directory, "d")).isEqualTo(TreeIndex.NONE);

        difference.beginInspections(directory);
        assertThat(found("back", EntryStat.DIRECTORY, inodes)).isEqualTo(below);
        finish();
        assertThat(table(directory)).isSameAs(table);
        assertThat(child(directory, "back")).isEqualTo(below);

        difference.beginInspections(root);
        absent("many");
        finish();
        assertThat(large.peek(directory)).isNull();
        assertThat(large.bytes()).isZero();
    }

    @Test
    void anInspectionThatGoesByTheIndexAloneKeepsATableToo() {
        difference.baseline(true);
        int directory = fill(index.addRoot(NativeName.of("/r")), MANY);
        finish();
        assertThat(child(directory, "none")).isEqualTo(TreeIndex.NONE);
        NameTable table = table(directory);
        assertThat(child(directory, "f" + (MANY - 1))).isNotEqualTo(TreeIndex.NONE);
        assertThat(table(directory)).isSameAs(table);
    }

    @Test
    void G7_tablesTakeAsMuchAsAFewNamesForEachEntry() {
        difference.baseline(true);
        int root = index.addRoot(NativeName.of("/r"));
        int[] directories = new int[20];
        for (int i = 0; i < directories.length; i++) {
            directories[i] = fill(directory(root, "d" + i), MANY);
        }
        finish();
        long before = index.bytes();
        for (int directory : directories) {
            child(directory, "none");
        }
        assertThat(large.peek(directories[0])).as("it had to give way").isNull();
        assertThat(large.peek(directories[19])).isNotNull();
        assertThat((double) (index.bytes() - before) / index.entries()).isLessThan(6);
    }
}
