package io.github.fswire.engine;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Applies changes and nothing else, and refuses what cannot be applied (G2). When a change of a file is delivered, it copies what
 * has that name by then, and remembers of which file that was; if another one is reported to have moved, it copies again.
 */
final class SimulatedMirror implements ChangeListener {
    static final String ROOT = SimulatedDisk.ROOT;

    private static final String DIRECTORY = "directory";

    private record Copy(long identity, long version) {}

    /** Something that happens before a batch is accepted; may throw. */
    interface Toll {
        void pay() throws Exception;
    }

    private final SimulatedDisk disk;
    private final Consumer<String> trace;
    private final Toll toll;
    private final TreeMap<String, String> entries = new TreeMap<>();
    private final Map<String, Copy> copies = new TreeMap<>();
    private final TreeMap<String, String> attributes = new TreeMap<>(); // those that were delivered last

    SimulatedMirror(SimulatedDisk disk, Consumer<String> trace, Toll toll) {
        this.disk = disk;
        this.trace = trace;
        this.toll = toll;
    }

    /** What it should show now: what is below these roots, and those that are not the usual one. */
    static Map<String, String> of(SimulatedDisk disk, List<String> roots) {
        Map<String, String> expected = new TreeMap<>();
        for (String path : roots) {
            Inode root = disk.at(path);
            if (root != null) {
                collect(path, root, expected);
                if (!path.equals(ROOT)) {
                    expected.put(path, root.describe());
                }
            }
        }
        return expected;
    }

    /** It knows which of these roots are there in a tree, because that is not delivered. */
    void know(List<String> roots, Map<String, String> tree) {
        roots.stream().filter(tree::containsKey).forEach(root -> entries.put(root, DIRECTORY));
    }

    /** Nothing else than these roots counts any more. */
    void keep(List<String> roots) {
        entries.keySet().removeIf(path -> roots.stream()
                .noneMatch(root ->
                        DIRECTORY.equals(entries.get(root)) && (path.equals(root) || path.startsWith(root + "/"))));
        copies.keySet().retainAll(entries.keySet());
    }

    private static void collect(String path, Inode dir, Map<String, String> expected) {
        dir.children().forEach((name, inode) -> {
            String below = path + "/" + name;
            expected.put(below, inode.describe() + content(inode));
            collect(below, inode, expected);
        });
    }

    private static String content(Inode inode) {
        return inode.isFile() ? ", content " + inode.version() : "";
    }

    /** Replaces copies from another root, which was at the path between two inspections: nothing reports that. */
    void copyFromOtherRoots() {
        copies.forEach((path, copy) -> {
            Inode inode = inode(path);
            if (inode != null && inode.isFile() && inode.identity() != copy.identity) {
                copies.put(path, new Copy(inode.identity(), inode.version()));
            }
        });
    }

    /** What it shows. What was not there when it should have been copied, and never came again, is copied now. */
    Map<String, String> shown() {
        entries.keySet().stream().filter(path -> !copies.containsKey(path)).forEach(this::copyContent);
        Map<String, String> shown = new TreeMap<>();
        entries.forEach((path, entry) ->
                shown.put(path, entry + (copies.containsKey(path) ? ", content " + copies.get(path).version : "")));
        return shown;
    }

    /** Takes over what was there at the start, as far as it counts. */
    void copy(Predicate<String> counts) {
        copy(ROOT, disk.root(), counts);
    }

    private void copy(String path, @Nullable Inode dir, Predicate<String> counts) {
        if (dir != null) {
            dir.children().forEach((name, inode) -> {
                String below = path + "/" + name;
                if (counts.test(below)) {
                    entries.put(below, inode.describe());
                    copyContent(below);
                    copy(below, inode, counts);
                }
            });
        }
    }

    @Override
    public void onBatch(ChangeBatch batch) throws Exception {
        toll.pay();
        for (Change change : batch) {
            trace.accept("        " + change);
            if (!change.nativePath().toString().equals(ROOT)) {
                try {
                    apply(change);
                } catch (AssertionError e) {
                    throw new InternalError(e.getMessage(), e); // after anything less the batch is delivered again
                }
            }
        }
    }

    @Override
    public void onOverflow(long overflows) {
        trace.accept("        overflow " + overflows);
    }

    @Override
    public void onDegraded(DegradedNotice notice) {
        trace.accept("        degraded " + notice);
    }

    @Override
    public void onError(Exception error) {
        trace.accept("        " + error);
    }

    private void apply(Change change) {
        String path = change.nativePath().toString();
        int type =
                switch (change.type()) {
                    case FILE -> SimulatedDisk.FILE;
                    case DIRECTORY -> SimulatedDisk.DIRECTORY;
                    case SYMLINK -> SimulatedDisk.LINK;
                    case OTHER -> 0;
                };
        applyAttributes(path, change);
        String entry = Inode.describe(type, change.size(), change.modifiedNanos());
        switch (change.kind()) {
            case CREATED -> {
                require(!entries.containsKey(path), change);
                requireParent(change);
                entries.put(path, entry);
                copyContent(path);
            }
            case MODIFIED -> {
                require(entries.containsKey(path), change);
                require(!change.aspects().isEmpty(), change);
                entries.put(path, entry);
                if (change.aspects().contains(Change.Aspect.CONTENT) || change.cause() != Change.Cause.EVENT) {
                    copyContent(path); // else time stamps decide alone, which do not show what was there for a moment
                }
            }
            case DELETED -> {
                require(below(path).isEmpty(), change);
                require(entries.remove(path) != null, change);
                copies.remove(path);
            }
            case MOVED -> move(String.valueOf(change.nativeFrom()), path, change);
        }
    }

    /** What a change says of before is what was delivered before, or what was there at the start. */
    private void requirePrevious(String path, Change change) {
        if (change.isFile() && change.previousSize().isPresent()) {
            String before = attributes(change.previousSize().getAsLong(), change.previousModifiedNanos());
            require(before.equals(attributes.getOrDefault(path, before)), change);
        }
    }

    private static String attributes(long size, long modifiedNanos) {
        return size + " bytes of " + modifiedNanos;
    }

    private void applyAttributes(String path, Change change) {
        String from = change.kind() == Change.Kind.MOVED ? String.valueOf(change.nativeFrom()) : path;
        requirePrevious(from, change);
        Map<String, String> subtree = new TreeMap<>(attributes.subMap(from + "/", from + "0"));
        subtree.keySet().forEach(attributes::remove);
        attributes.remove(from);
        if (change.kind() != Change.Kind.DELETED) {
            subtree.forEach((old, those) -> attributes.put(path + old.substring(from.length()), those));
            attributes.put(path, attributes(change.size(), change.modifiedNanos()));
        }
    }

    private void move(String from, String path, Change change) {
        require(entries.containsKey(from), change);
        require(!(path + "/").startsWith(from + "/"), change);
        requireParent(change);
        require(
                change.type() == Change.Type.DIRECTORY
                        ? !entries.containsKey(path)
                        : below(path).isEmpty(),
                change);
        Map<String, String> subtree = new TreeMap<>(below(from));
        subtree.put(from, entries.get(from));
        copies.remove(path);
        subtree.forEach((old, entry) -> {
            String to = path + old.substring(from.length());
            entries.remove(old);
            entries.put(to, entry); // if it changed too, that is a change of its own
            Copy copy = copies.remove(old);
            Inode inode = inode(to);
            if (copy == null || inode != null && inode.identity() != copy.identity) {
                copyContent(to);
            } else {
                copies.put(to, copy);
            }
        });
    }

    private void copyContent(String path) {
        Inode inode = inode(path);
        String entry = entries.get(path);
        boolean file = entry != null && entry.startsWith(Integer.toHexString(SimulatedDisk.FILE));
        if (file && inode != null && inode.isFile()) {
            copies.put(path, new Copy(inode.identity(), inode.version()));
        } else {
            copies.remove(path);
        }
    }

    private @Nullable Inode inode(String path) {
        Inode inode = disk.root();
        for (String name : path.substring(ROOT.length() + 1).split("/")) {
            inode = inode == null ? null : inode.children().get(name);
        }
        return inode;
    }

    private Map<String, String> below(String path) {
        return entries.subMap(path + "/", path + "0");
    }

    private void requireParent(Change change) {
        String path = change.nativePath().toString();
        String parent = path.substring(0, path.lastIndexOf('/'));
        require(parent.equals(ROOT) || DIRECTORY.equals(entries.get(parent)), change);
    }

    private static void require(boolean condition, Change change) {
        if (!condition) {
            throw new AssertionError("cannot be applied: " + change);
        }
    }
}
