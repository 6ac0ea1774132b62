package io.github.fswire.crawl;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Reads the contents of files, if they are compared.
 *
 * @param scanner reads
 * @param compared whether contents are compared
 * @param over whether the watcher is closed: a large file is not read to its end then
 */
public record Contents(Scanner scanner, boolean compared, BooleanSupplier over) {
    /**
     * Adds the hash of the content to the result of an inspection.
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
