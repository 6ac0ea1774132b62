package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.Checkpoint;
import io.github.fswire.tree.Journal;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What of a watcher outlives its process: the index, from time to time, and before each batch the paths in it.
 *
 * <h2>Why two files</h2>
 *
 * The listener may have accepted a batch when the process is killed, and the index on the disk is older. An entry that was
 * created in that batch and is gone at the next start differs in nothing from that index, and its deletion would never be
 * told. So the paths of every batch are on the disk before the listener hears of it; at the next start they are told to be
 * deleted, taken out of the index, and found again if they are there.
 *
 * <p>Owned by the engine thread, but for {@link #load}.
 */
final class Resume {
    private static final String JOURNAL = ".journal";
    private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int REST = 20; // times as long as writing took

    private final @Nullable Path file;
    private final Map<NativeName, Integer> uncertain;
    private final @Nullable TreeIndex index;
    private final @Nullable Exception unusable;
    private @Nullable Journal journal;
    private boolean stale;
    private long nextNanos;

    private Resume(
            @Nullable Path file,
            @Nullable TreeIndex index,
            Map<NativeName, Integer> uncertain,
            @Nullable Exception unusable) {
        this.file = file;
        this.index = index;
        this.uncertain = uncertain;
        this.unusable = unusable;
        this.nextNanos = System.nanoTime();
    }

    /** Reads what is there for a watcher with these roots. */
    static Resume load(@Nullable Path file, List<NativeName> roots) {
        if (file == null) {
            return new Resume(null, null, Map.of(), null);
        }
        Map<NativeName, Integer> uncertain = Map.of();
        try {
            uncertain = Journal.read(journal(file));
            return new Resume(file, Checkpoint.read(file, roots), uncertain, null);
        } catch (NoSuchFileException e) {
            return new Resume(file, null, uncertain, null);
        } catch (IOException e) {
            String why = "the checkpoint cannot be used, so everything is told anew: " + e.getMessage();
            return new Resume(file, null, uncertain, new IOException(why, e));
        }
    }

    private static Path journal(Path file) {
        return file.resolveSibling(file.getFileName() + JOURNAL);
    }

    /** Whether there is something to go on from. */
    boolean isResumed() {
        return index != null;
    }

    /** Whether the state is kept in a file. */
    boolean isKept() {
        return file != null;
    }

    /** The index to go on from, or a new one. */
    TreeIndex index() {
        return index == null ? new TreeIndex() : index;
    }

    /** Why a file that is there is of no use, or null. */
    @Nullable
    Exception unusable() {
        return unusable;
    }

    /** Paths of which the listener may know more than the index, each with its type. */
    Map<NativeName, Integer> uncertain() {
        return uncertain;
    }

    /** The files, in which nobody but this writes: nothing is told of them. */
    List<NativeName> files() {
        return file == null
                ? List.of()
                : List.of(
                        NativeName.of(file),
                        NativeName.of(journal(file)),
                        NativeName.of(file.resolveSibling(file.getFileName() + ".part")));
    }

    /** The listener will hear of these changes. */
    @SuppressWarnings("EnumOrdinal") // the types are in the order of EntryStat's numbers
    void before(List<Change> changes) throws IOException {
        if (file == null) {
            return;
        }
        stale = true;
        Journal open = journal;
        if (open == null) {
            open = Journal.open(journal(file));
            journal = open;
        }
        for (Change change : changes) {
            NativeName from = change.nativeFrom();
            if (from != null) {
                open.add(from, change.type().ordinal());
            }
            open.add(change.nativePath(), change.type().ordinal());
        }
        open.force();
    }

    /** How long to wait from {@code now} until {@link #write} should be called; 0 or less if it is time. */
    long waitNanos(long now) {
        return file != null && stale ? nextNanos - now : Long.MAX_VALUE;
    }

    /** Nothing of the present state is in the file. */
    void begin() {
        stale = true;
    }

    /** Writes the index, which is what the listener has accepted, if that is not what is there. */
    void write(TreeIndex delivered) throws IOException {
        if (file == null || !stale) {
            return;
        }
        long start = System.nanoTime();
        try {
            Checkpoint.write(file, delivered);
            if (journal == null) {
                journal = Journal.open(journal(file));
            }
            journal.clear();
            stale = false;
        } finally {
            long end = System.nanoTime();
            nextNanos = end + Math.max(SHORTEST_NANOS, REST * (end - start));
        }
    }

    void close() throws IOException {
        if (journal != null) {
            journal.close();
        }
    }
}
