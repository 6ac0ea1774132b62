package io.github.fswire.crawl;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.FileWatches;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.PathHints;
import io.github.fswire.tree.TreeIndex;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns paths that the kernel has named into marks: of the entry, if the directories on its way are known; else of the first
 * one that is not known. That one is new, and is then inspected with everything below it; or it has moved, see {@link Strays}.
 * Files that the kernel has reported by a watch of their own become marks of one of their names.
 *
 * <p>Owned by the engine thread.
 */
public final class HintResolver {
    private static final int MOST_NAMES = 16; // that are asked for

    private final TreeIndex index;
    private final FileWatches files;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    /** Resolves paths and files by the index. */
    public HintResolver(TreeIndex index, FileWatches files) {
        this.index = index;
        this.files = files;
    }

    /** Afterwards there are only marks of entries and directories. */
    public void resolve(Marks marks) {
        if (marks.isResolved()) {
            return;
        }
        marks.takeFiles().forEach((identity, flags) -> resolve(identity, flags, marks));
        PathHints paths = marks.paths();
        Map<NativeName, Integer> known = new HashMap<>(); // directories by path, with their root's number in front
        for (int i = 0; i < paths.size(); i++) {
            resolve(paths, i, marks, known);
        }
        marks.pathsResolved();
    }

    /** One name is enough: if what it leads to has changed, the other ones are inspected as well. */
    private void resolve(long identity, byte flags, Marks marks) {
        int first = index.firstName(identity);
        if (first < 0) {
            files.release(identity); // the file has left the tree
            return;
        }
        int node = first;
        for (int i = 0; i < MOST_NAMES && node >= 0; i++) {
            byte reported = marks.flagsOf(index.parent(node), name, index.copyName(node, name));
            if ((reported & (Marks.WRITING | Marks.CLOSED)) != 0) {
                files.writtenByName(identity);
                return; // and inspected under that name
            }
            node = index.nextName(node) == first ? -1 : index.nextName(node);
        }
        marks.entry(index.parent(first), name, index.copyName(first, name), flags, (byte) Causes.EVENT);
    }

    private void resolve(PathHints paths, int hint, Marks marks, Map<NativeName, Integer> known) {
        int length = paths.length(hint);
        int directory = paths.root(hint);
        int start = 0;
        if (!index.isDirectory(directory)) {
            return;
        }
        while (true) {
            int end = end(paths, hint, start);
            int nameLength = Math.min(end - start, name.length);
            paths.copy(hint, start, start + nameLength, name);
            boolean last = end >= length;
            int child = last ? -1 : known(paths, hint, directory, end, nameLength, known);
            if (last || !index.isDirectory(child)) {
                marks.entry(directory, name, nameLength, last ? paths.flags(hint) : 0, (byte) paths.cause(hint));
                return;
            }
            directory = child;
            start = end + 1;
        }
    }

    private int known(
            PathHints paths, int hint, int directory, int end, int nameLength, Map<NativeName, Integer> known) {
        byte[] path = new byte[Integer.BYTES + end];
        byte[] below = new byte[end];
        paths.copy(hint, 0, end, below);
        System.arraycopy(below, 0, path, Integer.BYTES, end);
        for (int i = 0; i < Integer.BYTES; i++) {
            path[i] = (byte) (paths.root(hint) >>> 8 * i);
        }
        return known.computeIfAbsent(NativeName.of(path), key -> index.child(directory, name, nameLength));
    }

    private static int end(PathHints paths, int hint, int start) {
        int end = start;
        while (end < paths.length(hint) && paths.byteAt(hint, end) != '/') {
            end++;
        }
        return end;
    }
}
