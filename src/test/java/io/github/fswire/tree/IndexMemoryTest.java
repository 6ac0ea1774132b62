package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import org.junit.jupiter.api.Test;

/**
 * The published bound: 50 bytes of heap for an entry at 100,000 files in 10,000 directories, by the index's own count of its
 * arrays. {@code bench} compares that count with the heap.
 */
class IndexMemoryTest {
    private static final int DIRECTORIES = 10_000;
    private static final int FILES = 10;

    @Test
    void G7_anEntryTakesAtMostFiftyBytes() {
        TreeIndex index = new TreeIndex();
        fill(index);
        assertThat(index.entries()).isEqualTo(DIRECTORIES * (FILES + 1) + 1);
        assertThat((double) index.bytes() / index.entries())
                .as("bytes of heap for an entry")
                .isBetween(30.0, 50.0);
    }

    private static void fill(TreeIndex index) {
        Difference difference = new Difference(index, node -> true);
        difference.baseline(true);
        EntryStat stat = new EntryStat();
        stat.complete = true;
        int root = index.addRoot(NativeName.of("/r"));
        int[] directories = new int[DIRECTORIES];
        difference.beginListing(root);
        for (int d = 0; d < DIRECTORIES; d++) {
            directories[d] = found(difference, "package" + d, stat, EntryStat.DIRECTORY);
        }
        difference.end(true, 0);
        for (int directory : directories) {
            difference.beginListing(directory);
            for (int f = 0; f < FILES; f++) {
                found(difference, "Source" + f + ".java", stat, EntryStat.FILE);
            }
            difference.end(true, 0);
        }
    }

    private static int found(Difference difference, String name, EntryStat stat, int type) {
        byte[] bytes = name.getBytes(UTF_8);
        stat.type = type;
        stat.inode++;
        return difference.found(bytes, bytes.length, stat, false, 0);
    }
}
