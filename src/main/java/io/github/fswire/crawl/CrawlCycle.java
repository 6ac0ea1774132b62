package io.github.fswire.crawl;

import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;

/**
 * The present cycle: the directories it has open, what it has found to be elsewhere, and what it leaves to the next one. Owned by
 * the engine thread.
 */
final class CrawlCycle {
    private final WatchRegistry watches;
    private final Scanner scanner;
    private final DirtySet dirty;
    private final KnownPlaces places;
    private final Difference difference;
    private final DirectoryHandles handles;
    private final Subtrees subtrees;
    private final Misplaced misplaced;
    private boolean patient; // what has left its place without an event waits for that event
    private boolean departed; // something is not where it was, and no event explains that
    private boolean unfinished; // something is left for the next cycle
    private boolean strays; // what is left is left because of directories that have moved

    CrawlCycle(CrawlContext context) {
        this.watches = context.watches();
        this.scanner = context.scanner();
        this.dirty = context.dirty();
        this.places = new KnownPlaces(context, this);
        this.difference = places.difference();
        this.handles = new DirectoryHandles(scanner, context.index(), difference, true);
        this.subtrees = new Subtrees(context.index(), watches::owesSubtree);
        this.misplaced = new Misplaced(context.index(), difference, context.roots()::isAbsent);
    }

    /** Begins the inspection of marks; what the cycle before has left is not its own any more. */
    void begin(boolean waitForEvents) {
        unfinished = false;
        strays = false;
        departed = false;
        patient = waitForEvents;
        watches.beginCycle();
    }

    /** Begins a first scan, which is part of the present cycle. */
    void beginScan() {
        watches.beginCycle();
    }

    /** Ends it; what it leaves can be asked for until the next one begins. */
    void end() {
        closeHandles();
        patient = false;
        subtrees.clear();
        misplaced.clear();
    }

    void closeHandles() {
        handles.close();
        places.close();
    }

    /** Receives what is found. */
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

    /** What is inspected as a whole. */
    Subtrees subtrees() {
        return subtrees;
    }

    /** Directories that are not where the index has them. */
    Misplaced misplaced() {
        return misplaced;
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
        return departed || misplaced.size() > 0;
    }

    /** A directory must be inspected in the next cycle, before a fence passes. */
    void leave(int directory, int level, int cause) {
        dirty.directory(directory, level, cause);
        unfinished = true;
    }

    /** The same for an entry. */
    void leave(int directory, byte[] name, int length) {
        dirty.entry(directory, name, length, (byte) 0, Causes.EVENT);
        unfinished = true;
    }

    /** A directory that has moved must be inspected in the next cycle. */
    void leaveStray(int directory, int cause) {
        dirty.directory(directory, Marks.SUBTREE, cause);
        strays = true;
    }

    /** Whether something was left to the next cycle. */
    boolean isUnfinished() {
        return unfinished;
    }

    /** Whether directories that have moved were left to the next cycle. */
    boolean hasStrays() {
        return strays;
    }

    /** Whether what was looked for is not there, or something else is. */
    static boolean isElsewhere(int result) {
        return result == Scanner.GONE || result == Scanner.NOT_A_DIRECTORY || result == Scanner.OTHER_NAME;
    }

    /** A directory could not be opened or read to its end. */
    void unopened(int directory, int result, int level) {
        if (isElsewhere(result)) {
            misplaced.add(directory, level);
        } else {
            watches.degrade(directory, scanner, Math.max(level, Marks.LISTING));
        }
    }
}
