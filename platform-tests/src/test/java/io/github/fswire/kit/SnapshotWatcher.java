package io.github.fswire.kit;

import io.github.fswire.kit.TreeSnapshot.Entry;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.Change.Kind;
import io.github.fswire.watch.Change.Type;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The simplest watcher that is right: it compares snapshots. Tests break it on purpose. */
final class SnapshotWatcher {
    private final Path root;
    private final ChangeListener listener;
    private final UnaryOperator<List<Change>> fault;
    private TreeSnapshot last;
    private long number;

    SnapshotWatcher(Path root, ChangeListener listener, UnaryOperator<List<Change>> fault) throws IOException {
        this.root = root;
        this.listener = listener;
        this.fault = fault;
        this.last = TreeSnapshot.of(root);
    }

    /** Delivers what has changed since the last time, after the fault has had its way with it. */
    void sync() throws Exception {
        TreeSnapshot now = TreeSnapshot.of(root);
        List<Change> changes = new ArrayList<>();
        List<Change> deletions = new ArrayList<>();
        last.entries().forEach((path, entry) -> {
            if (hasOtherType(now.entries().get(path), entry)) {
                deletions.add(change(Kind.DELETED, path, entry));
            }
        });
        Collections.reverse(deletions); // children first
        changes.addAll(deletions);
        now.entries().forEach((path, entry) -> {
            Entry before = last.entries().get(path);
            if (hasOtherType(before, entry)) {
                changes.add(change(Kind.CREATED, path, entry));
            } else if (!entry.equals(before)) {
                changes.add(change(Kind.MODIFIED, path, entry));
            }
        });
        last = now;
        deliver(fault.apply(changes));
    }

    void deliver(List<Change> changes) throws Exception {
        if (!changes.isEmpty()) {
            listener.onBatch(ChangeBatch.of(++number, changes));
        }
    }

    private static boolean hasOtherType(@Nullable Entry one, @Nullable Entry other) {
        return one == null || other == null || one.type() != other.type();
    }

    Change change(Kind kind, NativeName path, Entry entry) {
        NativeName absolute = NativeName.of(root).resolve(path);
        long bytes = kind == Kind.DELETED ? 0 : entry.bytes();
        return Change.builder(kind, absolute)
                .root(NativeName.of(root))
                .type(entry.type())
                .now(bytes, entry.modifiedNanos())
                .build();
    }

    Change change(Kind kind, String path, Type type) {
        return change(kind, NativeName.of(path), Entry.of(type, 0, 0));
    }

    Change moved(String from, String to, Type type) {
        NativeName top = NativeName.of(root);
        return Change.builder(Kind.MOVED, top.resolve(NativeName.of(to)))
                .root(top)
                .from(top.resolve(NativeName.of(from)), top)
                .type(type)
                .build();
    }
}
