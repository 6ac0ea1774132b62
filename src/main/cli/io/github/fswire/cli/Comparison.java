package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A mirror compared with the disk. Others write meanwhile, so the walk and the mirror never are of the same moment. A path
 * counts as different only if the disk shows the same before and after {@code sync()}, twice in a row, and the mirror, which
 * has got every change from before by then, shows the same other thing both times and has got nothing in between: whatever goes
 * and comes back shows the same each time as well.
 *
 * @param entries how many the mirror has
 * @param differences what differs
 * @param undecided how many paths changed again and again, so that they could not be compared
 * @param unreadable how many directories could not be read, so that nothing below them was compared
 * @param synced whether every call of {@code sync()} came to its end
 */
record Comparison(int entries, Map<NativeName, Difference> differences, int undecided, int unreadable, boolean synced) {
    private static final int ROUNDS = 10;

    /**
     * What differs at a path.
     *
     * @param disk what is there, null if nothing
     * @param mirror what the mirror has, null if nothing
     */
    record Difference(Mirror.@Nullable Entry disk, Mirror.@Nullable Entry mirror) {}

    /** Compares. */
    static Comparison of(NativeName root, Mirror mirror, Surroundings.Running watcher, Duration limit)
            throws InterruptedException {
        boolean synced = watcher.sync(limit);
        Disk disk = Disk.below(root);
        Map<NativeName, Mirror.Entry> mirrored = mirror.entries();
        Set<NativeName> suspects = suspects(disk, mirrored);
        Map<NativeName, Difference> differences = new TreeMap<>();
        Map<NativeName, Difference> before = new HashMap<>();
        for (int round = 0; synced && round < ROUNDS && !suspects.isEmpty(); round++) {
            Map<NativeName, Mirror.@Nullable Entry> earlier = new HashMap<>();
            suspects.forEach(path -> earlier.put(path, Disk.at(path)));
            long changes = mirror.changes();
            synced = watcher.sync(limit);
            if (synced) {
                boolean quiet = mirror.changes() == changes;
                if (!quiet) {
                    before.clear();
                }
                suspects.removeIf(path -> {
                    Difference now = new Difference(Disk.at(path), mirror.get(path));
                    if (Objects.equals(now.disk, now.mirror)) {
                        return true;
                    }
                    boolean steady =
                            quiet && Objects.equals(now.disk, earlier.get(path)) && now.equals(before.put(path, now));
                    if (steady) {
                        differences.put(path, now);
                    }
                    return steady;
                });
            }
        }
        return new Comparison(mirrored.size(), differences, suspects.size(), disk.unreadable(), synced);
    }

    private static Set<NativeName> suspects(Disk disk, Map<NativeName, Mirror.Entry> mirrored) {
        Set<NativeName> paths = new TreeSet<>(mirrored.keySet());
        paths.addAll(disk.entries().keySet());
        paths.removeIf(path -> Objects.equals(disk.entries().get(path), mirrored.get(path)) || disk.isUnknown(path));
        return paths;
    }
}
