package io.github.fswire.pending;

import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Directories that are due when everything that is in the kernel's queue now has been read.
 *
 * <p>Where the kernel names paths, a record names the path that a directory had when something happened in it. Until all records
 * from before a move was seen have been read, a path may therefore lead nowhere, or to another directory, and mean the one that has
 * moved. So that one is inspected as a whole when it is found, for the records that have been read, and once more behind the queue,
 * for those that had not.
 *
 * <p>Owned by the engine thread, except {@link #run}.
 */
final class BehindQueue implements Runnable {
    private final Runnable wakeUp;
    private BitSet next = new BitSet(); // added since the queue was asked
    private BitSet asked = new BitSet();
    private boolean isAsked;
    private volatile boolean passed;

    BehindQueue(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    /** The queue has been read that far; called by any thread. */
    @Override
    public void run() {
        passed = true;
        wakeUp.run();
    }

    void add(int directory) {
        next.set(directory);
    }

    boolean isEmpty() {
        return !isAsked && next.isEmpty();
    }

    /**
     * Hands out the directories that are due, and has the others wait for the {@code queue}, which runs its argument behind
     * its records.
     */
    void advance(Consumer<Runnable> queue, IntConsumer due) {
        if (isAsked && passed) {
            isAsked = false;
            passed = false;
            asked.stream().forEach(due);
            asked.clear();
        }
        if (!isAsked && !next.isEmpty()) {
            BitSet empty = asked;
            asked = next;
            next = empty;
            isAsked = true;
            queue.accept(this);
        }
    }
}
