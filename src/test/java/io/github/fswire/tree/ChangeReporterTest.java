package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change says of an entry before and now. */
class ChangeReporterTest {
    private static final byte[] F = {'f'};
    private static final byte[] G = {'g'};

    private final TreeIndex index = new TreeIndex();
    private final int root = index.addRoot(NativeName.of("/r"));
    private final Difference difference = new Difference(index, node -> false);
    private final List<String> changes = new ArrayList<>();

    @BeforeEach
    void begin() {
        index.keepAttributes();
        difference.baseline(true);
        difference.rootFound(root, directory(1), false, 0);
        difference.beginListing(root);
        found(F, file(2, stat -> {}));
        found("d".getBytes(UTF_8), directory(3));
        difference.end(true, 0);
        difference.baseline(false);
        difference.finish(new Log());
        difference.beginInspections(root);
    }

    private static EntryStat directory(long inode) {
        EntryStat stat = file(inode, directory -> {});
        stat.type = EntryStat.DIRECTORY;
        return stat;
    }

    private static EntryStat file(long inode, Consumer<EntryStat> change) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = EntryStat.FILE;
        stat.inode = inode;
        stat.birthNanos = 1;
        stat.size = 5;
        stat.modifiedNanos = 1000;
        stat.changedNanos = 1000;
        stat.mode = 0644;
        change.accept(stat);
        return stat;
    }

    private static void write(EntryStat stat) {
        stat.size = 7;
        stat.modifiedNanos = 2000;
        stat.changedNanos = 2000;
    }

    private static void chmod(EntryStat stat) {
        stat.mode = 0600;
        stat.changedNanos = 3000;
    }

    private void found(byte[] name, EntryStat stat) {
        difference.found(name, name.length, stat, false, 0);
    }

    private List<String> changes() {
        difference.finish(new Log());
        return changes;
    }

    @Test
    void aWriteChangesTheContent() {
        found(F, file(2, ChangeReporterTest::write));
        assertThat(changes()).containsExactly("modified /r/f of /r, 1, 7 at 2000, before 5 at 1000");
    }

    @Test
    void aReportedChangeOfTheModeChangesMetadata() {
        difference.mayBeMetadata(true);
        found(F, file(2, ChangeReporterTest::chmod));
        assertThat(changes()).containsExactly("modified /r/f of /r, 2, 5 at 1000, before 5 at 1000");
    }

    @Test
    void aChangeOfTheModeAfterAWriteIsBoth() {
        found(F, file(2, stat -> {
            write(stat);
            chmod(stat);
        }));
        assertThat(changes()).containsExactly("modified /r/f of /r, 3, 7 at 2000, before 5 at 1000");
    }

    @Test
    void aChangeOfTheModeThatWasNotReportedAloneIsBoth() {
        found(F, file(2, ChangeReporterTest::chmod));
        assertThat(changes()).containsExactly("modified /r/f of /r, 3, 5 at 1000, before 5 at 1000");
    }

    @Test
    void aReportThatLeavesNoTraceIsBoth() {
        difference.found(F, F.length, file(2, stat -> {}), true, 0);
        assertThat(changes()).containsExactly("modified /r/f of /r, 3, 5 at 1000, before 5 at 1000");
    }

    @Test
    void ofADirectoryMetadataCounts() {
        EntryStat stat = directory(3);
        chmod(stat);
        found("d".getBytes(UTF_8), stat);
        assertThat(changes()).containsExactly("modified /r/d of /r, 2, 5 at 1000, before 5 at 1000");
    }

    @Test
    void afterARacyInspectionTheContentMayHaveChangedAsWell() {
        EntryStat written = file(2, ChangeReporterTest::write);
        written.racy = true;
        found(F, written);
        difference.finish(new Log());
        difference.beginInspections(root);
        found(F, file(2, stat -> {
            write(stat);
            chmod(stat);
        }));
        assertThat(changes().get(1)).isEqualTo("modified /r/f of /r, 3, 7 at 2000, before 7 at 2000");
    }

    @Test
    void twoInspectionsInACycleDoNotHideWhatWasBefore() {
        found(F, file(2, ChangeReporterTest::write));
        found(F, file(2, ChangeReporterTest::write));
        assertThat(changes()).containsExactly("modified /r/f of /r, 1, 7 at 2000, before 5 at 1000");
    }

    @Test
    void aMovedFileTakesAlongWhatItWas() {
        found(G, file(2, ChangeReporterTest::write));
        difference.absent(F, F.length, 0);
        assertThat(changes())
                .containsExactly(
                        "moved /r/f of /r -> /r/g of /r, 0, 7 at 2000, before 5 at 1000",
                        "modified /r/g of /r, 1, 7 at 2000, before 7 at 2000");
    }

    @Test
    void aReplacedFileWasTheOtherOne() {
        found(F, file(9, ChangeReporterTest::write));
        assertThat(changes()).containsExactly("modified /r/f of /r, 3, 7 at 2000, before 5 at 1000");
    }

    @Test
    void aDeletedFileWasSomething() {
        difference.absent(F, F.length, 0);
        assertThat(changes()).containsExactly("deleted /r/f of /r, 0, 0 at 0, before 5 at 1000");
    }

    @Test
    void nothingIsKnownOfAFileBeforeItWasThere() {
        found(G, file(4, stat -> {}));
        assertThat(changes()).containsExactly("created /r/g of /r, 0, 5 at 1000");
    }

    @Test
    void aNumberThatIsUsedAgainStandsForAnotherFile() {
        difference.absent(F, F.length, 0);
        difference.finish(new Log());
        difference.beginInspections(root);
        found(G, file(4, stat -> {}));
        assertThat(changes().get(1)).isEqualTo("created /r/g of /r, 0, 5 at 1000");
    }

    private final class Log extends NoSink {
        private void add(String what, EntryDetails details) {
            String before = details.previousSize == EntryDetails.UNKNOWN
                    ? ""
                    : ", before " + details.previousSize + " at " + details.previousModifiedNanos;
            changes.add(what + " of " + details.root + ", " + details.aspects + ", " + details.size + " at "
                    + details.modifiedNanos + before);
        }

        @Override
        public void created(NativeName path, EntryDetails details) {
            add("created " + path, details);
        }

        @Override
        public void modified(NativeName path, EntryDetails details) {
            add("modified " + path, details);
        }

        @Override
        public void deleted(NativeName path, EntryDetails details) {
            add("deleted " + path, details);
        }

        @Override
        public void moved(NativeName from, NativeName path, int node, int replaced, EntryDetails details) {
            add("moved " + from + " of " + details.fromRoot + " -> " + path, details);
        }
    }
}
