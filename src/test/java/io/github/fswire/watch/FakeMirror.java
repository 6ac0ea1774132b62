package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.ChangeSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Applies changes and nothing else, and refuses what cannot be applied (G2). */
final class FakeMirror implements ChangeSink {
    final TreeMap<String, String> entries = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    private final Consumer<Integer> removed;
    private final java.util.function.BiConsumer<Integer, NativeName> again;

    FakeMirror(Consumer<Integer> removed, java.util.function.BiConsumer<Integer, NativeName> again) {
        this.removed = removed;
        this.again = again;
    }

    @Override
    public void created(NativeName path, int type, int cause, long size, long modifiedNanos) {
        log.add("CREATED " + path);
        String p = path.toString();
        require(!entries.containsKey(p), "created twice: " + p);
        requireParent(p);
        entries.put(p, FakeDisk.describe(type, size, modifiedNanos));
    }

    @Override
    public void modified(NativeName path, int type, int cause, long size, long modifiedNanos) {
        log.add("MODIFIED " + path);
        String p = path.toString();
        if (p.equals("/r")) {
            return;
        }
        require(entries.containsKey(p), "modified but unknown: " + p);
        entries.put(p, FakeDisk.describe(type, size, modifiedNanos));
    }

    @Override
    public void deleted(NativeName path, int type, int cause) {
        log.add("DELETED " + path);
        String p = path.toString();
        require(below(p).isEmpty(), "deleted with children: " + p);
        require(entries.remove(p) != null, "deleted but unknown: " + p);
    }

    @Override
    public void moved(NativeName from, NativeName path, int type, int cause, long size, long modifiedNanos) {
        log.add("MOVED " + from + " " + path);
        String f = from.toString();
        String p = path.toString();
        require(entries.containsKey(f), "moved but unknown: " + f);
        require(!(p + "/").startsWith(f + "/"), "moved into itself: " + f + " to " + p);
        requireParent(p);
        if (type == EntryStat.DIRECTORY) {
            require(!entries.containsKey(p), "moved over an entry: " + p);
        } else {
            require(below(p).isEmpty(), "moved over a directory: " + p);
        }
        Map<String, String> subtree = new TreeMap<>(below(f));
        subtree.keySet().forEach(entries::remove);
        String what = entries.remove(f); // if it has changed as well, that is told as a change of its own
        entries.put(p, what == null ? "" : what);
        subtree.forEach((below, entry) -> entries.put(p + below.substring(f.length()), entry));
    }

    private Map<String, String> below(String path) {
        return entries.subMap(path + "/", path + "0");
    }

    private void requireParent(String path) {
        String parent = path.substring(0, path.lastIndexOf('/'));
        require(parent.equals("/r") || "directory".equals(entries.get(parent)), "no parent: " + path);
    }

    private void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what + "\n" + String.join("\n", log));
        }
    }

    @Override
    public void directoryRemoved(int directory) {
        removed.accept(directory);
    }

    @Override
    public void lookAgain(int directory, NativeName name) {
        again.accept(directory, name);
    }
}
