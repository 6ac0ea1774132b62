package io.github.fswire.nio;

import io.github.fswire.scan.EntryStat;

/**
 * A directory, whatever its path is.
 *
 * @param device its file system
 * @param inode its number there
 * @param birthNanos its birth time, which tells it from a later one with the same number; 0 if it may change
 */
record DirectoryIdentity(long device, long inode, long birthNanos) {
    /** Stands for anything that is not a directory. */
    static final DirectoryIdentity NONE = new DirectoryIdentity(0, 0, 0);

    static DirectoryIdentity of(EntryStat stat) {
        return stat.type == EntryStat.DIRECTORY
                ? new DirectoryIdentity(stat.device, stat.inode, stat.birthChanges ? 0 : stat.birthNanos)
                : NONE;
    }
}
