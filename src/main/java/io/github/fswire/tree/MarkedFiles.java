package io.github.fswire.tree;

import java.util.HashMap;
import java.util.Map;

/** Marked files of which only the identity is known, with the flags of {@link Marks#entry}. Not safe for use by several threads. */
final class MarkedFiles {
    private final Map<Long, Byte> flags = new HashMap<>(); // by identity

    /** Marks a file; returns false if it was marked already. */
    boolean add(Long identity, byte more) {
        Byte before = flags.get(identity);
        flags.put(identity, before == null ? more : Marks.merged(before, more, false));
        return before == null;
    }

    /** All of them, which are not marked any more. */
    Map<Long, Byte> take() {
        Map<Long, Byte> taken = flags.isEmpty() ? Map.of() : new HashMap<>(flags);
        flags.clear();
        return taken;
    }

    int size() {
        return flags.size();
    }

    void clear() {
        flags.clear();
    }
}
