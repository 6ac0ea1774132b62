package io.github.fswire.kit;

import io.github.fswire.kit.TreeSnapshot.Entry;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.Change.Type;
import io.github.fswire.watch.ChangeBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A tree built from delivered changes and nothing else. Refuses what cannot be applied at its place in the order (G2) and what
 * lies outside the root (G8).
 *
 * <p>A moved file keeps the size and time that it had: if they are others now, that must have been delivered as a change of
 * its own. Owned by the thread that applies.
 */
public final class Mirror {
    private static final int LINES_AROUND = 12;

    private static final class Node {
        private final @Nullable Map<NativeName, Node> children;
        private Entry entry;

        private Node(Entry entry) {
            this.entry = entry;
            this.children = entry.type() == Type.DIRECTORY ? new HashMap<>() : null;
        }
    }

    private final NativeName root;
    private final Map<NativeName, Node> top = new HashMap<>(); // holds the root itself under the empty name

    /** A mirror of what was there before the watcher began. */
    public Mirror(Path root, TreeSnapshot before) {
        this.root = NativeName.of(root);
        before.entries().forEach((path, entry) -> {
            Map<NativeName, Node> siblings = siblings(split(path));
            if (siblings == null) {
                throw new IllegalArgumentException("a snapshot without the parent of " + path);
            }
            siblings.put(last(split(path)), new Node(entry));
        });
    }

    /** Applies a batch from first to last. */
    public void apply(ChangeBatch batch) {
        for (int i = 0; i < batch.changes().size(); i++) {
            try {
                apply(batch.changes().get(i));
            } catch (GuaranteeViolation e) {
                throw e.at(surroundings(batch, i));
            }
        }
    }

    /** Applies one change. */
    public void apply(Change change) {
        List<NativeName> path = relative(change.nativePath());
        NativeName from = change.nativeFrom();
        if ((change.kind() == Change.Kind.MOVED) != (from != null)) {
            throw violation(change, "a move must name both ends, and only a move");
        }
        Entry entry = Entry.of(change.type(), change.size(), change.modifiedNanos());
        switch (change.kind()) {
            case CREATED -> create(change, path, entry);
            case MODIFIED -> modify(change, path, entry);
            case DELETED -> delete(change, path);
            case MOVED -> move(change, from == null ? path : relative(from), path);
        }
    }

    private void create(Change change, List<NativeName> path, Entry entry) {
        Map<NativeName, Node> siblings = siblings(path);
        if (siblings == null) {
            throw violation(change, "parent missing");
        }
        if (siblings.putIfAbsent(last(path), new Node(entry)) != null) {
            throw violation(change, "created over an existing entry");
        }
    }

    private void modify(Change change, List<NativeName> path, Entry entry) {
        Node node = node(path);
        if (node == null) {
            throw violation(change, "modified but unknown");
        }
        if (node.entry.type() != entry.type()) {
            throw violation(change, "modified as " + entry.type() + " but it is a " + node.entry.type());
        }
        node.entry = entry;
    }

    private void delete(Change change, List<NativeName> path) {
        Node node = node(path);
        Map<NativeName, Node> siblings = siblings(path);
        if (node == null || siblings == null) {
            throw violation(change, "deleted but unknown");
        }
        if (node.children != null && !node.children.isEmpty()) {
            throw violation(change, "deleted with children");
        }
        if (node.entry.type() != change.type()) {
            throw violation(change, "deleted as " + change.type() + " but it is a " + node.entry.type());
        }
        siblings.remove(last(path));
    }

    private void move(Change change, List<NativeName> from, List<NativeName> path) {
        Node node = node(from);
        Map<NativeName, Node> sources = siblings(from);
        Map<NativeName, Node> targets = siblings(path);
        if (node == null || sources == null) {
            throw violation(change, "moved but unknown");
        }
        if (node.entry.type() != change.type()) {
            throw violation(change, "moved as " + change.type() + " but it is a " + node.entry.type());
        }
        if (path.size() >= from.size() && path.subList(0, from.size()).equals(from)) {
            throw violation(change, "moved into itself");
        }
        if (targets == null) {
            throw violation(change, "parent missing");
        }
        Node victim = targets.get(last(path));
        if (victim != null && (victim.children != null || node.children != null)) {
            throw violation(change, "moved over an existing " + victim.entry.type());
        }
        sources.remove(last(from));
        targets.put(last(path), node);
    }

    /** What the mirror holds now. */
    public TreeSnapshot snapshot() {
        SortedMap<NativeName, Entry> entries = new TreeMap<>();
        Node node = top.get(TreeSnapshot.ROOT);
        if (node != null) {
            collect(TreeSnapshot.ROOT, node, entries);
        }
        return new TreeSnapshot(entries);
    }

    private static void collect(NativeName path, Node node, SortedMap<NativeName, Entry> entries) {
        entries.put(path, node.entry);
        if (node.children != null) {
            node.children.forEach((name, child) -> collect(path.resolve(name), child, entries));
        }
    }

    private @Nullable Node node(List<NativeName> path) {
        Map<NativeName, Node> siblings = siblings(path);
        return siblings == null ? null : siblings.get(last(path));
    }

    /** The children among which a path's last name is, or null if its parent is no directory here. */
    private @Nullable Map<NativeName, Node> siblings(List<NativeName> path) {
        Map<NativeName, Node> siblings = top;
        for (int i = 0; i < path.size() - 1; i++) {
            Node node = siblings.get(path.get(i));
            if (node == null || node.children == null) {
                return null;
            }
            siblings = node.children;
        }
        return siblings;
    }

    /** The names of an absolute path below the root; the first one is the root's empty name. */
    private List<NativeName> relative(NativeName absolute) {
        byte[] bytes = absolute.toBytes();
        int length = root.length();
        boolean inside = bytes.length >= length
                && NativeName.of(bytes, 0, length).equals(root)
                && (bytes.length == length || bytes[length] == '/');
        if (!inside) {
            throw new GuaranteeViolation("G8", "a change outside the root: " + absolute + " is not in " + root);
        }
        return split(
                bytes.length == length
                        ? TreeSnapshot.ROOT
                        : NativeName.of(bytes, length + 1, bytes.length - length - 1));
    }

    private static List<NativeName> split(NativeName path) {
        List<NativeName> names = new ArrayList<>();
        names.add(TreeSnapshot.ROOT);
        byte[] bytes = path.toBytes();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (i > start) {
                    names.add(NativeName.of(bytes, start, i - start));
                }
                start = i + 1;
            }
        }
        return names;
    }

    private static NativeName last(List<NativeName> path) {
        return path.get(path.size() - 1);
    }

    private static GuaranteeViolation violation(Change change, String what) {
        return new GuaranteeViolation("G2", what + ": " + change);
    }

    /** The changes before and after one. */
    private static String surroundings(ChangeBatch batch, int at) {
        int count = batch.changes().size();
        StringBuilder lines = new StringBuilder("batch " + batch.number() + ", change " + (at + 1) + " of " + count);
        for (int i = Math.max(0, at - LINES_AROUND); i < Math.min(count, at + LINES_AROUND); i++) {
            lines.append(i == at ? "\n> " : "\n  ").append(batch.changes().get(i));
        }
        return lines.toString();
    }
}
