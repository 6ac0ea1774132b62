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

    /** A root without an identity is not there; an entry without one is on a file system that reports none. */
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

    private boolean isKnownByIdentity(int node) {
        IdentityMap identities = index.identities();
        int first = identities.first(index.identity(node));
        if (first < 0 || first == node) {
            return first == node;
        }
        for (int other = identities.next(first); other >= 0 && other != first; other = identities.next(other)) {
            if (other == node) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aRootBecomesADirectoryOfAnotherOneAndBack() {
        difference.baseline(true);
        int large = index.addRoot(NativeName.of("/r"));
        int small = index.addRoot(NativeName.of("/r/small"));
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = EntryStat.DIRECTORY;
        stat.inode = 7;
        difference.rootFound(small, stat, false, 0);
        int file = add(small, "f", EntryStat.FILE, 8);
        int before = add(large, "before", EntryStat.DIRECTORY, 9);

        byte[] name = "small".getBytes(UTF_8);
        index.graft(small, large, name, name.length);
        assertThat(index.rootCount()).isEqualTo(1);
        assertThat(index.child(large, name, name.length)).isEqualTo(small);
        assertThat(index.path(file)).hasToString("/r/small/f");
        assertThat(index.rootOf(file)).isEqualTo(large);
        assertThat(isKnownByIdentity(small)).isTrue();

        index.cut(small);
        assertThat(index.rootCount()).isEqualTo(2);
        assertThat(index.rootPath(small)).hasToString("/r/small");
        assertThat(index.path(file)).hasToString("/r/small/f");
        assertThat(index.child(large, name, name.length)).isEqualTo(TreeIndex.NONE);
        assertThat(index.firstChild(large)).isEqualTo(before);
        assertThat(index.isThere(small)).isTrue();
        assertThat(isKnownByIdentity(small))
                .as("a root is no candidate for a move")
                .isFalse();

        index.removeRoot(small);
        assertThat(index.rootCount()).isEqualTo(1);
        assertThat(index.isDirectory(small)).isFalse();
        assertThat(index.entries()).isEqualTo(2);
        assertThat(index.directories()).isEqualTo(2);
    }

    @Test
    void aDirectoryWithoutAnIdentityIsARootThatIsThere() {
        difference.baseline(true);
        int root = index.addRoot(NativeName.of("/r"));
        int directory = add(root, "d", EntryStat.DIRECTORY, 0);
        index.cut(directory);
        assertThat(index.isThere(directory)).isTrue();
        index.graft(directory, root, new byte[] {'d'}, 1);
        assertThat(index.identity(directory)).isZero();
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = EntryStat.DIRECTORY;
        stat.inode = 7;
        index.identify(directory, stat);
        assertThat(index.hasIdentity(directory, stat)).isTrue();
        assertThat(isKnownByIdentity(directory)).isTrue();
        EntryStat other = new EntryStat();
        other.complete = true;
        other.inode = 8;
        index.identify(directory, other);
        assertThat(index.hasIdentity(directory, stat)).as("it is known already").isTrue();
    }

    @Test
    void whatIsDoubtedIsDifferent() {
        difference.baseline(true);
        int root = index.addRoot(NativeName.of("/r"));
        int file = add(root, "f", EntryStat.FILE, 3);
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.inode = 3;
        assertThat(index.prints().differs(file, stat, true)).isFalse();
        index.doubt(file);
        assertThat(index.prints().differs(file, stat, false)).isTrue();
    }

    /** A racy inspection may have seen the effect of a later change: only who must be sure counts that as different. */
    @Test
    void whatMayHaveChangedUnseenIsDifferentForWhoMustBeSure() {
        difference.baseline(true);
        int root = index.addRoot(NativeName.of("/r"));
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.inode = 3;
        stat.racy = true;
        difference.beginListing(root);
        int file = difference.found(new byte[] {'f'}, 1, stat, false, 0);
        difference.end(true, 0);
        assertThat(index.prints().differs(file, stat, true)).isTrue();
        assertThat(index.prints().differs(file, stat, false)).isFalse();
        stat.racy = false;
        assertThat(index.prints().differs(file, stat, false))
                .as("a later inspection")
                .isTrue();
        index.nodes().adopt(file, stat);
        stat.racy = true;
        assertThat(index.prints().differs(file, stat, true)).isFalse();
        stat.size++;
        assertThat(index.prints().differs(file, stat, false)).isTrue();
        stat.size--;
        stat.changedNanos++;
        assertThat(index.prints().differs(file, stat, false)).isTrue();
        assertThat(index.prints().contentDiffers(file, stat, false)).isFalse();
    }

    /** Names of removed entries are thrown away when there are many: those that are left keep theirs. */
    @Test
    void G7_namesOfWhatIsGoneTakeNoRoomForEver() {
        difference.baseline(true);
        int root = index.addRoot(NativeName.of("/r"));
        String padding = "x".repeat(200);
        int stays = add(root, "stays" + padding, EntryStat.FILE, 3);
        long before = index.bytes();
        for (int pass = 0; pass < 20; pass++) {
            difference.beginListing(root);
            byte[] name = ("stays" + padding).getBytes(UTF_8);
            EntryStat stat = new EntryStat();
            stat.complete = true;
            stat.inode = 3;
            difference.found(name, name.length, stat, false, 0);
            for (int i = 0; i < 2_000; i++) {
                byte[] other = ("goes" + pass + "-" + i + padding).getBytes(UTF_8);
                stat.inode = 10L + i;
                difference.found(other, other.length, stat, false, 0);
            }
            difference.end(true, 0);
            difference.finish(new NoSink());
        }
        assertThat(index.entries()).isEqualTo(2_002);
        assertThat(index.path(stays)).hasToString("/r/stays" + padding);
        assertThat(index.bytes() - before).isLessThan(4_000_000);
    }
}
