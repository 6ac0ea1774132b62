package io.github.fswire.crawl;

import io.github.fswire.tree.TreeIndex;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Directories below roots that were mount points when they were inspected. Their nodes stay the same when a directory above them
 * is renamed, which the table of mounts does not show. Owned by the engine thread.
 */
final class MountPoints {
    private final TreeIndex index;
    private final BitSet nodes = new BitSet(); // some may have left the index, or be other directories by now

    MountPoints(TreeIndex index) {
        this.index = index;
    }

    /** A directory was found. */
    void found(int directory, boolean mounted) {
        nodes.set(directory, mounted);
    }

    void forEach(IntConsumer place) {
        for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
            if (index.isDirectory(node) && index.parent(node) >= 0) {
                place.accept(node);
            } else {
                nodes.clear(node);
            }
        }
    }
}
