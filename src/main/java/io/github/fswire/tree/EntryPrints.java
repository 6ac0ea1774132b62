package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;

/**
 * The results of each entry's last inspection, in the prints of the {@link NodeTable}, and how a new inspection compares with
 * them.
 *
 * <pre>
 *  bits 32-63  content: {@link Fingerprint#content}
 *  bits  8-31  detail: {@link Fingerprint#changed}, or of a directory its slot
 *  bits  0-7   type, {@link #LINKED}, and the {@link CycleFlags}
 * </pre>
 *
 * <p>Owned by one thread.
 */
final class EntryPrints {
    /** One of the types of {@link EntryStat}. */
    static final int TYPE_MASK = 3;

    /** The entry had more than one name when it was inspected. */
    static final int LINKED = 1 << 6;

    /** Details, and so slots, are not larger. */
    static final int MAX_DETAIL = 0xFFFFFF;

    private static final int FLAG_BITS = 8;
    private static final int CONTENT_SHIFT = 32;
    private static final long BELOW_CONTENT = (1L << CONTENT_SHIFT) - 1;

    private final NodeTable nodes;
    private final Fingerprint fingerprint;
    private int linkedNodes;

    EntryPrints(NodeTable nodes, Fingerprint fingerprint) {
        this.nodes = nodes;
        this.fingerprint = fingerprint;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    int type(int node) {
        return (int) nodes.print(node) & TYPE_MASK;
    }

    boolean has(int node, int flag) {
        return (nodes.print(node) & flag) != 0;
    }

    void set(int node, int flag) {
        nodes.print(node, nodes.print(node) | flag);
    }

    void unset(int node, int flag) {
        nodes.print(node, nodes.print(node) & ~(long) flag);
    }

    private int content(int node) {
        return (int) (nodes.print(node) >>> CONTENT_SHIFT);
    }

    /** The hash of the change time, or of a directory its slot. */
    int detail(int node) {
        return (int) (nodes.print(node) >>> FLAG_BITS) & MAX_DETAIL;
    }

    /** A directory of which nothing is known. */
    void begin(int directory, int slot) {
        nodes.print(directory, EntryStat.DIRECTORY | (long) slot << FLAG_BITS);
    }

    /** Records the result of an inspection; the flags of the cycle stay. */
    void adopt(int node, EntryStat stat, int slotOfDirectory) {
        boolean directory = stat.type == EntryStat.DIRECTORY;
        boolean linked = !directory && stat.complete && stat.links > 1;
        linkedNodes += (linked ? 1 : 0) - (has(node, LINKED) ? 1 : 0);
        long flags = nodes.print(node) & CycleFlags.ALL | (linked ? LINKED : 0) | stat.type;
        long detail = directory ? slotOfDirectory : fingerprint.changed(stat);
        long content = stat.complete ? fingerprint.content(stat) : 0;
        nodes.print(node, content << CONTENT_SHIFT | detail << FLAG_BITS | flags);
    }

    /** For {@link #restore}. */
    int savedContent(int node) {
        return content(node);
    }

    /** For {@link #restore}: the hash of the change time, in the low byte type and link flag. */
    int savedDetail(int node) {
        int flags = (int) nodes.print(node) & (TYPE_MASK | LINKED);
        return type(node) == EntryStat.DIRECTORY ? flags : detail(node) << FLAG_BITS | flags;
    }

    /** Makes a new node what a saved one was. */
    void restore(int node, int content, int savedDetail, int slotOfDirectory) {
        boolean directory = (savedDetail & TYPE_MASK) == EntryStat.DIRECTORY;
        long detail = directory ? slotOfDirectory : savedDetail >>> FLAG_BITS;
        linkedNodes += (savedDetail & LINKED) == 0 ? 0 : 1;
        nodes.print(node, (long) content << CONTENT_SHIFT | detail << FLAG_BITS | savedDetail & (TYPE_MASK | LINKED));
    }

    /** Whatever is found there next counts as modified. */
    void doubt(int node) {
        nodes.print(node, nodes.print(node) + (1L << CONTENT_SHIFT));
    }

    /** A directory takes over the content of another one. */
    void takeContent(int directory, int from) {
        nodes.print(directory, nodes.print(from) & ~BELOW_CONTENT | nodes.print(directory) & BELOW_CONTENT);
    }

    /**
     * Whether an inspection of an entry of the same type and identity found a difference. If the last inspection was racy and
     * so is this one, there may be a difference that cannot be seen: if {@code strict} the entry counts as different, else a
     * later inspection decides.
     */
    boolean differs(int node, EntryStat stat, boolean strict) {
        return contentDiffers(node, stat, strict) || timeDiffers(node, stat);
    }

    private boolean timeDiffers(int node, EntryStat stat) {
        return stat.type != EntryStat.DIRECTORY && detail(node) != fingerprint.changed(stat);
    }

    /** The same but for the change time, which a rename alters as well. */
    boolean contentDiffers(int node, EntryStat stat, boolean strict) {
        int before = content(node);
        int now = fingerprint.content(stat);
        boolean bothRacy = stat.racy && before == now;
        boolean onlyNowRacy = stat.racy && before == ~now;
        return bothRacy ? strict : before != now && !onlyNowRacy;
    }

    /** Whether the content is as it was, as far as size, modification time and hash show. */
    boolean hasSameData(int file, EntryStat stat) {
        return fingerprint.isSameData(content(file), stat);
    }

    /**
     * Whether an inspection of an entry of the same type and identity found every compared attribute as it was, racy or not.
     */
    boolean mayBeUnchanged(int node, EntryStat stat) {
        int before = content(node);
        int now = fingerprint.content(stat);
        return (before == now || before == ~now) && !timeDiffers(node, stat);
    }

    /** Equal for two names of a file if their last inspections have found the same, as far as that is known. */
    long visible(int file) {
        return nodes.print(file) >>> FLAG_BITS;
    }

    /** Another name of the same inode was found. */
    void setLinked(int node) {
        linkedNodes += has(node, LINKED) ? 0 : 1;
        set(node, LINKED);
    }

    /** A node is about to be freed. */
    void forget(int node) {
        linkedNodes -= has(node, LINKED) ? 1 : 0;
    }

    /** How many entries have more than one name. */
    int linkedNodes() {
        return linkedNodes;
    }
}
