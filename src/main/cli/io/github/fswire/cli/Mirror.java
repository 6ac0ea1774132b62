package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tree that is known from delivered changes alone. Used by all threads. */
final class Mirror {
    private final TreeMap<NativeName, Entry> entries = new TreeMap<>(); // guarded by this
    private long changes; // guarded by this

    /**
     * What is known of an entry. Of a directory and of a pipe, socket or device that is the type: when its time changes,
     * nothing is reported.
     *
     * @param type its type
     * @param size in bytes; 0 unless it is a file or a link
     * @param modifiedNanos since 1970; 0 unless it is a file or a link
     */
    record Entry(Change.Type type, long size, long modifiedNanos) {
        static Entry of(Change.Type type, long size, long modifiedNanos) {
            boolean exact = type == Change.Type.FILE || type == Change.Type.SYMLINK;
            return new Entry(type, exact ? size : 0, exact ? modifiedNanos : 0);
        }
    }

    /** A mirror with nothing but an empty directory. */
    Mirror(NativeName root) {
        entries.put(root, Entry.of(Change.Type.DIRECTORY, 0, 0));
    }

    synchronized void apply(Iterable<Change> batch) {
        batch.forEach(this::apply);
    }

    private void apply(Change change) {
        changes++;
        NativeName path = change.nativePath();
        NativeName from = change.nativeFrom();
        if (change.kind() == Change.Kind.DELETED) {
            entries.remove(path);
            return;
        }
        Entry entry = Entry.of(change.type(), change.size(), change.modifiedNanos());
        if (from == null) {
            entries.put(path, entry);
        } else {
            Entry moved = entries.remove(from);
            Subtree.move(entries, from, path);
            entries.put(path, moved == null ? entry : moved); // what it is now is a change of its own
        }
    }

    synchronized @Nullable Entry get(NativeName path) {
        return entries.get(path);
    }

    synchronized Map<NativeName, Entry> entries() {
        return new TreeMap<>(entries);
    }

    /** How many changes it has got. */
    synchronized long changes() {
        return changes;
    }
}
