package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is below a directory in a map that is sorted by path. */
final class Subtree {
    private Subtree() {}

    /** Gives everything below {@code from} the same place below {@code to}; the two themselves are left alone. */
    static <V> void move(SortedMap<NativeName, V> map, NativeName from, NativeName to) {
        Map<NativeName, V> below = map.subMap(extended(from, '/'), extended(from, '0')); // 0 follows the slash
        Map<NativeName, V> moved = new TreeMap<>(below);
        below.clear();
        moved.forEach((path, value) -> {
            byte[] bytes = path.toBytes();
            int start = from.length() + 1;
            map.put(to.resolve(NativeName.of(bytes, start, bytes.length - start)), value);
        });
    }

    private static NativeName extended(NativeName path, char c) {
        byte[] bytes = new byte[path.length() + 1];
        path.copyTo(bytes, 0);
        bytes[path.length()] = (byte) c;
        return NativeName.of(bytes);
    }
}
