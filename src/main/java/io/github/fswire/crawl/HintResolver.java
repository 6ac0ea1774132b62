package io.github.fswire.crawl;

import io.github.fswire.pending.PendingPaths;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.pending.PlaceFlags;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.FileWatches;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.IntList;
import io.github.fswire.tree.TreeIndex;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns paths that the kernel has reported into places. If all directories on the way to an entry are known, the entry
 * becomes pending; else the first unknown directory does. That directory is new, and is then inspected with everything below
 * it; or it has moved, and {@link FollowUps} inspects it at its new place. A file that the kernel has reported by a watch of
 * its own becomes the place of one of its names.
 *
 * <p>Owned by the engine thread.
 */
public final class HintResolver {
    private static final int MOST_NAMES = 16; // that are asked for

    private final TreeIndex index;
    private final FileWatches files;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private int resolved; // the path that was resolved last, or -1
    private final IntList directories = new IntList(); // on the way to it, from its root
    private final IntList starts = new IntList(); // in its bytes, of the paths below these directories

    /** Resolves paths and files by the index. */
    public HintResolver(TreeIndex index, FileWatches files) {
        this.index = index;
        this.files = files;
    }

    /** Afterwards there are only places of entries and directories. */
    public void resolve(PendingPlaces places) {
        if (places.isResolved()) {
            return;
        }
        places.takeFiles().forEach((identity, flags) -> resolve(identity, flags, places));
        PendingPaths paths = places.paths();
        Map<NativeName, Integer> known = new HashMap<>(); // by name, with the directory's number in front
        resolved = -1;
        for (int i = 0; i < paths.size(); i++) {
            resolve(paths, i, places, known);
        }
        places.pathsResolved();
    }

    /** One name is enough: if the file has changed, its other names are inspected as well. */
    private void resolve(long identity, byte flags, PendingPlaces places) {
        int first = index.firstName(identity);
        if (first < 0) {
            files.release(identity); // the file has left the tree
            return;
        }
        int node = first;
        for (int i = 0; i < MOST_NAMES && node >= 0; i++) {
            byte reported = places.flagsOf(index.parent(node), name, index.copyName(node, name));
            if ((reported & (PlaceFlags.WRITING | PlaceFlags.WRITER_CLOSED)) != 0) {
                files.writtenByName(identity);
                return; // and inspected under that name
            }
            node = index.nextName(node) == first ? -1 : index.nextName(node);
        }
        places.entry(index.parent(first), name, index.copyName(first, name), flags, (byte) Causes.EVENT);
    }

    private void resolve(PendingPaths paths, int hint, PendingPlaces places, Map<NativeName, Integer> known) {
        int length = paths.length(hint);
        if (!index.isDirectory(paths.root(hint))) {
            return;
        }
        keepCommon(paths, hint);
        while (true) {
            int start = starts.get(starts.size() - 1);
            int directory = directories.get(directories.size() - 1);
            int end = end(paths, hint, start);
            int nameLength = Math.min(end - start, name.length);
            paths.copy(hint, start, start + nameLength, name);
            boolean last = end >= length;
            int child = last ? -1 : known(directory, nameLength, known);
            if (last || !index.isDirectory(child)) {
                places.entry(directory, name, nameLength, last ? paths.flags(hint) : 0, (byte) paths.cause(hint));
                return;
            }
            directories.add(child);
            starts.add(end + 1);
        }
    }

    /** Forgets those directories of the last path that the way to this one does not lead through. */
    private void keepCommon(PendingPaths paths, int hint) {
        if (resolved < 0 || paths.root(resolved) != paths.root(hint)) {
            directories.clear();
            starts.clear();
            directories.add(paths.root(hint));
            starts.add(0);
        }
        int common = resolved < 0 ? 0 : paths.common(resolved, hint);
        while (starts.get(starts.size() - 1) > common) {
            starts.pop();
            directories.pop();
        }
        resolved = hint;
    }

    private int known(int directory, int nameLength, Map<NativeName, Integer> known) {
        byte[] key = new byte[Integer.BYTES + nameLength];
        ByteBuffer.wrap(key).putInt(directory).put(name, 0, nameLength);
        return known.computeIfAbsent(NativeName.of(key), none -> index.child(directory, name, nameLength));
    }

    private static int end(PendingPaths paths, int hint, int start) {
        int end = start;
        while (end < paths.length(hint) && paths.byteAt(hint, end) != '/') {
            end++;
        }
        return end;
    }
}
