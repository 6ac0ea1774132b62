package io.github.fswire.deliver;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.IntList;
import java.util.Arrays;

/**
 * Whether a listener sees what is at a path: if the entry counts, and each directory between it and its root. Changes mostly come
 * directory by directory, so the directories above the last path are remembered. Owned by the engine thread.
 */
final class ShownPaths {
    private final EntryFilter filter;
    private NativeName root = NativeName.of("");
    private byte[] bytes = {}; // the last path
    private final IntList ends = new IntList(); // of the directories in it, from the root
    private boolean lastHidden; // the last of these directories, and so everything below it

    ShownPaths(EntryFilter filter) {
        this.filter = filter;
    }

    /** From now on directories may belong to other roots. */
    void forget() {
        bytes = new byte[0];
        ends.clear();
        lastHidden = false;
    }

    /** Whether something of this type is shown at a path below a root. */
    boolean shows(NativeName ofRoot, NativeName path, int type) {
        keepCommon(ofRoot, path);
        while (!lastHidden) {
            int end = ends.get(ends.size() - 1);
            int start = bytes[end - 1] == '/' ? end : end + 1; // the root directory ends with a slash, or a drive
            int next = start;
            while (next < bytes.length && bytes[next] != '/') {
                next++;
            }
            byte[] name = Arrays.copyOfRange(bytes, start, next);
            boolean last = next == bytes.length;
            boolean counts = counts(end, name, last ? type : EntryStat.DIRECTORY);
            if (last) {
                return counts;
            }
            ends.add(next);
            lastHidden = !counts;
        }
        return false;
    }

    private boolean counts(int directoryEnd, byte[] name, int type) {
        if (filter.dependsOnPath()) {
            filter.enter(root, NativeName.of(bytes, 0, directoryEnd));
        }
        return filter.wants(name, name.length, type) && filter.keeps(name, name.length, type);
    }

    /** Forgets the directories that are not above a path. */
    private void keepCommon(NativeName ofRoot, NativeName path) {
        byte[] before = bytes;
        bytes = path.toBytes();
        int mismatch = Arrays.mismatch(before, bytes);
        int common = mismatch < 0 ? bytes.length : mismatch;
        if (ends.isEmpty() || !root.equals(ofRoot)) {
            root = ofRoot;
            common = 0;
        }
        while (!ends.isEmpty() && !isAbove(ends.get(ends.size() - 1), common)) {
            ends.pop();
            lastHidden = false;
        }
        if (ends.isEmpty()) {
            ends.add(root.length());
        }
    }

    /** Whether the directory whose path ends there is one of those above the path. */
    private boolean isAbove(int end, int common) {
        return end <= common && end < bytes.length && (bytes[end] == '/' || bytes[end - 1] == '/');
    }
}
