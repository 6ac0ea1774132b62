package io.github.fswire.crawl;

import io.github.fswire.threads.Threads;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.nio.file.Path;
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
        BitSet inside = subtrees(marks);
        BitSet outside = new BitSet();
        IntStream positions = directories(marks).filter(i -> !isBelow(marks.directoryAt(i), inside, outside));
        return priority == null ? positions.toArray() : sorted(positions, marks, priority);
    }

    private IntStream directories(Marks marks) {
        return IntStream.range(0, marks.directories()).filter(i -> index.isDirectory(marks.directoryAt(i)));
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

    private int[] sorted(IntStream positions, Marks marks, ToIntFunction<Path> byPath) {
        record Ranked(int position, int rank) {}
        return positions
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

    /** Whether a directory is below one in {@code inside}; what is on the way is added to one of the sets. */
    private boolean isBelow(int dir, BitSet inside, BitSet outside) {
        if (inside.isEmpty()) {
            return false;
        }
        int known = index.parent(dir);
        while (known >= 0 && !inside.get(known) && !outside.get(known)) {
            known = index.parent(known);
        }
        boolean below = known >= 0 && inside.get(known);
        for (int node = index.parent(dir); node != known; node = index.parent(node)) {
            (below ? inside : outside).set(node);
        }
        return below;
    }
}
