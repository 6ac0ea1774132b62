package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Merged changes lead from the same tree to the same tree, and there are fewer of them. */
class MergedChangesTest {
    /** A tree of few names, to which changes are applied. */
    private static final class Tree {
        private final TreeMap<String, String> entries = new TreeMap<>(Map.of("/r", "DIRECTORY"));

        private void apply(Change change) {
            String path = change.nativePath().toString();
            String entry = change.isDirectory() ? "DIRECTORY" : "FILE " + change.size();
            switch (change.kind()) {
                case CREATED -> {
                    assertThat(entries.get(parent(path))).as("above " + change).isEqualTo("DIRECTORY");
                    assertThat(entries.put(path, entry)).as(change.toString()).isNull();
                }
                case MODIFIED -> {
                    String before = entries.put(path, entry);
                    assertThat(before).as(change.toString()).isNotNull();
                    assertThat(before.equals("DIRECTORY")).as(change.toString()).isEqualTo(change.isDirectory());
                }
                case DELETED -> {
                    assertThat(below(path)).as("below " + change).isEmpty();
                    assertThat(entries.remove(path)).as(change.toString()).isNotNull();
                }
                case MOVED -> throw new AssertionError(change);
            }
        }

        private Map<String, String> below(String path) {
            return entries.subMap(path + "/", path + "0");
        }

        private static String parent(String path) {
            return path.substring(0, path.lastIndexOf('/'));
        }

        /** Changes that turn this tree into another one. */
        private List<Change> next(SplittableRandom random, int size) {
            List<Change> changes = new ArrayList<>();
            List<String> paths = new ArrayList<>(entries.keySet());
            String path = paths.get(random.nextInt(paths.size()));
            boolean directory = "DIRECTORY".equals(entries.get(path));
            if (directory && random.nextInt(3) > 0) {
                String child = path + "/" + (char) ('a' + random.nextInt(3));
                if (!entries.containsKey(child) && child.length() < 10) {
                    changes.add(change(Change.Kind.CREATED, child, random.nextInt(3) == 0, size));
                }
            } else if (random.nextBoolean() || path.equals("/r")) {
                changes.add(change(Change.Kind.MODIFIED, path, directory, size));
            } else {
                List<String> gone = new ArrayList<>(below(path).keySet());
                gone.add(0, path);
                for (int i = gone.size() - 1; i >= 0; i--) {
                    String one = gone.get(i);
                    changes.add(change(Change.Kind.DELETED, one, "DIRECTORY".equals(entries.get(one)), 0));
                }
            }
            return changes;
        }

        private static Change change(Change.Kind kind, String path, boolean directory, int size) {
            return Change.builder(kind, NativeName.of(path))
                    .type(directory ? Change.Type.DIRECTORY : Change.Type.FILE)
                    .now(size, 0)
                    .build();
        }
    }

    @Test
    void theyLeadToTheSameTree() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Tree now = new Tree();
            Tree before = new Tree();
            MergedChanges merged = new MergedChanges(EnumSet.allOf(Change.Kind.class));
            int ahead = random.nextInt(20);
            for (int i = 0; i < 20 + random.nextInt(40); i++) {
                for (Change change : now.next(random, i)) {
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
            assertThat(before.entries).as("seed " + seed).isEqualTo(now.entries);
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
