package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of the tree. */
class TreeIndexTest {
    private final TreeIndex index = new TreeIndex();
    private final Difference difference = new Difference(index, node -> false);

    private int add(int directory, String name, int type, long inode) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = type;
        stat.inode = inode;
        byte[] bytes = name.getBytes(UTF_8);
        difference.beginListing(directory);
        int node = difference.found(bytes, bytes.length, stat, false, 0);
        difference.end(true, 0);
        return node;
    }

    /** The directory of everything, a drive and a share end with a slash, other roots do not. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "C:/", "//server/share/", "/r", "C:/r"})
    void namesAreBehindOneSlash(String path) {
        int root = index.addRoot(NativeName.of(path));
        difference.baseline(true);
        int directory = add(root, "directory", EntryStat.DIRECTORY, 2);
        int file = add(directory, "f", EntryStat.FILE, 3);

        String above = path.endsWith("/") ? path : path + "/";
        assertThat(index.path(root)).hasToString(path);
        assertThat(index.path(directory)).hasToString(above + "directory");
        assertThat(index.path(file)).hasToString(above + "directory/f");
        assertThat(index.find(root, NativeName.of(path))).isEqualTo(root);
        assertThat(index.find(root, NativeName.of(above + "directory/f"))).isEqualTo(file);
    }

    /** A root without an identity is not there; an entry without one is of a file system that has none to tell. */
    @Test
    void whoHasNoIdentityMayBeAnything() {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = EntryStat.DIRECTORY;
        stat.inode = 7;
        int root = index.addRoot(NativeName.of("/r"));
        assertThat(index.mayBe(root, stat)).isFalse();
        difference.baseline(true);
        difference.rootFound(root, stat, false, 0);
        assertThat(index.mayBe(root, stat)).isTrue();
        assertThat(index.mayBe(add(root, "known", EntryStat.DIRECTORY, 2), stat))
                .isFalse();
        assertThat(index.mayBe(add(root, "unknown", EntryStat.DIRECTORY, 0), stat))
                .isTrue();
    }
}
