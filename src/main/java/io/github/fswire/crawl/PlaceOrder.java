package io.github.fswire.crawl;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.threads.Threads;
import io.github.fswire.tree.TreeIndex;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decides in which order pending directories are inspected, and which are not. Owned by the engine thread. */
final class PlaceOrder {
    private final TreeIndex index;
    private final @Nullable ToIntFunction<Path> priority;

    /** Directories with the larger {@code priority} come first; without one, those that were reported first. */
    PlaceOrder(TreeIndex index, @Nullable ToIntFunction<Path> priority) {
        this.index = index;
        this.priority = priority;
    }

    /**
     * Positions in {@code places}, without nodes that are no directories any more and without directories in a pending
     * subtree.
     */
    int[] of(PendingPlaces places) {
        BitSet inside = subtrees(places);
        BitSet outside = new BitSet();
        int[] positions = new int[places.directories()];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            int directory = places.directoryAt(i);
            if (index.isDirectory(directory) && !isBelow(directory, inside, outside)) {
                positions[count++] = i;
            }
        }
        int[] found = count == positions.length ? positions : Arrays.copyOf(positions, count);
        return priority == null ? found : sorted(found, places, priority);
    }

    private static BitSet subtrees(PendingPlaces places) {
        BitSet subtrees = new BitSet();
        for (int i = 0; i < places.directories(); i++) {
            if (places.levelAt(i) == PendingPlaces.SUBTREE) {
                subtrees.set(places.directoryAt(i));
            }
        }
        return subtrees;
    }

    private int[] sorted(int[] positions, PendingPlaces places, ToIntFunction<Path> byPath) {
        record Ranked(int position, int rank) {}
        return IntStream.of(positions)
                .mapToObj(i -> new Ranked(i, rank(places.directoryAt(i), byPath)))
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
