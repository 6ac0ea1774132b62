package io.github.fswire.examples.hybrid;

import static io.github.fswire.watch.Change.Kind.DELETED;
import static io.github.fswire.watch.Change.Kind.MODIFIED;
import static io.github.fswire.watch.Change.Type.FILE;
import static io.github.fswire.watch.ListenerOptions.EVERYTHING;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Follows a tree by events, decides by time stamps and contents what a change means, and measures what no event reports. */
public final class HybridWatcher implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** What is decided about a change: of a modified file by time and content, of all others it is the place that counts. */
    public enum Verdict {
        PLACE,
        NEWER,
        OLDER,
        REWRITTEN,
        TOUCHED
    }

    private final Map<Path, OptionalInt> known = new ConcurrentHashMap<>();
    private final BiConsumer<Change, Verdict> decided;
    private final FileWatcher watcher;

    /** Begins with everything that is there; looks for misses all over the tree once in this time, 0 for never. */
    public HybridWatcher(Path root, Duration reconcileEvery, BiConsumer<Change, Verdict> decided) throws IOException {
        this.decided = decided;
        WatchOptions.Builder options = WatchOptions.builder().root(root).initial(true);
        options.previousAttributes(true).verify(WatchOptions.Verify.CONTENT).reconcileEvery(reconcileEvery);
        watcher = FileWatcher.start(options.listener(EVERYTHING.only(FILE)).build(), this::decide);
    }

    private void decide(ChangeBatch batch) {
        for (Change change : batch) {
            OptionalInt before = known.remove(change.from() == null ? change.path() : change.from());
            if (change.kind() != DELETED) {
                known.put(change.path(), change.contentHash());
            }
            decided.accept(change, change.kind() == MODIFIED ? verdict(change, before) : Verdict.PLACE);
        }
    }

    private static Verdict verdict(Change change, @Nullable OptionalInt before) {
        if (change.contentHash().equals(before)) {
            return Verdict.TOUCHED;
        }
        int later = Long.compare(change.modifiedNanos(), change.previousModifiedNanos());
        return later > 0 ? Verdict.NEWER : later < 0 ? Verdict.OLDER : Verdict.REWRITTEN;
    }

    /** Compares the whole tree now, decides about what no event has reported, and counts it. */
    public long reconcile() throws InterruptedException {
        long before = watcher.statistics().missed();
        watcher.reconcile(LIMIT);
        return watcher.statistics().missed() - before;
    }

    /** To wait for what was changed before, and for the statistics of misses. */
    public FileWatcher watcher() {
        return watcher;
    }

    @Override
    public void close() {
        watcher.close();
    }
}
