package io.github.fswire.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;

/** Directories, each in the one before, in an index. */
public final class Chain {
    /** The root's path. */
    public static final NativeName ROOT = NativeName.of("/r");

    private static final int CAUSE = 3;

    public final int levels;
    public final TreeIndex index = new TreeIndex();
    public final int root = index.addRoot(ROOT);
    public final Difference difference = new Difference(index, node -> false);

    private final int nameBytes;
    private final int[] nodes;

    /** Names have at least {@code nameBytes}. */
    public Chain(int levels, int nameBytes) {
        this.levels = levels;
        this.nameBytes = nameBytes;
        this.nodes = new int[levels];
    }

    /** The names of a level begin with {@code prefix} and end with its number. */
    public NativeName name(String prefix, int level) {
        String number = Integer.toString(level);
        return NativeName.of(prefix + "-".repeat(Math.max(0, nameBytes - prefix.length() - number.length())) + number);
    }

    /** The path of the last level if all names begin with {@code prefix}. */
    public NativeName deepest(String prefix) {
        StringBuilder path = new StringBuilder(ROOT.toString());
        for (int i = 0; i < levels; i++) {
            path.append('/').append(name(prefix, i));
        }
        return NativeName.of(path.toString());
    }

    /** The end of the path of a level in that of the last one. */
    public int end(int level) {
        int end = ROOT.length();
        for (int i = 0; i <= level; i++) {
            end += 1 + name("a", i).length();
        }
        return end;
    }

    /** The node of a level. */
    public int node(int level) {
        return nodes[level];
    }

    /** Everything is found, with names that begin with {@code prefix}. */
    public void find(String prefix) {
        difference.rootFound(root, stat(EntryStat.DIRECTORY, 1), false, CAUSE);
        for (int i = 0; i < levels; i++) {
            difference.beginListing(i == 0 ? root : nodes[i - 1]);
            nodes[i] = found(name(prefix, i), stat(EntryStat.DIRECTORY, i + 2));
            difference.end(true, CAUSE);
        }
    }

    /** Nothing is found in the root. */
    public void findNothing() {
        difference.beginListing(root);
        difference.end(true, CAUSE);
    }

    /** Something is found in the present directory. */
    public int found(NativeName name, EntryStat stat) {
        return difference.found(name.toBytes(), name.length(), stat, false, CAUSE);
    }

    /** What an inspection finds. */
    public static EntryStat stat(int type, long inode) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = type;
        stat.inode = inode;
        stat.birthNanos = 1;
        stat.links = 1;
        return stat;
    }

    /** A name in UTF-8. */
    static byte[] bytes(String name) {
        return name.getBytes(UTF_8);
    }
}
