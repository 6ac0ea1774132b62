package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The paths that changed since a command was last run, each once and with what happened to it last. An entry that is created
 * and then modified counts as created; one that is moved twice counts as moved from its first path.
 *
 * <p>When there are too many paths to hand over, only the directories that contain them are kept. Not thread-safe.
 */
final class ChangedPaths {
    /** More than fit into any argument or variable. */
    static final int MOST = 100_000;

    /** What happened last. */
    enum Kind {
        CREATED,
        MODIFIED,
        DELETED,
        /** Something was moved here. */
        MOVED,
        /** What was here was moved. */
        MOVED_AWAY
    }

    private record Entry(Kind kind, @Nullable NativeName from) {}

    private final List<NativeName> roots;
    private final TreeMap<NativeName, Entry> entries = new TreeMap<>();
    private final Map<NativeName, NativeName> directories = new LinkedHashMap<>(); // by root
    private boolean everything;
    private boolean tooMany;

    /** {@code roots}: what is watched. */
    ChangedPaths(List<NativeName> roots) {
        this.roots = List.copyOf(roots);
    }

    /** From now on everything below the roots counts as changed. */
    void addEverything() {
        everything = true;
        roots.forEach(root -> directories.put(root, root));
    }

    void add(Iterable<Change> changes) {
        changes.forEach(this::add);
    }

    private void add(Change change) {
        NativeName path = change.nativePath();
        NativeName from = change.nativeFrom();
        boolean directory = change.type() == Change.Type.DIRECTORY;
        addDirectory(path, directory);
        if (from != null) {
            addDirectory(from, directory);
        }
        if (tooMany || everything) {
            return;
        }
        switch (change.kind()) {
            case CREATED -> put(path, Kind.CREATED, null);
            case MODIFIED -> modified(path);
            case DELETED -> put(path, Kind.DELETED, null);
            case MOVED -> moved(from == null ? path : from, path, directory);
        }
        if (entries.size() > MOST) {
            tooMany = true;
            entries.clear();
        }
    }

    private void addDirectory(NativeName path, boolean directory) {
        NativeName root = roots.stream()
                .filter(path::isWithin)
                .findFirst()
                .orElse(NativeName.of("")); // behind a link that is followed
        NativeName container = directory && path.equals(root) ? path : path.parent();
        directories.merge(root, container, ChangedPaths::common);
    }

    private static NativeName common(NativeName one, NativeName other) {
        NativeName common = one;
        while (!other.isWithin(common) && !common.parent().equals(common)) {
            common = common.parent();
        }
        return common;
    }

    private void put(NativeName path, Kind kind, @Nullable NativeName from) {
        entries.put(path, new Entry(kind, from));
    }

    private void modified(NativeName path) {
        Entry before = entries.get(path);
        if (before == null || before.kind != Kind.CREATED && before.kind != Kind.MOVED) {
            put(path, Kind.MODIFIED, null);
        }
    }

    private void moved(NativeName from, NativeName to, boolean directory) {
        Entry before = entries.get(from);
        NativeName origin = before != null && before.from != null ? before.from : from;
        boolean isNew = before != null && before.kind == Kind.CREATED;
        if (directory) {
            Subtree.move(entries, from, to); // what changed in it is now below its new path
        }
        if (isNew) {
            put(from, Kind.DELETED, null);
            put(to, Kind.CREATED, null);
        } else if (origin.equals(to)) { // there and back
            put(from, Kind.DELETED, null);
            put(to, Kind.MODIFIED, null);
        } else {
            put(from, origin.equals(from) ? Kind.MOVED_AWAY : Kind.DELETED, null);
            put(to, Kind.MOVED, origin);
        }
    }

    boolean isEmpty() {
        return directories.isEmpty();
    }

    /** Whether every path is known, not only the directories. */
    boolean isComplete() {
        return !tooMany && !everything;
    }

    /** Whether everything below the roots counts as changed. */
    boolean isEverything() {
        return everything;
    }

    /** Every path in the order of names; of a move both. Empty if they are too many. */
    Collection<NativeName> paths() {
        return List.copyOf(entries.keySet());
    }

    /** The paths to which that happened last; what was moved away and is not at a new path any more counts as deleted. */
    List<NativeName> paths(Kind kind) {
        Set<NativeName> origins = Set.copyOf(origins());
        List<NativeName> paths = new ArrayList<>();
        entries.forEach((path, entry) -> {
            boolean lost = entry.kind == Kind.MOVED_AWAY && !origins.contains(path);
            if ((lost ? Kind.DELETED : entry.kind) == kind) {
                paths.add(path);
            }
        });
        return paths;
    }

    /** The old paths of what was moved, in the order of the new ones. */
    List<NativeName> origins() {
        return entries.values().stream()
                .map(Entry::from)
                .filter(from -> from != null)
                .collect(Collectors.toList());
    }

    /** For each root in which something changed the deepest directory that contains all of it. */
    Collection<NativeName> directories() {
        return List.copyOf(directories.values());
    }
}
