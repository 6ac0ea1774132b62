package io.github.fswire.nio;

import java.nio.file.Path;
import java.nio.file.WatchEvent;
import org.jspecify.annotations.Nullable;

/** An event of a key. Guarded by the key until somebody polls it; its count does not change after that. */
final class KeyEvent implements WatchEvent<Path> {
    private final Kind<?> kind;
    private final @Nullable Path context;
    private int count = 1;

    KeyEvent(Kind<?> kind, @Nullable Path context) {
        this.kind = kind;
        this.context = context;
    }

    void repeat() {
        count++;
    }

    boolean is(Kind<?> other) {
        return kind == other;
    }

    @SuppressWarnings("unchecked") // the context of an overflow is null, which every type has
    @Override
    public Kind<Path> kind() {
        return (Kind<Path>) kind;
    }

    @Override
    public int count() {
        return count;
    }

    @SuppressWarnings("NullAway") // null for an overflow, as in the JDK
    @Override
    public Path context() {
        return context;
    }

    @Override
    public String toString() {
        return kind + " " + context + (count == 1 ? "" : " (" + count + " times)");
    }
}
