package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A tree of few names, to which changes are applied; a change that cannot be applied fails. */
final class ChangedTree {
    private static final String DIRECTORY = "DIRECTORY";

    private final TreeMap<String, String> entries = new TreeMap<>(Map.of("/r", DIRECTORY));

    Map<String, String> entries() {
        return entries;
    }

    void apply(Change change) {
        String path = change.nativePath().toString();
        String entry = change.isDirectory() ? DIRECTORY : "FILE " + change.size();
        switch (change.kind()) {
            case CREATED -> {
                requireParent(path, change);
                assertThat(entries.put(path, entry)).as(change.toString()).isNull();
            }
            case MODIFIED -> {
                String before = entries.put(path, entry);
                assertThat(before).as(change.toString()).isNotNull();
                assertThat(DIRECTORY.equals(before)).as(change.toString()).isEqualTo(change.isDirectory());
            }
            case DELETED -> {
                assertThat(below(path)).as("below " + change).isEmpty();
                assertThat(entries.remove(path)).as(change.toString()).isNotNull();
            }
            case MOVED -> move(Objects.requireNonNull(change.nativeFrom()).toString(), path, change);
        }
    }

    private void move(String from, String path, Change change) {
        requireParent(path, change);
        Map<String, String> moved = new TreeMap<>(below(from));
        below(from).clear();
        String entry = entries.remove(from);
        assertThat(entry).as(change.toString()).isNotNull();
        String replaced = entries.put(path, entry);
        assertThat(replaced).as("replaced by " + change).isNotEqualTo(DIRECTORY);
        moved.forEach((name, value) -> entries.put(path + name.substring(from.length()), value));
    }

    private void requireParent(String path, Change change) {
        assertThat(entries.get(path.substring(0, path.lastIndexOf('/'))))
                .as("above " + change)
                .isEqualTo(DIRECTORY);
    }

    private Map<String, String> below(String path) {
        return entries.subMap(path + "/", path + "0");
    }

    /** Changes that turn this tree into another one, perhaps none. */
    List<Change> next(SplittableRandom random, int size, boolean moves) {
        List<String> paths = new ArrayList<>(entries.keySet());
        String path = paths.get(random.nextInt(paths.size()));
        boolean directory = DIRECTORY.equals(entries.get(path));
        if (directory && random.nextInt(3) > 0) {
            String child = path + "/" + (char) ('a' + random.nextInt(3));
            boolean fits = !entries.containsKey(child) && child.length() < 10;
            return fits ? List.of(change(Change.Kind.CREATED, child, random.nextInt(3) == 0, size)) : List.of();
        }
        if (path.equals("/r") || random.nextBoolean()) {
            return List.of(change(Change.Kind.MODIFIED, path, directory, size));
        }
        return moves && random.nextBoolean() ? moved(path, paths.get(random.nextInt(paths.size()))) : deleted(path);
    }

    private List<Change> moved(String from, String other) {
        boolean directory = DIRECTORY.equals(entries.get(from));
        boolean into = DIRECTORY.equals(entries.get(other));
        String path = into ? other + "/c" : other;
        boolean fits = !(path + "/").startsWith(from + "/") && (!entries.containsKey(path) || !directory && !into);
        return fits
                ? List.of(Change.builder(Change.Kind.MOVED, NativeName.of(path))
                        .from(NativeName.of(from), NativeName.of("/r"))
                        .type(directory ? Change.Type.DIRECTORY : Change.Type.FILE)
                        .build())
                : List.of();
    }

    private List<Change> deleted(String path) {
        List<String> gone = new ArrayList<>(below(path).keySet());
        gone.add(0, path);
        List<Change> changes = new ArrayList<>();
        for (int i = gone.size() - 1; i >= 0; i--) {
            String one = gone.get(i);
            changes.add(change(Change.Kind.DELETED, one, DIRECTORY.equals(entries.get(one)), 0));
        }
        return changes;
    }

    private static Change change(Change.Kind kind, String path, boolean directory, int size) {
        return Change.builder(kind, NativeName.of(path))
                .type(directory ? Change.Type.DIRECTORY : Change.Type.FILE)
                .now(size, 0)
                .build();
    }
}
