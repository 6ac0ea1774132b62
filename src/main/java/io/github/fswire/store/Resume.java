package io.github.fswire.store;

import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state of a watcher that outlives its process: the index, written from time to time, and the paths of each batch,
 * written before its delivery.
 *
 * <h2>Why two files</h2>
 *
 * The process may be killed after the listener has accepted a batch and before the index is written. If an entry was created
 * in that batch and is gone at the next start, the disk does not differ from the old index, and the deletion would never be
 * delivered. So the paths of every batch are on the disk before its delivery. At the next start these paths are delivered as
 * deleted, taken out of the index, and found again if they exist.
 *
 * <p>Owned by the engine thread, but for {@link #load}.
 */
public final class Resume {
    /** The paths of the changes in a batch. */
    @FunctionalInterface
    public interface Batch {
        /** Hands each path on. */
        void forEach(Paths paths) throws IOException;
    }

    /** Takes paths. */
    @FunctionalInterface
    public interface Paths {
        /** Takes one, with the number of its type in {@code EntryStat}. */
        void add(NativeName path, int type) throws IOException;
    }

    private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1); // while the disk refuses
    private static final int REST = 20; // times as long as writing took

    private final @Nullable StateFiles files;
    private final @Nullable StateLock lock;
    private final Map<NativeName, Integer> uncertain;
    private final boolean resumed;
    private final TreeIndex index;
    private final @Nullable Exception unusable;
    private @Nullable Journal journal; // null until a checkpoint is written if there is one that is not understood
    private boolean stale;
    private long nextNanos;
    private long restNanos = SHORTEST_NANOS;

    private Resume(
            @Nullable StateFiles files,
            @Nullable StateLock lock,
            @Nullable Journal journal,
            @Nullable TreeIndex index,
            Map<NativeName, Integer> uncertain,
            @Nullable Exception unusable) {
        this.files = files;
        this.lock = lock;
        this.journal = journal;
        this.uncertain = uncertain;
        this.resumed = index != null;
        this.index = index == null ? new TreeIndex() : index;
        this.unusable = unusable;
        this.nextNanos = System.nanoTime();
    }

    /**
     * Reads the state for a watcher with these roots, which alone uses the files until {@link #close}.
     *
     * @param file the checkpoint, or null if there is none
     * @param roots their paths
     * @param singles by path of a root: the only entries of it that count
     * @throws IOException if another watcher uses it, or nothing could be written there
     */
    public static Resume load(@Nullable Path file, List<NativeName> roots, Map<NativeName, Set<NativeName>> singles)
            throws IOException {
        if (file == null) {
            return new Resume(null, null, null, null, Map.of(), null);
        }
        StateFiles files = StateFiles.of(file);
        StateLock lock = null;
        try {
            files.check();
            lock = StateLock.take(files);
            return load(files, lock, roots, singles);
        } catch (IOException e) {
            closeAfter(e, lock);
            throw StateFiles.unwritable(file, e);
        } catch (RuntimeException | Error e) {
            closeAfter(e, lock);
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, @Nullable StateLock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static Resume load(
            StateFiles files, StateLock lock, List<NativeName> roots, Map<NativeName, Set<NativeName>> singles)
            throws IOException {
        Map<NativeName, Integer> uncertain;
        try {
            if (Files.exists(files.checkpoint()) && !Files.exists(files.journal())) {
                throw new IOException(files.journal() + ", which belongs to it, is missing");
            }
            uncertain = Journal.read(files.journal(), roots);
        } catch (IOException e) {
            return new Resume(files, lock, null, null, Map.of(), unusable(files, e));
        }
        TreeIndex index = null;
        Exception unusable = null;
        try {
            index = Checkpoint.read(files.checkpoint(), roots, singles);
        } catch (NoSuchFileException e) {
            // the first start
        } catch (IOException e) {
            unusable = unusable(files, e);
        }
        return new Resume(files, lock, Journal.create(files, uncertain), index, uncertain, unusable);
    }

    private static Exception unusable(StateFiles files, IOException reason) throws IOException {
        String why = "the checkpoint cannot be used, so everything is reported anew: " + reason.getMessage();
        return new IOException(why + files.keepForeign(), reason);
    }

    /** Whether there is something to go on from. */
    public boolean isResumed() {
        return resumed;
    }

    /** Whether the state is kept in a file. */
    public boolean isKept() {
        return files != null;
    }

    /** The index to go on from, or a new one. */
    public TreeIndex index() {
        return index;
    }

    /** Why a file that is there is of no use, or null. */
    public @Nullable Exception unusable() {
        return unusable;
    }

    /** Paths of which the listener may know more than the index, each with its type. */
    public Map<NativeName, Integer> uncertain() {
        return uncertain;
    }

    /** The files that this object alone writes; no change of them is delivered. */
    public List<NativeName> files() {
        return files == null
                ? List.of()
                : files.all().stream().map(NativeName::of).toList();
    }

    /** The changes of a batch are about to be delivered. */
    public void before(Batch batch) throws IOException {
        if (files == null) {
            return;
        }
        stale = true;
        Journal open = journal;
        if (open == null) {
            return; // until there is a checkpoint everything is uncertain
        }
        try {
            batch.forEach((path, type) -> {
                open.add(path, type);
                if (open.isLarge()) {
                    open.force();
                }
            });
            open.force();
        } catch (IOException e) {
            throw StateFiles.unwritable(files.journal(), e);
        }
    }

    /** How long to wait from {@code now} until {@link #write} should be called; 0 or less if it is time. */
    public long waitNanos(long now) {
        return files != null && stale ? nextNanos - now : Long.MAX_VALUE;
    }

    /** Nothing of the present state is in the file. */
    public void begin() {
        stale = true;
    }

    /**
     * Writes the index, which contains only what every listener has accepted, if it differs from the file.
     *
     * @param singles by node of a root: the only entries of it that count, none if all do
     */
    public void write(TreeIndex delivered, IntFunction<Set<NativeName>> singles) throws IOException {
        if (files == null || !stale) {
            return;
        }
        long start = System.nanoTime();
        restNanos = Math.min(2 * restNanos, LONGEST_NANOS);
        try {
            Checkpoint.write(files, delivered, singles);
            if (journal == null) {
                journal = Journal.create(files, Map.of());
            }
            journal.clear();
            stale = false;
            restNanos = SHORTEST_NANOS;
        } catch (IOException e) {
            throw StateFiles.unwritable(files.checkpoint(), e);
        } finally {
            long end = System.nanoTime();
            nextNanos = end + Math.max(restNanos, REST * (end - start));
        }
    }

    /** Lets another watcher use the files. */
    public void close() throws IOException {
        try {
            if (journal != null) {
                journal.close();
            }
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
