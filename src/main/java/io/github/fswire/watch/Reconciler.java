package io.github.fswire.watch;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Audit;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Looks whether the kernel has told everything: lists every directory once in a while, a few at a time, and compares it with
 * the index.
 *
 * <h2>What was missed, and what is only late</h2>
 *
 * A directory that differs is a suspect: its record may be on its way. So a fence is passed through the kernel's queue. Whatever
 * happened before the listing has been marked then, and a suspect that is not marked, nor was looked at meanwhile, has changed
 * unheard: it is marked to be looked at, with the cause {@code RECONCILE}. If only files with several names differ, any mark
 * may be the reason, and judgement waits for a pass during which there is none.
 *
 * <h2>Cost</h2>
 *
 * The directories are spread over the interval, and it never takes more than {@value #SHARE_PERCENT} % of one core: of a very
 * large tree a pass then takes longer than the interval.
 *
 * <p>Owned by the engine thread, but for {@link #run}.
 */
final class Reconciler implements ListingSink, Runnable {
    private static final int SHARE_PERCENT = 5;
    private static final long SLICE_NANOS = 5_000_000;
    private static final long PAUSE_NANOS =
            100_000_000; // between slices, so that it does not wake up for each directory

    private final long everyNanos;
    private final TreeIndex index;
    private final WatchKeeper watches;
    private final EntryFilter filter;
    private final KernelQueue queue;
    private final DirtySet dirty;
    private final Runnable wakeUp;
    private final Scanner scanner;
    private final OpenPath open;
    private final Audit audit;
    private final Map<Integer, Boolean> suspects = new LinkedHashMap<>(); // and whether only links differ there
    private int cursor; // node
    private long dueNanos; // of the next directory
    private long nextNanos; // slice
    private boolean asked;
    private volatile boolean passed;

    /** Nothing happens if {@code everyNanos} is 0. */
    Reconciler(
            long everyNanos,
            TreeIndex index,
            WatchKeeper watches,
            EntryFilter filter,
            KernelQueue queue,
            DirtySet dirty,
            Runnable wakeUp,
            Scanner scanner,
            OpenPath open) {
        this.everyNanos = everyNanos;
        this.index = index;
        this.watches = watches;
        this.filter = filter;
        this.queue = queue;
        this.dirty = dirty;
        this.wakeUp = wakeUp;
        this.scanner = scanner;
        this.open = open;
        this.audit = new Audit(index);
        this.dueNanos = System.nanoTime();
        this.nextNanos = dueNanos;
    }

    /** How long to wait from {@code now} until {@link #work} has something to do; 0 or less if it has. */
    long waitNanos(long now) {
        if (everyNanos == 0 || !queue.isOpen()) {
            return Long.MAX_VALUE;
        }
        return asked ? passed ? 0 : Long.MAX_VALUE : nextNanos - now;
    }

    /** A round is about to look at marks: what it looks at is no suspect any more. */
    void looking(Marks marks) {
        suspects.entrySet()
                .removeIf(suspect -> marks.isEverything()
                        || marks.isMarked(suspect.getKey())
                        || suspect.getValue() && !marks.isEmpty());
    }

    /** Lists a few directories, or judges the suspects. */
    void work() {
        if (asked) {
            asked = false;
            passed = false;
            judge();
            return;
        }
        long start = System.nanoTime();
        long pace = everyNanos / Math.max(1, index.directories());
        long due = dueNanos;
        long now = start;
        while (due <= now && now - start < SLICE_NANOS) {
            look(nextDirectory());
            due += pace;
            now = System.nanoTime();
        }
        open.close();
        long rest = (now - start) * (100 / SHARE_PERCENT - 1);
        dueNanos = Math.max(due, now - everyNanos);
        nextNanos = Math.max(dueNanos, now + Math.max(rest, Math.min(PAUSE_NANOS, everyNanos)));
        if (!suspects.isEmpty()) {
            asked = true;
            queue.fence(this);
        }
    }

    /** The fence has passed; called by any thread. */
    @Override
    public void run() {
        passed = true;
        wakeUp.run();
    }

    private int nextDirectory() {
        int limit = index.limit();
        for (int i = 0; i < limit; i++) {
            cursor = cursor + 1 < limit ? cursor + 1 : 0;
            if (index.isDirectory(cursor)) {
                break;
            }
        }
        return cursor;
    }

    private void look(int directory) {
        if (!index.isDirectory(directory) || watches.isLookedAtAnyway(directory)) {
            return;
        }
        int handle = open.openForListing(directory);
        if (handle < 0) {
            return; // its entry differs in the directory above: that one is the suspect
        }
        filter.enter(index, directory);
        audit.begin(directory);
        if (scanner.list(handle, this) == 0 && (audit.isDifferent() || !watches.isCovered(directory))) {
            suspects.put(directory, !audit.isDifferentBesidesLinks());
        }
    }

    private void judge() {
        dirty.inspect((marks, fenced, first, last) -> {
            looking(marks);
            return true;
        });
        suspects.keySet().forEach(directory -> dirty.directory(directory, Marks.LISTING, Causes.RECONCILE));
        suspects.clear();
    }

    @Override
    public boolean wants(byte[] entry, int length) {
        return filter.wants(entry, length, EntryStat.OTHER);
    }

    @Override
    public boolean wants(byte[] entry, int length, int type) {
        return filter.wants(entry, length, type);
    }

    @Override
    public void entry(byte[] entry, int length, EntryStat stat) {
        if (filter.keeps(entry, length, stat.type)) {
            audit.entry(entry, length, stat);
        }
    }
}
