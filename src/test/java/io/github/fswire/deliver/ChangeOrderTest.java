package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes in an order that is wanted lead to the same tree, each step of the way can be applied, and none waits in vain. */
class ChangeOrderTest {
    @Test
    void theyLeadToTheSameTree() {
        long first = System.nanoTime();
        int reordered = 0;
        for (long seed = first; seed < first + 5_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ChangedTree now = new ChangedTree();
            ChangedTree ordered = new ChangedTree();
            List<Change> changes = new ArrayList<>();
            int ahead = random.nextInt(20);
            for (int i = 0; i < 20 + random.nextInt(40); i++) {
                for (Change change : now.next(random, i, true)) {
                    now.apply(change);
                    if (i < ahead) {
                        ordered.apply(change);
                    } else {
                        changes.add(change);
                    }
                }
            }
            long salt = random.nextLong();
            List<Change> result = ChangeOrder.of(
                    changes,
                    Comparator.comparingLong(
                            change -> salt * (1 + change.nativePath().hashCode()) >>> 60));
            assertThat(result).as("seed " + seed).containsExactlyInAnyOrderElementsOf(changes);
            result.forEach(ordered::apply);
            assertThat(ordered.entries()).as("seed " + seed).isEqualTo(now.entries());
            reordered += result.equals(changes) ? 0 : 1;
        }
        assertThat(reordered).isGreaterThan(2_500);
    }

    /** Files whose name begins with a come first. */
    private static List<String> ordered(String... changes) {
        List<Change> all = Stream.of(changes).map(ChangeOrderTest::change).toList();
        Comparator<Change> wanted =
                Comparator.comparing(change -> !change.nativePath().toString().matches(".*/a[^/]*"));
        return ChangeOrder.of(all, wanted).stream().map(ChangeOrderTest::line).toList();
    }

    private static Change change(String line) {
        String[] words = line.split(" ");
        Change.Builder change = Change.builder(Change.Kind.valueOf(words[0]), NativeName.of(words[words.length - 1]));
        return words.length == 2
                ? change.build()
                : change.from(NativeName.of(words[1]), NativeName.of("/")).build();
    }

    private static String line(Change change) {
        NativeName from = change.nativeFrom();
        return change.kind() + " " + (from == null ? "" : from + " ") + change.nativePath();
    }

    @Test
    void whatIsWantedComesFirst() {
        assertThat(ordered("CREATED /x", "MODIFIED /y", "DELETED /a"))
                .containsExactly("DELETED /a", "CREATED /x", "MODIFIED /y");
    }

    @Test
    void whatItNeedsComesWithIt() {
        assertThat(ordered("CREATED /x", "CREATED /d", "CREATED /d/x", "CREATED /d/e", "CREATED /d/e/a"))
                .containsExactly("CREATED /d", "CREATED /d/e", "CREATED /d/e/a", "CREATED /x", "CREATED /d/x");
    }

    @Test
    void aDirectoryIsDeletedAfterWhatIsInIt() {
        assertThat(ordered("DELETED /d/x", "DELETED /d/a", "DELETED /d"))
                .containsExactly("DELETED /d/a", "DELETED /d/x", "DELETED /d");
    }

    @Test
    void bothPathsOfAMoveCount() {
        assertThat(ordered("MODIFIED /y", "MOVED /x /y", "CREATED /x", "MOVED /d /x/a", "MODIFIED /z"))
                .containsExactly("MODIFIED /y", "MOVED /x /y", "CREATED /x", "MOVED /d /x/a", "MODIFIED /z");
        assertThat(ordered("MODIFIED /z", "MOVED /a1 /t", "MOVED /b /a1", "MOVED /t /b"))
                .containsExactly("MOVED /a1 /t", "MOVED /b /a1", "MODIFIED /z", "MOVED /t /b");
    }

    /** To the file system where they are applied they may be one name. */
    @Test
    void spellingsOfOneNameKeepTheirOrder() {
        assertThat(ordered("DELETED /x/É", "CREATED /X/e\u0301", "CREATED /x/ae"))
                .containsExactly("CREATED /x/ae", "DELETED /x/É", "CREATED /X/e\u0301");
        assertThat(ordered("DELETED /d/A", "CREATED /D/a")).containsExactly("DELETED /d/A", "CREATED /D/a");
        assertThat(ordered("DELETED /x/ς", "CREATED /X/σ/a")).containsExactly("DELETED /x/ς", "CREATED /X/σ/a");
    }

    @Test
    void rootsOfFileSystemsAreAboveEverything() {
        assertThat(ordered("MODIFIED /", "MODIFIED /a")).containsExactly("MODIFIED /", "MODIFIED /a");
        assertThat(ordered("MODIFIED C:\\", "MODIFIED C:\\x/a")).containsExactly("MODIFIED C:\\", "MODIFIED C:\\x/a");
    }

    @Test
    void deepTreesKeepTheirOrder() {
        String[] changes = new String[1000];
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < changes.length; i++) {
            changes[i] = "CREATED " + path.append("/d");
        }
        changes[changes.length - 1] += "/a";
        assertThat(ordered(changes)).containsExactly(changes);
    }
}
