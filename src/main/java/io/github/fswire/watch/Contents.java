package io.github.fswire.watch;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;

/**
 * Reads what is in files, if that is asked for.
 *
 * @param scanner reads
 * @param compared whether it is asked for
 */
record Contents(Scanner scanner, boolean compared) {
    /** Completes what a look at an entry of an open directory has found. */
    void read(int directory, byte[] entry, int length, EntryStat stat) {
        boolean wanted = compared && stat.complete && stat.type == EntryStat.FILE;
        stat.contentHash = wanted ? scanner.contentHash(directory, entry, length) : 0;
    }
}
