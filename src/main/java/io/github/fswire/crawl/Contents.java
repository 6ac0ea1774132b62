package io.github.fswire.crawl;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Reads what is in files, if that is asked for.
 *
 * @param scanner reads
 * @param compared whether it is asked for
 * @param over whether the watcher is closed: a large file is not read to its end then
 */
public record Contents(Scanner scanner, boolean compared, BooleanSupplier over) {
    /**
     * Completes what an inspection of an entry of an open directory has found.
     *
     * @throws CancellationException if the watcher was closed
     */
    void read(int directory, byte[] entry, int length, EntryStat stat) {
        boolean wanted = compared && stat.complete && stat.type == EntryStat.FILE;
        stat.contentHash = wanted ? scanner.contentHash(directory, entry, length, over) : 0;
        if (wanted && over.getAsBoolean()) {
            throw new CancellationException("closed");
        }
    }
}
