package io.github.fswire.source;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatcherState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each directory of the index watched, or inspected every interval: as part of {@link PolledRoots}, or as one of the {@link
 * DegradedDirectories}. Owned by the engine thread.
 */
public final class WatchRegistry {
    /** Judges whether the kernel reports every change below a root. */
    @FunctionalInterface
    public interface Trust {
        /**
         * Judges.
         *
         * @param root an existing root
         * @return whether it is left to the kernel
         * @throws WatchException if that cannot be found out
         */
        Verdict judge(NativeName root) throws WatchException;
    }

    /**
     * Whether the kernel reports every change of a root.
     *
     * @param trusted whether it does; else the root is polled
     * @param reason why the root is not trusted, reported to the listener; null if the listener knows it already
     */
    public record Verdict(boolean trusted, @Nullable WatchException reason) {
        /** The kernel reports every change. */
        public static final Verdict TRUSTED = new Verdict(true, null);
        /** The user wants it polled. */
        public static final Verdict POLLED_ON_REQUEST = new Verdict(false, null);
    }

    private static final Logger LOGGER = System.getLogger(WatchRegistry.class.getName());

    private final TreeIndex index;
    private final PolledRoots polled;
    private final DegradedDirectories degraded;
    private final PolledEntries entries;
    private final FileWatches files = new FileWatches();
    private @Nullable RawSession session;
    private Coverage coverage = Coverage.DIRECTORY;
    private @Nullable WatchException exhausted; // a limit that was reached in this cycle: do not run into it again

    /** Watches nothing yet. */
    public WatchRegistry(TreeIndex index, Trust trust) {
        this.index = index;
        this.polled = new PolledRoots(index, trust);
        this.degraded = new DegradedDirectories(index);
        this.entries = new PolledEntries(index);
    }

    /** Single entries that are inspected every interval. */
    public PolledEntries entries() {
        return entries;
    }

    /** Watches of single files. */
    public FileWatches files() {
        return files;
    }

    /** Whether anything but whole roots is inspected every interval. */
    public boolean hasPolled() {
        return !degraded.isEmpty() || !entries.isEmpty();
    }

    /** A root is there, for the first time or again: decides whether it is left to the kernel or polled. */
    public void judge(int root) {
        try {
            polled.judge(root);
        } catch (WatchException e) {
            degrade(root, e, PendingPlaces.SUBTREE); // inspected every interval, as any place that cannot be reached
        }
    }

    /** What was a root is a directory of another one's tree. */
    public void noRoot(int root) {
        polled.remove(root);
    }

    /** A root leaves the index with everything below it. */
    public void dropBelow(int root) {
        for (int node = 0; node < index.limit(); node++) {
            if (index.isDirectory(node) && index.rootOf(node) == root) {
                forget(node);
            }
        }
        noRoot(root);
    }

    /** No backend works: polls every root, and reports that with the reason. */
    public void pollEverything(WatchException reason) {
        polled.pollEverything(reason);
    }

    /** Roots that are not left to the kernel. */
    public Set<Integer> polled() {
        return polled.all();
    }

    public boolean isPolling() {
        return !polled.isEmpty();
    }

    /** Whether a directory needs no watch (any more): it has one, or it is polled. */
    public boolean isCovered(int directory) {
        RawWatch watch = index.watch(coverage.watched(index, directory));
        return watch != null && watch.isActive() || isPolled(directory);
    }

    /** What the watches cover. */
    public Coverage coverage() {
        return coverage;
    }

    /** Whether a directory is inspected every interval. */
    public boolean isInspectedAnyway(int directory) {
        return degraded.contains(directory) || isPolled(directory);
    }

    /** Whether a directory could not be watched or read when it was inspected last. */
    public boolean isDegraded(int directory) {
        return degraded.contains(directory);
    }

    /** Whether everything below a directory is still to be inspected, because that was not possible so far. */
    public boolean owesSubtree(int directory) {
        return degraded.owesSubtree(directory);
    }

    /** Whether a directory belongs to a root that is not left to the kernel. */
    public boolean isPolled(int directory) {
        return polled.contain(directory);
    }

    /** Uses this session from now on; null while there is none, for the reason given. */
    void use(@Nullable RawSession newSession, @Nullable WatchException whyNot, Coverage ofWatches) {
        session = newSession;
        files.use(newSession);
        coverage = ofWatches;
        exhausted = whyNot;
    }

    /** The session has ended, and every watch with it. */
    void lost() {
        for (int node = 0; node < index.limit(); node++) {
            if (index.isDirectory(node)) {
                index.watch(node, null);
            }
        }
    }

    /** Begins a cycle: limits are tried again. */
    public void beginCycle() {
        files.beginCycle();
        if (session != null) {
            exhausted = null;
        }
    }

    /**
     * Whether a directory needs no watch: it has one, or it is polled.
     *
     * @param again another one is wanted, because its watch may have ended unheard
     */
    public boolean needsNone(int directory, boolean again) {
        return isCovered(directory) && (coverage == Coverage.SUBTREE || !again) || isPolled(directory);
    }

    /**
     * Makes the kernel watch an open directory that needs it.
     *
     * @param path leads to the directory
     * @return false if it is degraded now
     */
    public boolean ensure(int directory, Supplier<NativeName> path) {
        RawWatch old = index.watch(directory);
        if (coverage.watched(index, directory) != directory) {
            return false; // its root is degraded
        }
        if (session == null || exhausted != null && old == null) {
            degrade(directory, exhausted, coverage.unwatchedLevel());
            return false;
        }
        try {
            index.watch(directory, watch(session, path.get(), directory));
        } catch (RootGoneException e) {
            index.watch(
                    directory, null); // removed a moment ago: the parent's record follows; until then it is inspected
            degrade(directory, e, PendingPlaces.LISTING);
        } catch (UnsupportedWatchException e) {
            index.watch(directory, null);
            refused(directory, e);
        } catch (WatchException e) {
            index.watch(directory, null);
            exhausted = e instanceof WatchLimitException ? e : null;
            degrade(directory, e, coverage.unwatchedLevel());
        } catch (IllegalStateException e) {
            LOGGER.log(Level.DEBUG, "the session has just ended", e); // everything is inspected again with the next
            index.watch(directory, null);
            use(null, null, coverage);
        }
        if (old != null) {
            old.close(); // after the new one was added: both may be the same watch of the kernel
        }
        return index.watch(directory) != null;
    }

    private RawWatch watch(RawSession present, NativeName path, int directory) throws WatchException {
        try {
            return present.watch(path, directory);
        } catch (WatchLimitException e) {
            if (files.makeRoom()) {
                return present.watch(path, directory);
            }
            throw e;
        }
    }

    /** The file system does not support watches. If a watch would cover a subtree, the whole subtree is polled. */
    private void refused(int directory, UnsupportedWatchException reason) {
        if (coverage == Coverage.SUBTREE) {
            polled.add(directory, reason);
        } else {
            degrade(directory, reason, PendingPlaces.LISTING);
        }
    }

    /** Notes that a directory cannot be watched or read, and how much of it should have been inspected. */
    public void degrade(int directory, @Nullable WatchException reason, int level) {
        if (reason != null) {
            degraded.add(directory, reason, level);
        }
    }

    /** The same for the scanner's last failure, which is described only if it is the first of its kind. */
    public void degrade(int directory, Scanner scanner, int level) {
        degraded.add(directory, scanner, level);
    }

    /** Leaves the entries below a directory out, because the kernel generates them; mounts there are still inspected. */
    public void leaveOut(int directory, String fileSystem) {
        String advice = "The kernel generates its content at every inspection, so the entries below it are left out."
                + " To have it polled, watch it as a root of its own.";
        String path = index.path(directory).toString();
        degrade(directory, new WatchException(path, "statfs", 0, fileSystem, advice), PendingPlaces.LISTING);
    }

    /** The file system of a root was unmounted: until another directory is there, it is checked whether one is. */
    public void unmounted(int root) {
        String advice =
                "Its file system was unmounted. Until one is mounted there again it is inspected every interval.";
        degraded.addLasting(
                root, new WatchException(index.rootPath(root).toString(), "unmount", 0, "UNMOUNTED", advice));
    }

    /** A directory was read, with everything below it that could be if {@code deep}, and is watched or not. */
    public void listed(int directory, boolean deep, boolean watched) {
        degraded.listed(directory, deep, watched, levelOnceListed(watched));
    }

    /**
     * A directory was read, but an entry of it could not be inspected: no event reports that it can be. So the directory is
     * degraded until all of them could.
     */
    public void listedInPart(int directory, WatchException reason, boolean deep, boolean watched) {
        if (!isPolled(directory)) {
            degraded.listedInPart(directory, reason, deep, levelOnceListed(watched));
        }
    }

    private int levelOnceListed(boolean watched) {
        return watched ? PendingPlaces.LISTING : coverage.unwatchedLevel();
    }

    /** A directory has left the index. */
    public void forget(int directory) {
        RawWatch watch = index.watch(directory);
        if (watch != null) {
            index.watch(directory, null);
            watch.close();
        }
        degraded.remove(directory);
        entries.forget(directory);
    }

    /** Number of directories that must be inspected every interval. */
    public int degraded() {
        return degraded.size();
    }

    /** Adds them to what is inspected. */
    public void addDegraded(PendingPlaces places) {
        degraded.addTo(places);
        entries.addTo(places);
    }

    /** Adds the roots that are not left to the kernel to what is inspected. */
    public void addPolled(PendingPlaces places) {
        polled.all().forEach(root -> places.directory(root, PendingPlaces.SUBTREE, Causes.POLL));
    }

    /** Another number whenever the restrictions have changed. */
    public long changes() {
        return polled.changes() + degraded.changes() + entries.changes();
    }

    /** What is not left to the kernel, or missing. */
    public List<WatcherState.Restriction> restrictions() {
        List<WatcherState.Restriction> restrictions = new ArrayList<>();
        polled.addTo(restrictions);
        degraded.addTo(restrictions);
        entries.addTo(restrictions);
        return restrictions;
    }

    /** The next reason for which directories are degraded, if it was not reported yet; else null. */
    public @Nullable DegradedNotice nextNotice() {
        DegradedNotice next = polled.nextNotice();
        next = next == null ? degraded.nextNotice() : next;
        return next == null ? entries.nextNotice() : next;
    }
}
