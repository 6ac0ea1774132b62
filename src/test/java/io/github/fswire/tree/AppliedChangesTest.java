package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that cannot be applied, or that lead elsewhere than to what the index has, are found. */
class AppliedChangesTest {
    private static final int DIRECTORY = EntryStat.DIRECTORY;

    private final TreeIndex index = new TreeIndex();
    private AppliedChanges changes = new AppliedChanges(index, Set.of(), new NoSink());

    @BeforeEach
    void begin() {
        EntryStat stat = new EntryStat();
        stat.type = DIRECTORY;
        stat.complete = true;
        int root = index.addRoot(NativeName.of("/r"));
        index.nodes().adopt(root, stat);
        int directory = index.nodes().create(root, TreeIndex.NONE, "d".getBytes(UTF_8), 1, stat);
        stat.type = EntryStat.FILE;
        index.nodes().create(directory, TreeIndex.NONE, "f".getBytes(UTF_8), 1, stat);
        changes = new AppliedChanges(index, Set.of(), new NoSink());
    }

    private static EntryDetails details(int type) {
        EntryDetails details = new EntryDetails();
        details.type = type;
        return details;
    }

    private void created(String path) {
        changes.created(NativeName.of(path), details(EntryStat.FILE));
    }

    private void deleted(String path, int type) {
        changes.deleted(NativeName.of(path), details(type));
    }

    private void moved(String from, String to, int type, int replaced) {
        changes.moved(NativeName.of(from), NativeName.of(to), 0, replaced, details(type));
    }

    private static void assertBroken(ThrowingCallable change, String what) {
        assertThatThrownBy(change)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("a bug in fswire: the changes of a cycle ")
                .hasMessageContaining(what);
    }

    @Test
    void whatLeadsBackToTheIndexIsApplicable() {
        created("/r/x");
        moved("/r/d", "/r/e", DIRECTORY, -1);
        moved("/r/x", "/r/e/f", EntryStat.FILE, EntryStat.FILE);
        moved("/r/e", "/r/d", DIRECTORY, -1);
        assertThatCode(changes::finish).doesNotThrowAnyException();
    }

    @Test
    void anEntryBeforeItsDirectory() {
        assertBroken(() -> created("/r/n/x"), "an entry arrives before its directory: /r/n/x");
    }

    @Test
    void anEntryWhereAnotherOneIs() {
        assertBroken(() -> created("/r/d/f"), "an entry arrives where another one is");
    }

    @Test
    void aDirectoryBeforeItsChildren() {
        assertBroken(() -> deleted("/r/d", DIRECTORY), "a directory is deleted before what is in it: /r/d");
    }

    @Test
    void aDirectoryIntoItself() {
        assertBroken(() -> moved("/r/d", "/r/d/x", DIRECTORY, -1), "a directory moves into itself: /r/d/x");
    }

    @Test
    void aModificationOfNothing() {
        assertBroken(
                () -> changes.modified(NativeName.of("/r/d/f"), details(EntryStat.FILE)),
                "nothing of a modified entry has changed: /r/d/f");
    }

    @Test
    void whatIsNotThere() {
        assertBroken(() -> deleted("/r/x", EntryStat.FILE), "a change concerns what is not there: /r/x");
    }

    @Test
    void whatLeadsElsewhere() {
        deleted("/r/d/f", EntryStat.FILE);
        assertBroken(changes::finish, "do not lead to what the index has at [/r/d/f]");
    }
}
