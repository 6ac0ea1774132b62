package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Merged changes lead from the same tree to the same tree, and there are fewer of them. */
class MergedChangesTest {
    @Test
    void theyLeadToTheSameTree() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ChangedTree now = new ChangedTree();
            ChangedTree before = new ChangedTree();
            MergedChanges merged = new MergedChanges(EnumSet.allOf(Change.Kind.class));
            int ahead = random.nextInt(20);
            for (int i = 0; i < 20 + random.nextInt(40); i++) {
                for (Change change : now.next(random, i, false)) {
                    now.apply(change);
                    if (i < ahead) {
                        before.apply(change);
                    } else {
                        merged.add(change);
                    }
                }
            }
            List<Change> all = merged.inOrder();
            all.forEach(before::apply);
            assertThat(before.entries()).as("seed " + seed).isEqualTo(now.entries());
            assertThat(all.size()).as("seed " + seed).isLessThanOrEqualTo(2 * merged.size());
        }
    }

    private static List<String> merged(Change... changes) {
        MergedChanges merged = new MergedChanges(EnumSet.allOf(Change.Kind.class));
        List.of(changes).forEach(merged::add);
        return merged.inOrder().stream()
                .map(change -> change.kind() + " " + change.nativePath() + " " + change.size() + " "
                        + change.previousSize().orElse(-1) + " " + change.aspects())
                .toList();
    }

    private static Change.Builder file(Change.Kind kind) {
        return Change.builder(kind, NativeName.of("/r/f"));
    }

    @Test
    void whatComesAndGoesIsNothing() {
        assertThat(merged(
                        file(Change.Kind.CREATED).build(),
                        file(Change.Kind.MODIFIED).build(),
                        file(Change.Kind.DELETED).build()))
                .isEmpty();
    }

    @Test
    void aModificationKnowsWhatWasBeforeTheFirstAndEachAspect() {
        Change first = file(Change.Kind.MODIFIED)
                .now(2, 0)
                .previous(1, 0)
                .aspects(Set.of(Change.Aspect.CONTENT))
                .build();
        Change second = file(Change.Kind.MODIFIED)
                .now(2, 0)
                .previous(2, 0)
                .aspects(Set.of(Change.Aspect.METADATA))
                .build();
        assertThat(merged(first, second)).containsExactly("MODIFIED /r/f 2 1 [CONTENT, METADATA]");
    }

    @Test
    void whatIsDeletedAndCreatedIsModified() {
        assertThat(merged(
                        file(Change.Kind.DELETED).previous(1, 0).build(),
                        file(Change.Kind.CREATED).now(3, 0).build()))
                .containsExactly("MODIFIED /r/f 3 1 [CONTENT, METADATA]");
    }

    @Test
    void whatIsCreatedAnewHasNewContentWhateverChangesAfterwards() {
        assertThat(merged(
                        file(Change.Kind.DELETED).previous(1, 0).build(),
                        file(Change.Kind.CREATED).now(3, 0).build(),
                        file(Change.Kind.MODIFIED)
                                .now(3, 0)
                                .aspects(Set.of(Change.Aspect.METADATA))
                                .build()))
                .containsExactly("MODIFIED /r/f 3 1 [CONTENT, METADATA]");
    }

    @Test
    void kindsThatAreNotWantedDoNotCome() {
        MergedChanges merged = new MergedChanges(EnumSet.of(Change.Kind.CREATED, Change.Kind.DELETED));
        merged.add(file(Change.Kind.DELETED).build());
        merged.add(file(Change.Kind.CREATED).build());
        assertThat(merged.inOrder()).extracting(Change::kind).containsExactly(Change.Kind.DELETED, Change.Kind.CREATED);
    }

    @Test
    void anotherTypeIsAnotherEntry() {
        Change directory = file(Change.Kind.CREATED).type(Change.Type.DIRECTORY).build();
        assertThat(merged(file(Change.Kind.DELETED).previous(1, 0).build(), directory))
                .containsExactly("DELETED /r/f 0 1 []", "CREATED /r/f 0 -1 []");
    }
}
