package io.github.fswire.filter;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.IntList;
import io.github.fswire.tree.TreeIndex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides which entries the ignore files of a tree exclude. The rules of a directory belong to its node, so they move with it. Of
 * several directories with rules the deeper one takes precedence, up to the root of the index.
 *
 * <p>A root inside another one counts whatever the rules say, and so do the directories that lead to it; of these, nothing else
 * does. Owned by the engine thread.
 */
public final class IgnoredEntries {
    private final GivenRoots roots;
    private final Map<Integer, IgnoreRules> rules = new HashMap<>(); // by directory; only those that have any
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private final IntList way = new IntList(); // from the present directory up to the root
    private IgnoreRules[] chain = new IgnoreRules[8]; // in force in the present directory, from the root down
    private int[] bases = new int[8]; // where paths relative to their directories begin
    private int chained;
    private byte[] path =
            new byte[256]; // of the present directory below the root, with a slash at its end, and of an entry
    private int length; // of the first part
    private boolean ignored; // the present directory: it only leads to a root
    private NativeName directory = NativeName.of(""); // if there are roots inside others

    /** No rules; {@code roots} count in any case. */
    public IgnoredEntries(GivenRoots roots) {
        this.roots = roots;
    }

    /** The rules of a directory. */
    public IgnoreRules of(int node) {
        return rules.getOrDefault(node, IgnoreRules.NONE);
    }

    /** Sets them. */
    public void set(int node, IgnoreRules found) {
        if (found.isSame(IgnoreRules.NONE)) {
            rules.remove(node);
        } else {
            rules.put(node, found);
        }
    }

    /** A directory has left the index. */
    public void remove(int node) {
        rules.remove(node);
    }

    /** Sets the directory about whose entries is asked. */
    void enter(TreeIndex index, int node) {
        chained = 0;
        length = 0;
        ignored = false;
        if (rules.isEmpty()) {
            return;
        }
        way.clear();
        for (int above = node; above >= 0; above = index.parent(above)) {
            way.add(above);
        }
        boolean inside = roots.isAnyInside();
        directory = inside ? index.rootPath(way.get(way.size() - 1)) : directory;
        chain(way.get(way.size() - 1));
        for (int i = way.size() - 2; i >= 0; i--) {
            int bytes = index.copyName(way.get(i), name);
            if (inside) {
                enterPassage(bytes);
            }
            append(bytes);
            length += bytes + 1;
            path[length - 1] = '/';
            chain(way.get(i));
        }
    }

    /** An ignored directory is in the index only if it leads to a root; from there on the rules count again. */
    private void enterPassage(int bytes) {
        boolean itself = isIgnored(bytes, true);
        directory = directory.resolve(NativeName.of(name, 0, bytes));
        ignored = !roots.isRoot(directory) && (ignored || itself);
    }

    private void chain(int node) {
        IgnoreRules found = rules.get(node);
        if (found == null) {
            return;
        }
        if (chained == chain.length) {
            chain = Arrays.copyOf(chain, 2 * chained);
            bases = Arrays.copyOf(bases, 2 * chained);
        }
        chain[chained] = found;
        bases[chained++] = length;
    }

    private void append(int bytes) {
        if (length + bytes + 1 > path.length) {
            path = Arrays.copyOf(path, 2 * (length + bytes + 1));
        }
        System.arraycopy(name, 0, path, length, bytes);
    }

    /**
     * Whether an entry of the present directory is excluded.
     *
     * @param type of {@link EntryStat}
     * @param certain whether the type is known; if not, the answer is true only if it does not depend on the type
     */
    boolean isIgnored(byte[] entry, int bytes, int type, boolean certain) {
        if (chained == 0) {
            return false;
        }
        System.arraycopy(entry, 0, name, 0, bytes);
        boolean isDirectory = certain && type == EntryStat.DIRECTORY;
        boolean excluded = ignored || isIgnored(bytes, isDirectory) && (certain || isIgnored(bytes, true));
        return excluded && !(roots.isAnyInside() && roots.isPassage(directory.resolve(NativeName.of(entry, 0, bytes))));
    }

    private boolean isIgnored(int bytes, boolean isDirectory) {
        append(bytes);
        for (int i = chained - 1; i >= 0; i--) {
            IgnoreRules.Verdict verdict = chain[i].verdict(path, bases[i], length, length + bytes, isDirectory);
            if (verdict != IgnoreRules.Verdict.UNDECIDED) {
                return verdict == IgnoreRules.Verdict.IGNORED;
            }
        }
        return false;
    }
}
