package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thousands of nested directories, on a thread with little stack. */
class DeepTreeTest {
    @ParameterizedTest
    @CsvSource({"5000, 1", "3000, 200"})
    void areCreatedMovedAndDeleted(int levels, int nameBytes) throws Exception {
        SmallStack.run(() -> {
            Chain chain = new Chain(levels, nameBytes);
            Expected expected = new Expected(chain);

            chain.find("a");
            chain.difference.finish(expected.next("created", 0, 1));
            assertThat(expected.count).isEqualTo(levels);

            chain.find("b");
            chain.difference.finish(expected.next("moved", 0, 1));
            assertThat(expected.count).isEqualTo(levels);
            assertThat(chain.index.path(chain.node(levels - 1))).isEqualTo(chain.deepest("b"));

            chain.findNothing();
            chain.difference.finish(expected.next("deleted", levels - 1, -1));
            assertThat(expected.count).isEqualTo(levels);
            assertThat(chain.index.entries()).isEqualTo(1);
        });
    }

    @Test
    void areMovedAsOneDirectory() throws Exception {
        SmallStack.run(() -> {
            Chain chain = new Chain(5000, 1);
            chain.find("a");
            chain.difference.finish(new Log());
            chain.difference.beginListing(chain.root);
            chain.found(NativeName.of("elsewhere"), Chain.stat(EntryStat.DIRECTORY, 2));
            chain.difference.end(true, 0);
            Log log = new Log();
            chain.difference.finish(log);
            assertThat(log.changes).hasToString("moved /r/a0 /r/elsewhere\n");
            String path = chain.index.path(chain.node(4999)).toString();
            assertThat(path).startsWith("/r/elsewhere/a1/a2/").endsWith("/a4998/a4999");
        });
    }

    @Test
    void giveWayToAFileAfterWhatIsInTheLastHasMovedOut() throws Exception {
        SmallStack.run(() -> {
            Chain chain = new Chain(5000, 1);
            chain.find("a");
            chain.difference.beginListing(chain.node(4999));
            chain.found(NativeName.of("f"), Chain.stat(EntryStat.FILE, 9999));
            chain.difference.end(true, 0);
            chain.difference.finish(new Log());
            chain.difference.beginListing(chain.root);
            chain.found(NativeName.of("a0"), Chain.stat(EntryStat.FILE, 8888));
            chain.found(NativeName.of("z"), Chain.stat(EntryStat.FILE, 9999));
            chain.difference.end(true, 0);
            Log log = new Log();
            chain.difference.finish(log);
            assertThat(log.count).isEqualTo(5002);
            assertThat(log.first).startsWith("moved /r/a0/a1/").endsWith("/a4999/f /r/z");
            assertThat(log.changes.toString()).endsWith("deleted /r/a0/a1\ndeleted /r/a0\ncreated /r/a0\n");
        });
    }

    @Test
    void aHardLinkInTheLastIsInspectedUnderItsOtherNameWhenTheFirstIsGone() throws Exception {
        SmallStack.run(() -> {
            Chain chain = new Chain(5000, 1);
            EntryStat file = Chain.stat(EntryStat.FILE, 9999);
            file.links = 2;
            chain.find("a");
            chain.difference.beginListing(chain.node(4999));
            int deep = chain.found(NativeName.of("f"), file);
            chain.difference.end(true, 0);
            chain.difference.beginInspections(chain.root);
            int other = chain.found(NativeName.of("g"), file);
            chain.difference.finish(new Log());
            chain.difference.beginInspections(chain.root);
            chain.difference.absent(Chain.bytes("a0"), 2, 0);
            assertThat(chain.difference.nextRelative()).isEqualTo(deep);
            assertThat(chain.difference.nextRelative()).isEqualTo(other);
            assertThat(chain.difference.nextRelative()).isEqualTo(TreeIndex.NONE);
        });
    }

    @Test
    void eachOfManyEntriesTakesTheNameOfTheNext() throws Exception {
        SmallStack.run(() -> {
            int names = 5000;
            Chain chain = new Chain(0, 1);
            chain.difference.beginListing(chain.root);
            for (int i = 0; i < names; i++) {
                chain.found(NativeName.of("e" + i), Chain.stat(EntryStat.FILE, i + 2));
            }
            chain.difference.end(true, 0);
            chain.difference.finish(new Log());
            chain.difference.beginListing(chain.root);
            for (int i = 0; i < names; i++) {
                chain.found(NativeName.of("e" + (i + 1)), Chain.stat(EntryStat.FILE, i + 2));
            }
            chain.difference.end(true, 0);
            Log log = new Log();
            chain.difference.finish(log);
            assertThat(log.count).isEqualTo(names);
            assertThat(log.changes.toString())
                    .startsWith("moved /r/e4999 /r/e5000\nmoved /r/e4998 /r/e4999\n")
                    .endsWith("moved /r/e0 /r/e1\n");
        });
    }

    @Test
    void aWayToANeighbourIsNotWalkedAnew() {
        AtomicInteger steps = new AtomicInteger();
        Way way = new Way(node -> {
            steps.incrementAndGet();
            return node - 1;
        });
        for (int node = 0; node < 5000; node++) {
            way.leadTo(node);
        }
        for (int node = 4999; node >= 0; node--) {
            way.leadTo(node);
        }
        assertThat(way.size()).isEqualTo(1);
        assertThat(steps).hasValue(5000);
    }

    /** Requires one change for each level, in order; without keeping the paths, which have megabytes. */
    private static final class Expected extends Log {
        private static final int MOST_COMPARED = 1 << 15; // bytes of a path

        private final Chain chain;
        private final NativeName before;
        private final NativeName after;
        private String kind = "";
        private int level;
        private int end;
        private int step;

        Expected(Chain chain) {
            this.chain = chain;
            this.before = chain.deepest("a");
            this.after = chain.deepest("b");
        }

        Expected next(String changes, int first, int by) {
            kind = changes;
            level = first;
            end = chain.end(first);
            step = by;
            count = 0;
            return this;
        }

        @Override
        void add(String change, NativeName from, NativeName path) {
            NativeName whole = kind.equals("created") ? before : after;
            boolean right = change.equals(kind) && path.length() == end && whole.isWithin(path);
            if (change.equals("moved")) { // the directory above has its new name already
                boolean renamed = from.last().equals(chain.name("a", level));
                boolean there = end > MOST_COMPARED || from.isWithin(path.parent());
                right &= renamed && from.length() == end && there;
            }
            if (!right) {
                throw new AssertionError(change + " at level " + level + " of " + chain.levels);
            }
            end += step > 0
                    ? 1 + chain.name("a", level + 1).length()
                    : -1 - chain.name("a", level).length();
            level += step;
            count++;
        }
    }

    private static class Log extends NoSink {
        private static final int KEPT = 1 << 20;

        final StringBuilder changes = new StringBuilder(); // the last of them
        String first = "";
        int count;

        void add(String change, NativeName from, NativeName path) {
            String line = change + " " + (from.length() == 0 ? "" : from + " ") + path;
            first = count++ == 0 ? line : first;
            changes.append(line).append('\n');
            if (changes.length() > 2 * KEPT) {
                changes.delete(0, changes.length() - KEPT);
            }
        }

        @Override
        public void created(NativeName path, EntryDetails details) {
            add("created", NativeName.of(""), path);
        }

        @Override
        public void modified(NativeName path, EntryDetails details) {
            throw new AssertionError("modified " + path);
        }

        @Override
        public void deleted(NativeName path, EntryDetails details) {
            add("deleted", NativeName.of(""), path);
        }

        @Override
        public void moved(NativeName from, NativeName path, int node, int replaced, EntryDetails details) {
            add("moved", from, path);
        }

        @Override
        public void inspectAgain(int directory, NativeName name) {
            throw new AssertionError("inspect again " + name);
        }
    }
}
