package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories within one cycle that storms have found and that the simulation meets too seldom. */
class DifferenceTest {
    private final TreeIndex index = new TreeIndex();
    private final int root = index.addRoot(NativeName.of("/r"));
    private final Difference difference = new Difference(index, node -> false);
    private final List<String> changes = new ArrayList<>();

    @Test
    void G1_aFileThatChangedAndWentWithADirectoryFoundInTwoPlacesIsModified() {
        EntryStat directory = stat(EntryStat.DIRECTORY, 2, 0);
        difference.baseline(true);
        difference.rootFound(root, stat(EntryStat.DIRECTORY, 1, 0), false, 0);
        difference.beginListing(root);
        int d = found("d", directory);
        difference.end(true, 0);
        difference.beginListing(d);
        found("f", stat(EntryStat.FILE, 3, 2));
        difference.end(true, 0);
        difference.baseline(false);

        difference.beginInspections(root);
        found("x", directory);
        difference.beginInspections(d);
        found("f", stat(EntryStat.FILE, 3, 174));
        difference.beginInspections(root);
        int again = found("u", directory);
        difference.beginListing(again);
        found("f", stat(EntryStat.FILE, 3, 174));
        difference.end(true, 0);
        difference.beginInspections(root);
        difference.absent("x".getBytes(UTF_8), 1, 0);
        difference.finish(new Log());

        assertThat(changes)
                .containsExactly("created /r/u", "moved /r/d/f /r/u/f", "modified /r/u/f 174", "deleted /r/d");
    }

    private int found(String name, EntryStat stat) {
        byte[] bytes = name.getBytes(UTF_8);
        return difference.found(bytes, bytes.length, stat, false, 0);
    }

    private static EntryStat stat(int type, long inode, long size) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = type;
        stat.inode = inode;
        stat.birthNanos = 1;
        stat.size = size;
        return stat;
    }

    private final class Log extends NoSink {
        @Override
        public void created(NativeName path, EntryDetails details) {
            changes.add("created " + path);
        }

        @Override
        public void modified(NativeName path, EntryDetails details) {
            changes.add("modified " + path + " " + details.size);
        }

        @Override
        public void deleted(NativeName path, EntryDetails details) {
            changes.add("deleted " + path);
        }

        @Override
        public void moved(NativeName from, NativeName path, int node, int replaced, EntryDetails details) {
            changes.add("moved " + from + " " + path);
        }
    }
}
