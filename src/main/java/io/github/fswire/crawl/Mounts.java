package io.github.fswire.crawl;

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
 * Finds the places below roots at which something was mounted or unmounted; no record of their directories reports that.
 * Owned by the engine thread.
 */
public final class Mounts {
    private static final Logger LOGGER = System.getLogger(Mounts.class.getName());

    /** Takes a place that must be inspected. */
    public interface Sink {
        /** A path below a root, in bytes from index 0. */
        void path(int root, byte[] path, int length);
    }

    private final Scanner scanner;
    private final TreeIndex index;
    private final MountPoints found;
    private Map<NativeName, Long> known;

    /** What is mounted now is known; {@code found} are the mount points in the index. */
    public Mounts(Scanner scanner, TreeIndex index, MountPoints found) {
        this.scanner = scanner;
        this.index = index;
        this.found = found;
        this.known = scanner.mounts();
    }

    /**
     * The table of mounts has changed. The known mount points below roots are inspected at their paths in the index. They are
     * not searched for in the table: if a directory above one was renamed, the table has another path for it, and another
     * mount may have its number.
     */
    public void changed(Sink sink) {
        found.forEach(node -> {
            NativeName path = index.path(node);
            int root = index.rootOf(node);
            below(root, index.rootPath(root), path, sink);
        });
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
        points.forEach(point -> below(root, place, point, sink));
    }

    private static void below(int root, NativeName place, NativeName point, Sink sink) {
        int start = place.byteAt(place.length() - 1) == '/' ? place.length() : place.length() + 1;
        if (point.isWithin(place) && point.length() > start) { // the root itself has its identity
            byte[] below = NativeName.of(point.toBytes(), start, point.length() - start)
                    .toBytes();
            sink.path(root, below, below.length);
        }
    }
}
