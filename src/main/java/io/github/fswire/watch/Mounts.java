package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the places below roots at which something was mounted or unmounted, of which no record of their directories tells. Owned
 * by the engine thread.
 */
final class Mounts {
    private static final Logger LOGGER = System.getLogger(Mounts.class.getName());

    /** Takes a place that must be inspected. */
    interface Sink {
        /** A path below a root, in bytes from index 0. */
        void path(int root, byte[] path, int length);
    }

    private final Scanner scanner;
    private final TreeIndex index;
    private Map<NativeName, Long> known;

    /** What is mounted now is known. */
    Mounts(Scanner scanner, TreeIndex index) {
        this.scanner = scanner;
        this.index = index;
        this.known = scanner.mounts();
    }

    /** The table of mounts has changed. */
    void changed(Sink sink) {
        Map<NativeName, Long> now = scanner.mounts();
        if (now.isEmpty()) {
            return; // it could not be read: rescans and reconciliation remain
        }
        Set<NativeName> points = new HashSet<>(known.keySet());
        points.addAll(now.keySet());
        points.removeIf(point -> Objects.equals(known.get(point), now.get(point)));
        known = now;
        for (int r = 0; r < index.rootCount() && !points.isEmpty(); r++) {
            inside(index.root(r), points, sink);
        }
    }

    private void inside(int root, Set<NativeName> points, Sink sink) {
        NativeName place;
        try {
            place = NativeName.of(index.rootPath(root).toPath().toRealPath());
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "a root that is not there cannot be mounted below", e);
            return;
        }
        int start = place.byteAt(place.length() - 1) == '/' ? place.length() : place.length() + 1;
        for (NativeName point : points) {
            if (point.isWithin(place) && point.length() > start) { // of the root itself its identity tells
                byte[] below = NativeName.of(point.toBytes(), start, point.length() - start)
                        .toBytes();
                sink.path(root, below, below.length);
            }
        }
    }
}
