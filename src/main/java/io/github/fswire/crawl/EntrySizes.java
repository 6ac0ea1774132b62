package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;

/** Inspects entries of the index for their sizes and times only. Owned by the engine thread. */
public final class EntrySizes {
    private final Scanner scanner;
    private final TreeIndex index;
    private final Difference difference;
    private final Pending pending;
    private final DirectoryHandles handles;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    EntrySizes(Scanner scanner, TreeIndex index, Difference difference, Pending pending) {
        this.scanner = scanner;
        this.index = index;
        this.difference = difference;
        this.pending = pending;
        this.handles = new DirectoryHandles(scanner, index, difference, false);
    }

    /** Finds the size and time of an entry, which is inspected where it is by now unless the index has them; if it cannot be found, {@code found} has a size and a time of 0. */
    public void inspect(int node, EntryStat found) {
        if (index.copyAttributes(node, found)) {
            return; // as they were delivered last
        }
        int place = difference.placeOf(node);
        int length = index.copyName(place, name);
        int handle = handles.open(index.parent(place));
        boolean inspected = handle >= 0 && scanner.inspect(handle, name, length, found) == 0;
        if (!inspected || !index.hasIdentity(node, found)) {
            found.size = 0;
            found.modifiedNanos = 0;
            index.doubt(place); // wherever it is found, it is delivered as modified
            pending.entry(index.parent(place), name, length, (byte) 0, Causes.EVENT);
        }
    }

    /** Closes what was opened; nothing is asked for now. */
    public void close() {
        handles.close();
    }
}
