package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Difference;

/**
 * The present cycle: its open directories, the entries that it has found elsewhere, and the places that it leaves to the next
 * cycle. Owned by the engine thread.
 */
final class CrawlCycle {
    private final WatchRegistry watches;
    private final Scanner scanner;
    private final Pending pending;
    private final KnownPlaces places;
    private final Difference difference;
    private final DirectoryHandles handles;
    private final Subtrees subtrees;
    private boolean patient; // an entry that has left its place without an event waits for that event
    private boolean departed; // something is not where it was, and no event explains that

    CrawlCycle(CrawlContext context) {
        this.watches = context.watches();
        this.scanner = context.scanner();
        this.pending = context.pending();
        this.places = new KnownPlaces(context, this);
        this.difference = places.difference();
        this.handles = new DirectoryHandles(scanner, context.index(), difference, true);
        this.subtrees = new Subtrees(context.index(), watches::owesSubtree);
    }

    /** Begins the inspection of places. */
    void begin(boolean waitForEvents) {
        departed = false;
        patient = waitForEvents;
        watches.beginCycle();
    }

    /** Begins a first scan, which is part of the present cycle. */
    void beginScan() {
        watches.beginCycle();
    }

    /** Ends it. */
    void end() {
        closeHandles();
        patient = false;
        subtrees.clear();
    }

    void closeHandles() {
        handles.close();
        places.close();
    }

    /** Receives the findings. */
    Difference difference() {
        return difference;
    }

    /** Where known entries are. */
    KnownPlaces places() {
        return places;
    }

    /** The open directories. */
    DirectoryHandles handles() {
        return handles;
    }

    /** The subtrees that are inspected as a whole. */
    Subtrees subtrees() {
        return subtrees;
    }

    /** Whether an entry that has left its place without an event waits for that event. */
    boolean isPatient() {
        return patient;
    }

    /** Something is not where it was, and perhaps no event explains that. */
    void departed(boolean unexplained) {
        departed |= unexplained;
    }

    /** Whether something may have arrived at a place that is not due. */
    boolean isAnythingElsewhere() {
        return departed || pending.isAnyMisplaced();
    }

    /** Whether a result means that the wanted entry is not there, or that something else is. */
    static boolean isElsewhere(int result) {
        return result == Scanner.GONE || result == Scanner.NOT_A_DIRECTORY || result == Scanner.OTHER_NAME;
    }

    /** A directory could not be opened or read to its end. */
    void unopened(int directory, int result, int level) {
        if (isElsewhere(result)) {
            pending.misplaced(directory, level);
        } else {
            watches.degrade(directory, scanner, Math.max(level, PendingPlaces.LISTING));
        }
    }
}
