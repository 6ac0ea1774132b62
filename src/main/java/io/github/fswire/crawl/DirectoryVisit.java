package io.github.fswire.crawl;

import io.github.fswire.raw.WatchException;
import org.jspecify.annotations.Nullable;

/** The frame of an open directory of which entries are being inspected. Owned by the engine thread. */
final class DirectoryVisit {
    final Walk walk;
    final int cause; // of what is found
    final int directory;
    final int handle;
    final boolean recorded; // the kernel reports changes made after the inspection
    final long granularityNanos; // of the file system's time stamps

    boolean isListing; // what is found is in a listing, whatever the kernel has reported of it

    @Nullable
    WatchException unreadable; // why an entry could not be inspected

    DirectoryVisit(Walk walk, int directory, int handle, boolean recorded, long granularityNanos) {
        this.walk = walk;
        this.cause = walk.cause;
        this.directory = directory;
        this.handle = handle;
        this.recorded = recorded;
        this.granularityNanos = granularityNanos;
    }
}
