package io.github.fswire.crawl;

import io.github.fswire.threads.Threads;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** In which order marked directories are inspected, and which of them not. Owned by the engine thread. */
final class MarkOrder {
    private final TreeIndex index;
    private final @Nullable ToIntFunction<Path> priority;

    /** Those with the larger {@code priority} come first; without one, those that were marked first. */
    MarkOrder(TreeIndex index, @Nullable ToIntFunction<Path> priority) {
        this.index = index;
        this.priority = priority;
    }

    /** Positions in {@code marks}, without what is no directory any more and what lies in a marked subtree. */
    int[] of(Marks marks) {
        BitSet subtrees = subtrees(marks);
        int[] positions = new int[marks.directories()];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            int directory = marks.directoryAt(i);
            if (index.isDirectory(directory) && !isBelow(directory, subtrees)) {
                positions[count++] = i;
            }
        }
        int[] found = count == positions.length ? positions : Arrays.copyOf(positions, count);
        return priority == null ? found : sorted(found, marks, priority);
    }

    private static BitSet subtrees(Marks marks) {
        BitSet subtrees = new BitSet();
        for (int i = 0; i < marks.directories(); i++) {
            if (marks.levelAt(i) == Marks.SUBTREE) {
                subtrees.set(marks.directoryAt(i));
            }
        }
        return subtrees;
    }

    private int[] sorted(int[] positions, Marks marks, ToIntFunction<Path> byPath) {
        record Ranked(int position, int rank) {}
        return IntStream.of(positions)
                .mapToObj(i -> new Ranked(i, rank(marks.directoryAt(i), byPath)))
                .sorted(Comparator.comparingInt(Ranked::rank).reversed())
                .mapToInt(Ranked::position)
                .toArray();
    }

    private int rank(int directory, ToIntFunction<Path> byPath) {
        int rank = byPath.applyAsInt(index.path(directory).toPath());
        Threads.clearInterrupt();
        return rank;
    }

    private boolean isBelow(int dir, BitSet subtrees) {
        if (!subtrees.isEmpty()) {
            for (int node = index.parent(dir); node >= 0; node = index.parent(node)) {
                if (subtrees.get(node)) {
                    return true;
                }
            }
        }
        return false;
    }
}
