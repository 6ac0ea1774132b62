package io.github.fswire.engine;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ListenerOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A listener that keeps paths in a flat map, for entries that are selected one by one: it knows no directories and applies a
 * change to its path alone.
 */
final class SimulatedSelection implements ChangeListener {
    private static final String FILE = Integer.toHexString(SimulatedDisk.FILE) + " ";
    private static final String WITHIN = SimulatedMirror.ROOT + "/b";

    private final ListenerOptions options;
    private final Predicate<Map.Entry<String, String>> counts; // path and entry
    private final Consumer<String> trace;
    private final Map<String, String> entries = new TreeMap<>();

    private SimulatedSelection(
            ListenerOptions options, Predicate<Map.Entry<String, String>> counts, Consumer<String> trace) {
        this.options = options.withInitial();
        this.counts = counts;
        this.trace = trace;
    }

    static SimulatedSelection of(SplittableRandom random, Consumer<String> trace) {
        SimulatedSelection chosen = choose(random, trace);
        return new SimulatedSelection(SimulatedFilter.ordered(chosen.options, random), chosen.counts, trace);
    }

    private static SimulatedSelection choose(SplittableRandom random, Consumer<String> trace) {
        ListenerOptions all = ListenerOptions.EVERYTHING;
        Predicate<Map.Entry<String, String>> files = entry -> entry.getValue().startsWith(FILE);
        ListenerOptions apart = all.only(Change.Kind.CREATED, Change.Kind.MODIFIED, Change.Kind.DELETED);
        return switch (random.nextInt(7)) {
            case 0 -> new SimulatedSelection(all.expandMoves(), entry -> true, trace);
            case 1 -> new SimulatedSelection(all.only(Change.Type.FILE), files, trace);
            case 2 -> new SimulatedSelection(apart.only(Change.Type.FILE), files, trace);
            case 3 -> new SimulatedSelection(apart, entry -> true, trace);
            case 4 ->
                new SimulatedSelection(
                        all.within(Path.of(WITHIN)).expandMoves(),
                        entry -> (entry.getKey() + "/").startsWith(WITHIN + "/"),
                        trace);
            case 5 ->
                new SimulatedSelection(
                        all.filter(path -> path.endsWith("a")).expandMoves(),
                        entry -> entry.getKey().endsWith("/a"),
                        trace);
            default ->
                new SimulatedSelection(
                        apart.filter(path -> !path.endsWith("c")).exclude("d"),
                        entry -> !entry.getKey().endsWith("/c")
                                && !entry.getKey().matches(".*/d(/.*)?"),
                        trace);
        };
    }

    ListenerOptions options() {
        return options;
    }

    /** What of a tree is selected, without contents. */
    Map<String, String> of(Map<String, String> tree) {
        Map<String, String> selected = new TreeMap<>();
        tree.entrySet().stream()
                .filter(counts)
                .forEach(entry -> selected.put(entry.getKey(), entry.getValue().replaceFirst(", content .*", "")));
        return selected;
    }

    Map<String, String> shown() {
        return entries;
    }

    @Override
    public void onBatch(ChangeBatch batch) {
        for (Change change : batch) {
            trace.accept("                " + change);
            if (!change.nativePath().toString().equals(SimulatedMirror.ROOT)) {
                apply(change);
            }
        }
    }

    private void apply(Change change) {
        String path = change.nativePath().toString();
        String entry = Inode.describe(type(change), change.size(), change.modifiedNanos());
        switch (change.kind()) {
            case CREATED -> require(entries.put(path, entry) == null, change);
            case MODIFIED -> require(entries.put(path, entry) != null, change);
            case DELETED -> require(entries.remove(path) != null, change);
            case MOVED -> {
                String before = entries.remove(String.valueOf(change.nativeFrom()));
                require(before != null, change);
                require(entries.put(path, before) == null || !change.isDirectory(), change);
            }
        }
    }

    private static int type(Change change) {
        return switch (change.type()) {
            case FILE -> SimulatedDisk.FILE;
            case DIRECTORY -> SimulatedDisk.DIRECTORY;
            case SYMLINK -> SimulatedDisk.LINK;
            case OTHER -> 0;
        };
    }

    private static void require(boolean condition, Change change) {
        if (!condition) {
            throw new InternalError("cannot be applied: " + change); // after anything less the batch is delivered again
        }
    }
}
