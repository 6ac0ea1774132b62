package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.security.SecureRandom;

/**
 * Hashes of an entry's attributes, the part of an inspection that is kept. They differ when the entry differs, in either
 * direction of time.
 *
 * <h2>What has changed</h2>
 *
 * The hash of an entry is that of its data, exclusive-or that of its metadata. Few combinations of mode and owner occur in a
 * tree, so they are remembered: if the data's hash with one of them gives the old hash, only the metadata has changed.
 *
 * <p>Of a directory only mode and owner count: its size and times change with every child.
 *
 * <h2>Forgery</h2>
 *
 * A user who may write to a file chooses its size and modification time, and can repeat a change until its change time suits.
 * So 56 bits of a known function are soon matched: the user chooses a time for which 32 bits are right, and one of 2^24
 * changes has the others. Therefore the function depends on a random key, which is kept with the index and nowhere else: a
 * user who does not know the key can only guess.
 *
 * <p>Owned by one thread.
 */
public final class Fingerprint {
    /** Half of the key. */
    public final long key0;

    /** The other half. */
    public final long key1;

    private static final int MOST_REMEMBERED = 256;

    private final SipHash hash;
    private final int[] metadata = new int[MOST_REMEMBERED]; // hashes of those that were met
    private int remembered;
    private int mode; // met last
    private int uid;
    private int gid;
    private int last; // its hash

    /** The fingerprints of a stored index. */
    public Fingerprint(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
        this.hash = new SipHash(key0, key1);
    }

    /** Fingerprints with a new key. */
    static Fingerprint random() {
        SecureRandom random = new SecureRandom();
        return new Fingerprint(random.nextLong(), random.nextLong());
    }

    /**
     * Device, inode and birth time, if that does not change, in 64 bits, never 0. Two entries with the same one are names of one
     * inode; with n entries
     * the chance of one wrong pair is n * n / 2^65.
     */
    public long identity(EntryStat stat) {
        long print = hash.begin()
                .add(stat.device)
                .add(stat.inode)
                .add(stat.birthChanges ? 0 : stat.birthNanos)
                .end();
        return print == 0 ? 1 : print;
    }

    /**
     * The attributes that a rename leaves as they are: size, modification time, hash of the content, mode and owner, in 32
     * bits. For a racy inspection it is the complement, so that any later inspection finds a difference.
     */
    public int content(EntryStat stat) {
        int print = metadata(stat) ^ (stat.type == EntryStat.DIRECTORY ? 0 : data(stat));
        return stat.racy ? ~print : print;
    }

    private int data(EntryStat stat) {
        long print = hash.begin()
                .add(stat.modifiedNanos)
                .add(stat.modifiedBeyond)
                .add(stat.size)
                .add(stat.contentHash)
                .end();
        return (int) (print >>> 32);
    }

    private int metadata(EntryStat stat) {
        if (remembered == 0 || stat.mode != mode || stat.uid != uid || stat.gid != gid) {
            mode = stat.mode;
            uid = stat.uid;
            gid = stat.gid;
            last = (int) (hash.begin()
                            .add(mode)
                            .add((long) uid << 32 | gid & 0xFFFFFFFFL)
                            .end()
                    >>> 32);
            remember(last);
        }
        return last;
    }

    private void remember(int print) {
        int count = Math.min(remembered, MOST_REMEMBERED);
        for (int i = 0; i < count; i++) {
            if (metadata[i] == print) {
                return;
            }
        }
        metadata[remembered++ % MOST_REMEMBERED] = print;
    }

    /**
     * Whether a file that had this {@link #content} has the same size, modification time and hash of its content. Nothing shows
     * that after a racy inspection.
     */
    boolean isSameData(int before, EntryStat stat) {
        int data = data(stat);
        for (int i = 0; i < Math.min(remembered, MOST_REMEMBERED); i++) {
            if (before == (data ^ metadata[i])) {
                return true;
            }
        }
        return false;
    }

    /** The time of the last change of content or metadata, in 24 bits. */
    public int changed(EntryStat stat) {
        return (int) (hash.begin().add(stat.changedNanos).end() >>> 40);
    }
}
