package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.pending.Pending;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.TreeIndex;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a watcher with which a {@link Crawler} works. Owned by the engine thread.
 *
 * @param scanner reads the disk
 * @param index what is known of the tree
 * @param watches the kernel's watches
 * @param roots the roots of the tree
 * @param singles roots that are single entries
 * @param filter what counts
 * @param ignoreFiles reads ignore files, if there are any
 * @param pending takes what must be inspected later
 * @param racy takes entries whose time stamps may be shared by a later change
 * @param settling holds files back that are being written
 * @param contents reads what is in files
 * @param symlinks takes symbolic links, if they are followed
 * @param cancelled whether the watcher is closed
 */
public record CrawlContext(
        Scanner scanner,
        TreeIndex index,
        WatchRegistry watches,
        Roots roots,
        SingleRoots singles,
        EntryFilter filter,
        @Nullable IgnoreFiles ignoreFiles,
        Pending pending,
        RacyEntries racy,
        Settling settling,
        Contents contents,
        @Nullable SymlinkTargets symlinks,
        BooleanSupplier cancelled) {
    /** Throws CancellationException if the watcher was closed. */
    void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("closed");
        }
    }
}
