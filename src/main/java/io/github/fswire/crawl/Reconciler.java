package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.EventSource;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.threads.Time;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.DriftCheck;
import io.github.fswire.tree.TreeIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the kernel has reported every change: lists every directory once in a while, a few at a time, or all of them
 * if it is asked to, and compares them with the index.
 *
 * <h2>What was missed, and what is only late</h2>
 *
 * A directory that differs is a suspect: its record may be on its way. The kernel makes the record after the change can be
 * seen, in the writer's thread, which may be suspended in between. So the reconciler allows some time for it, and then passes
 * a fence through the kernel's queue. A suspect that is not pending by then, and was not inspected meanwhile, has a change
 * that the kernel missed: it becomes pending with the cause {@code RECONCILE}. A suspect that a record has made pending is
 * not counted as missed, but it is listed together with the entry that the record names. If only files with several names
 * differ, any record may report the change.
 *
 * <h2>Cost</h2>
 *
 * The directories are spread over the interval. This never takes more than {@value #SHARE_PERCENT} % of one core; for a very
 * large tree a pass then takes longer than the interval. A pass that somebody waits for takes what it needs.
 *
 * <p>Owned by the engine thread, but for {@link #run}.
 */
public final class Reconciler implements ListingSink, Runnable {
    private static final int SHARE_PERCENT = 5;
    private static final long SLICE_NANOS = 5_000_000;
    private static final long PAUSE_NANOS = 100_000_000; // between slices, not to wake up for each directory
    private static final long RECORD_NANOS = 1_000_000_000; // the most by which a record comes later than its change

    /**
     * A directory that differed from the index at {@code nanos}, perhaps only in files that have several names, and its identity
     * and watch then.
     */
    private record Suspect(
            long nanos,
            boolean onlyLinks,
            long identity,
            @Nullable RawWatch watch) {}

    private final long everyNanos;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final SingleRoots singles;
    private final EntryFilter filter;
    private final @Nullable IgnoreFiles ignoreFiles;
    private final EventSource source;
    private final Pending pending;
    private final Runnable wakeUp;
    private final Time time;
    private final Scanner scanner;
    private final Contents contents;
    private final Settling settling;
    private final DirectoryHandles handles;
    private final EntryStat target = new EntryStat();
    private final DriftCheck driftCheck;
    private final ReconcilePass pass;
    private final Map<Integer, Suspect> suspects = new LinkedHashMap<>(); // by directory, the oldest first
    private int cursor; // node
    private int listed; // handle
    private int listedDirectory;
    private long dueNanos; // of the next directory
    private long nextNanos; // slice
    private long judgeNanos; // suspects may be judged again
    private boolean asked;
    private long askedNanos;
    private volatile boolean passed;

    /** Without being asked nothing happens if {@code everyNanos} is 0. */
    public Reconciler(
            long everyNanos,
            TreeIndex index,
            WatchRegistry watches,
            SingleRoots singles,
            EntryFilter filter,
            @Nullable IgnoreFiles ignoreFiles,
            EventSource source,
            Pending pending,
            Runnable wakeUp,
            Time time,
            Scanner scanner,
            Contents contents,
            Settling settling,
            DirectoryHandles handles) {
        this.everyNanos = everyNanos;
        this.index = index;
        this.watches = watches;
        this.singles = singles;
        this.filter = filter;
        this.ignoreFiles = ignoreFiles;
        this.source = source;
        this.pending = pending;
        this.wakeUp = wakeUp;
        this.time = time;
        this.scanner = scanner;
        this.contents = contents;
        this.settling = settling;
        this.handles = handles;
        this.driftCheck = new DriftCheck(index);
        this.pass = new ReconcilePass(index);
        this.dueNanos = time.nanoTime();
        this.nextNanos = dueNanos;
        this.judgeNanos = dueNanos;
    }

    /** How long to wait from {@code now} until {@link #work} has something to do; 0 or less if it has. */
    public long waitNanos(long now) {
        if (!source.isOpen()) {
            return pass.isAwaited() ? 0 : Long.MAX_VALUE;
        }
        if (pass.isListing() || isPassOver()) {
            return 0;
        }
        long slice = everyNanos == 0 ? Long.MAX_VALUE : nextNanos - now;
        if (asked) {
            return passed ? 0 : slice;
        }
        return suspects.isEmpty()
                ? slice
                : Math.min(slice, Math.max(RECORD_NANOS - (now - oldest().nanos), judgeNanos - now));
    }

    /** Compares the whole tree as fast as possible; the fence passes when what was missed has been delivered. */
    public void reconcile(Object fence) {
        pass.begin(fence);
    }

    private boolean isPassOver() {
        boolean any = !suspects.isEmpty();
        return pass.isOver(any, any ? oldest().nanos : 0);
    }

    private Suspect oldest() {
        return suspects.values().iterator().next();
    }

    /** A cycle is about to inspect places: what it inspects is no suspect any more, and is inspected as a whole. */
    public void inspecting(PendingPlaces places) {
        if (suspects.isEmpty()) {
            return;
        }
        boolean any = !places.isEmpty();
        suspects.entrySet().removeIf(suspect -> {
            byte level = places.levelOf(suspect.getKey());
            boolean explained = level > 0 || isWithin(places, suspect.getKey()) || suspect.getValue().onlyLinks && any;
            if (explained && level < PendingPlaces.LISTING) {
                places.directory(suspect.getKey(), PendingPlaces.LISTING, Causes.EVENT);
            }
            return explained;
        });
    }

    /** Whether a directory is in a pending subtree. */
    private boolean isWithin(PendingPlaces places, int directory) {
        int node = directory;
        while (index.isDirectory(node) && places.levelOf(node) < PendingPlaces.SUBTREE) {
            node = index.parent(node);
        }
        return places.isEverything() || index.isDirectory(node);
    }

    /** Judges the suspects for whom it is time, asks for the fence, or lists a few directories. */
    public void work() {
        long now = time.nanoTime();
        if (!source.isOpen()) {
            pass.end(pending::fence); // before which everything is inspected, because nothing is watched
        } else if (asked && passed) {
            asked = false;
            passed = false;
            judge();
        } else if (!asked && !suspects.isEmpty() && now - oldest().nanos >= RECORD_NANOS && now - judgeNanos >= 0) {
            asked = true;
            askedNanos = now;
            source.behind(this);
        } else if (pass.isListing()) {
            listAll(now);
        } else if (isPassOver()) {
            pass.end(pending::fence);
        } else {
            listSome(now);
        }
    }

    private void listAll(long start) {
        for (long now = start; pass.isListing() && now - start < SLICE_NANOS; now = time.nanoTime()) {
            compare(pass.next(now), now);
        }
        handles.close();
    }

    private void listSome(long start) {
        long pace = everyNanos / Math.max(1, index.directories());
        long due = dueNanos;
        long now = start;
        while (due <= now && now - start < SLICE_NANOS) {
            compare(nextDirectory(), now);
            due += pace;
            now = time.nanoTime();
        }
        handles.close();
        long rest = (now - start) * (100 / SHARE_PERCENT - 1);
        dueNanos = Math.max(due, now - everyNanos);
        nextNanos = Math.max(dueNanos, now + Math.max(rest, Math.min(PAUSE_NANOS, everyNanos)));
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

    private void compare(int directory, long now) {
        if (!index.isDirectory(directory)
                || watches.isInspectedAnyway(directory)
                || filter.countsAlone(index, directory)) {
            return;
        }
        int handle = handles.openForListing(directory);
        if (handle < 0) { // its entry differs in the directory above: that one is the suspect, unless there is none
            if (index.parent(directory) < 0 && (handle == Scanner.GONE || handle == Scanner.NOT_A_DIRECTORY)) {
                suspects.putIfAbsent(
                        directory, new Suspect(now, false, index.identity(directory), index.watch(directory)));
            }
            return;
        }
        listed = handle;
        listedDirectory = directory;
        filter.enter(index, directory);
        driftCheck.begin(directory);
        boolean reruled = ignoreFiles != null && ignoreFiles.haveChanged(scanner, directory, handle);
        if (scanner.list(handle, this) == 0 && (driftCheck.isDifferent() || reruled || !watches.isCovered(directory))) {
            suspects.putIfAbsent(
                    directory,
                    new Suspect(
                            now,
                            !driftCheck.isDifferentBesidesLinks() && !reruled,
                            index.identity(directory),
                            index.watch(directory)));
        }
    }

    private void judge() {
        boolean judged = pending.inspect(places -> {
            inspecting(places);
            return places.paths().size() == 0;
        });
        if (!judged) {
            judgeNanos = time.nanoTime() + PAUSE_NANOS;
            return; // the cycle that is due knows which directories the paths mean
        }
        suspects.entrySet().removeIf(suspect -> {
            boolean unheard = askedNanos - suspect.getValue().nanos >= RECORD_NANOS;
            if (unheard && isSame(suspect.getKey(), suspect.getValue())) {
                pending.directory(suspect.getKey(), PendingPlaces.LISTING, Causes.RECONCILE);
            }
            return unheard;
        });
    }

    /** Whether a number still belongs to the directory that was suspected: another one has another identity or watch. */
    private boolean isSame(int directory, Suspect suspect) {
        return index.isDirectory(directory)
                && index.identity(directory) == suspect.identity
                && index.watch(directory) == suspect.watch;
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
    public void entry(byte[] entry, int length, EntryStat found) {
        EntryStat stat = singles.resolve(scanner, listedDirectory, entry, length, found, target);
        if (stat != null && settling.isHeld(listedDirectory, entry, length)) {
            driftCheck.undelivered(entry, length);
        } else if (stat != null && filter.keeps(entry, length, stat.type)) {
            contents.read(listed, entry, length, stat);
            driftCheck.entry(entry, length, stat);
        }
    }
}
