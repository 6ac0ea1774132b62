package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;

/**
 * What is kept of a look: hashes that differ when the thing differs, in either direction of time.
 *
 * <p>Of a directory only mode and owner count: its size and times change with every child.
 */
final class Fingerprint {
    private Fingerprint() {}

    /**
     * Device, inode and birth time, if that does not change, in 64 bits, never 0. Two entries with the same one are names of one inode; with n entries
     * the chance of one wrong pair is n * n / 2^65.
     */
    static long identity(EntryStat stat) {
        long hash = mix(stat.device * 0x9E3779B97F4A7C15L + stat.inode);
        hash = mix(hash ^ (stat.birthChanges ? 0 : stat.birthNanos * 0xC2B2AE3D27D4EB4FL));
        return hash == 0 ? 1 : hash;
    }

    /**
     * What a rename leaves as it is: size, modification time, hash of the content, mode and owner, in 32 bits. Of a racy look it is the complement,
     * so that any later look finds something else.
     */
    static int content(EntryStat stat) {
        long hash = mix((long) stat.mode << 32 ^ stat.uid * 31L ^ (long) stat.gid << 16);
        if (stat.type != EntryStat.DIRECTORY) {
            hash = mix(hash ^ (stat.modifiedNanos ^ stat.modifiedBeyond) * 0x9E3779B97F4A7C15L);
            hash = mix(hash ^ stat.size * 0xC2B2AE3D27D4EB4FL);
            hash = mix(hash ^ stat.contentHash * 0x9E3779B97F4A7C15L);
        }
        int print = (int) (hash >>> 32);
        return stat.racy ? ~print : print;
    }

    /** The time of the last change of content or metadata, in 24 bits. */
    static int changed(EntryStat stat) {
        return (int) (mix(stat.changedNanos) >>> 40);
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
