package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.Chain;
import io.github.fswire.tree.NoSink;
import io.github.fswire.tree.SmallStack;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ListenerOptions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a listener sees of thousands of nested directories, on a thread with little stack. */
class DeepViewTest {
    private static final NativeName HIDDEN = NativeName.of("/r/hidden");

    private static Chain chain(int levels, int nameBytes) {
        Chain chain = new Chain(levels, nameBytes);
        chain.find("a");
        chain.difference.finish(new NoSink());
        return chain;
    }

    private static FilteredView view(Chain chain, Expected seen, String... exclusions) {
        ListenerOptions options = ListenerOptions.EVERYTHING;
        for (String glob : exclusions) {
            options = options.exclude(glob);
        }
        return new FilteredView(
                chain.index, options, () -> false, (node, stat) -> {}, () -> Instant.EPOCH, seen::accept);
    }

    private static Change moved(NativeName from, NativeName to) {
        return Change.builder(Change.Kind.MOVED, to)
                .from(from, from)
                .type(Change.Type.DIRECTORY)
                .build();
    }

    private static Change directory(Change.Kind kind, NativeName path) {
        return Change.builder(kind, path).type(Change.Type.DIRECTORY).build();
    }

    @ParameterizedTest
    @CsvSource({"5000, 1", "3000, 200"})
    void everythingIsShownDownToWhatIsHidden(int levels, int nameBytes) throws Exception {
        SmallStack.run(() -> {
            Chain chain = chain(levels, nameBytes);
            Expected seen = new Expected(chain, Change.Kind.CREATED, 0, 1);
            view(chain, seen, chain.name("a", levels - 10).toString()).everything();
            assertThat(seen.count).isEqualTo(levels - 10);
        });
    }

    @ParameterizedTest
    @CsvSource({"5000, 1", "3000, 200"})
    void eachChangeIsShownDownToWhatIsHidden(int levels, int nameBytes) throws Exception {
        SmallStack.run(() -> {
            Chain chain = chain(levels, nameBytes);
            Expected seen = new Expected(chain, Change.Kind.CREATED, 0, 1);
            FilteredView view = view(chain, seen, chain.name("a", levels - 10).toString());
            for (int i = 0; i < levels; i++) {
                NativeName path = chain.index.path(chain.node(i));
                view.change(directory(Change.Kind.CREATED, path), -1, -1);
            }
            assertThat(seen.count).isEqualTo(levels - 10);
        });
    }

    @Test
    void theDeepestCanBeAskedForFirst() throws Exception {
        SmallStack.run(() -> {
            Chain chain = chain(5000, 1);
            Expected seen = new Expected(chain, Change.Kind.DELETED, 4999, -1);
            NativeName path = chain.deepest("a");
            view(chain, seen, "hidden").change(directory(Change.Kind.DELETED, path), -1, -1);
            assertThat(seen.count).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({"5000, 1", "3000, 200"})
    void whatMovesIntoTheViewIsCreatedFromAbove(int levels, int nameBytes) throws Exception {
        SmallStack.run(() -> {
            Chain chain = chain(levels, nameBytes);
            Expected seen = new Expected(chain, Change.Kind.CREATED, 0, 1);
            NativeName to = chain.index.path(chain.node(0));
            view(chain, seen, "hidden").change(moved(HIDDEN, to), chain.node(0), -1);
            assertThat(seen.count).isEqualTo(levels);
        });
    }

    @ParameterizedTest
    @CsvSource({"5000, 1", "3000, 200"})
    void whatMovesOutOfTheViewIsDeletedFromBelow(int levels, int nameBytes) throws Exception {
        SmallStack.run(() -> {
            Chain chain = chain(levels, nameBytes);
            Expected seen = new Expected(chain, Change.Kind.DELETED, levels - 1, -1);
            NativeName from = chain.index.path(chain.node(0)); // where it is in the index does not matter
            view(chain, seen, "hidden").change(moved(from, HIDDEN), chain.node(0), -1);
            assertThat(seen.count).isEqualTo(levels);
        });
    }

    @Test
    void whatIsHiddenByItsOldPathOnlyIsCreated() throws Exception {
        SmallStack.run(() -> {
            Chain chain = chain(3000, 1);
            Expected seen = new Expected(chain, Change.Kind.CREATED, 2, 1);
            NativeName to = chain.index.path(chain.node(0));
            view(chain, seen, "old/a1/a2").change(moved(NativeName.of("/r/old"), to), chain.node(0), -1);
            assertThat(seen.count).isEqualTo(2998);
        });
    }

    /** Requires one change for each level, in order. */
    private static final class Expected {
        private final Chain chain;
        private final NativeName deepest;
        private final Change.Kind kind;
        private final int step;
        private int level;
        private int end;
        int count;

        Expected(Chain chain, Change.Kind kind, int first, int step) {
            this.chain = chain;
            this.deepest = chain.deepest("a");
            this.kind = kind;
            this.level = first;
            this.step = step;
            this.end = chain.end(first);
        }

        void accept(Change change) {
            if (change.kind() == Change.Kind.MOVED) {
                return; // of the first level
            }
            NativeName path = change.nativePath();
            if (change.kind() != kind || path.length() != end || !deepest.isWithin(path)) {
                throw new AssertionError(change.kind() + " at level " + level + " of " + chain.levels);
            }
            end += step > 0
                    ? 1 + chain.name("a", level + 1).length()
                    : -1 - chain.name("a", level).length();
            level += step;
            count++;
        }
    }
}
