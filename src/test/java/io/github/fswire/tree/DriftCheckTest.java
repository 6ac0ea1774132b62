package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reconciliation notices: each kind of difference on its own. */
class DriftCheckTest {
    private final TreeIndex index = new TreeIndex();
    private final Difference difference = new Difference(index, node -> true);
    private final int root = index.addRoot(NativeName.of("/r"));
    private final DriftCheck driftCheck = new DriftCheck(index);
    private final EntryStat a = stat(EntryStat.FILE, 2);
    private final EntryStat b = stat(EntryStat.FILE, 3);

    @BeforeEach
    void know() {
        difference.baseline(true);
        difference.beginListing(root);
        difference.found(new byte[] {'a'}, 1, a, false, 0);
        difference.found(new byte[] {'b'}, 1, b, false, 0);
        difference.end(true, 0);
        driftCheck.begin(root);
    }

    private static EntryStat stat(int type, long inode) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = type;
        stat.inode = inode;
        stat.links = 1;
        return stat;
    }

    private void entry(String name, EntryStat stat) {
        byte[] bytes = name.getBytes(UTF_8);
        driftCheck.entry(bytes, bytes.length, stat);
    }

    @Test
    void whatIsAsItWasIsNoDifference() {
        entry("b", b);
        entry("a", a);
        assertThat(driftCheck.isDifferent()).isFalse();
        driftCheck.begin(root);
        assertThat(driftCheck.isDifferent()).as("nothing listed").isTrue();
        driftCheck.begin(root);
        entry("a", a);
        entry("b", b);
        assertThat(driftCheck.isDifferent()).as("begun anew").isFalse();
    }

    @Test
    void whatIsMissingOrNewIsADifference() {
        entry("a", a);
        assertThat(driftCheck.isDifferent()).isTrue();
        assertThat(driftCheck.isDifferentBesidesLinks()).isTrue();
        entry("c", b);
        assertThat(driftCheck.isDifferentBesidesLinks())
                .as("as many, of another name")
                .isTrue();
    }

    @Test
    void whatHasChangedIsADifference() {
        a.size++;
        entry("a", a);
        entry("b", b);
        assertThat(driftCheck.isDifferentBesidesLinks()).isTrue();
    }

    @Test
    void anotherFileOrAnotherTypeOfThatNameIsADifference() {
        entry("a", stat(EntryStat.FILE, 7));
        entry("b", b);
        assertThat(driftCheck.isDifferent()).isTrue();
        driftCheck.begin(root);
        entry("a", a);
        entry("b", stat(EntryStat.SYMLINK, 3));
        assertThat(driftCheck.isDifferent()).isTrue();
    }

    @Test
    void whatCannotBeInspectedIsNoDifference() {
        EntryStat unknown = new EntryStat();
        unknown.setTypeOnly(EntryStat.FILE);
        entry("a", unknown);
        entry("b", b);
        assertThat(driftCheck.isDifferent()).isFalse();
    }

    @Test
    void aFileWithSeveralNamesMayChangeWithoutAReportHere() {
        a.links = 2;
        a.size++;
        entry("a", a);
        entry("b", b);
        assertThat(driftCheck.isDifferent()).isTrue();
        assertThat(driftCheck.isDifferentBesidesLinks()).isFalse();
        index.prints().setLinked(index.child(root, new byte[] {'b'}, 1));
        driftCheck.begin(root);
        a.size--;
        a.links = 1;
        b.size++;
        entry("a", a);
        entry("b", b);
        assertThat(driftCheck.isDifferent()).isTrue();
        assertThat(driftCheck.isDifferentBesidesLinks())
                .as("it had several names")
                .isFalse();
    }
}
