package io.github.fswire.crawl;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the targets of symbolic links to directories. Each target is watched as a further root under its real path, once,
 * however many links lead there. So a file has one path and a directory one watch.
 *
 * <h2>Cycles</h2>
 *
 * A directory within a root is watched already. A link to a directory that contains the link, however far below, is not
 * followed: that would make everything around it part of the tree.
 *
 * <p>Owned by the engine thread.
 */
public final class SymlinkTargets {
    private static final Logger LOGGER = System.getLogger(SymlinkTargets.class.getName());

    /** The targets that are followed from now on, and those that are not any more. */
    record Update(Set<NativeName> begun, Set<NativeName> ended) {
        boolean isEmpty() {
            return begun.isEmpty() && ended.isEmpty();
        }
    }

    private record Entry(int directory, NativeName name) {}

    private final TreeIndex index;
    private final Map<NativeName, Optional<NativeName>> targets = new HashMap<>(); // by link
    private final List<Entry> found = new ArrayList<>();
    private final Set<NativeName> again = new LinkedHashSet<>(); // to be resolved
    private final Set<NativeName> dangling = new HashSet<>();
    private final Map<NativeName, NativeName> indirect = new HashMap<>(); // paths with other links in them, by link
    private final Set<NativeName> changed = new LinkedHashSet<>(); // links that are gone or lead elsewhere
    private Set<NativeName> followed = Set.of();

    /** Without links. */
    public SymlinkTargets(TreeIndex index) {
        this.index = index;
    }

    /** A link was inspected. */
    void found(int directory, byte[] name, int length) {
        found.add(new Entry(directory, NativeName.of(name, 0, length)));
    }

    /** A change is delivered: something was deleted at a path, or has moved there if {@code from} is not null. */
    public void delivered(NativeName path, @Nullable NativeName from, boolean deleted) {
        if (from != null || deleted) {
            forget(path);
        }
        if (from != null) {
            targets.keySet().stream()
                    .filter(link -> link.isWithin(from))
                    .toList()
                    .forEach(link -> moved(link, path.resolve(below(link, from))));
        } else if (deleted && followed.contains(path)) {
            targets.forEach((link, target) -> target.filter(path::equals).ifPresent(same -> again.add(link)));
        }
    }

    private void moved(NativeName from, NativeName to) {
        Optional<NativeName> target = targets.getOrDefault(from, Optional.empty());
        forget(from);
        targets.put(to, target); // until it is resolved; it may be relative, or have moved again
        again.add(to);
    }

    private void forget(NativeName link) {
        if (targets.remove(link) != null) {
            changed.add(link);
        }
        dangling.remove(link);
        indirect.remove(link);
    }

    private static NativeName below(NativeName path, NativeName directory) {
        int start = Math.min(path.length(), directory.length() + 1);
        return NativeName.of(path.toBytes(), start, path.length() - start);
    }

    /** Roots were removed: links may have gone with them. */
    void rootsRemoved() {
        again.addAll(targets.keySet());
        changed.addAll(targets.keySet());
    }

    /** Whether there are links that lead nowhere for now. */
    boolean isDangling() {
        return !dangling.isEmpty();
    }

    /**
     * Resolves the links that were found since the last call, and those that may lead elsewhere; after a cycle.
     *
     * @param given whether a directory is watched without a link that leads there
     */
    Update update(Predicate<NativeName> given) {
        for (Entry entry : found) {
            if (index.isDirectory(entry.directory)) {
                again.add(index.path(entry.directory).resolve(entry.name));
            }
        }
        found.clear();
        Set<NativeName> inspected = new LinkedHashSet<>(again);
        again.addAll(dangling);
        again.forEach(this::resolve);
        again.clear();
        resolveIndirect(inspected);
        Set<NativeName> now = changed.isEmpty() ? followed : reached(given);
        Set<NativeName> begun = new LinkedHashSet<>(now);
        begun.removeAll(followed);
        Set<NativeName> ended = new LinkedHashSet<>(followed);
        ended.removeAll(now);
        followed = now;
        changed.clear();
        return new Update(begun, ended);
    }

    /** Resolves the other links that lead through those that were inspected, or have changed. */
    private void resolveIndirect(Set<NativeName> inspected) {
        Set<NativeName> through = new LinkedHashSet<>(inspected);
        through.addAll(changed);
        while (!through.isEmpty()) {
            Set<NativeName> before = Set.copyOf(changed);
            Set<NativeName> others = through;
            indirect.entrySet().stream()
                    .filter(link -> !inspected.contains(link.getKey()) && isWithin(link.getValue(), others))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(this::resolve);
            through = new LinkedHashSet<>(changed);
            through.removeAll(before);
        }
    }

    /** The targets to which links lead from what is watched anyway. Those that only lead to each other do not count. */
    private Set<NativeName> reached(Predicate<NativeName> given) {
        Set<NativeName> all = new HashSet<>();
        targets.values().forEach(target -> target.ifPresent(all::add));
        Set<NativeName> reached = new LinkedHashSet<>();
        List<NativeName> left = new ArrayList<>(targets.keySet());
        boolean more = true;
        while (more) {
            more = left.removeIf(link -> {
                NativeName directory = link.parent();
                boolean counts = !isWithin(directory, all) || isWithin(directory, reached) || given.test(directory);
                if (counts) {
                    targets.getOrDefault(link, Optional.empty()).ifPresent(reached::add);
                }
                return counts;
            });
        }
        return reached;
    }

    private static boolean isWithin(NativeName directory, Set<NativeName> others) {
        NativeName path = directory;
        while (!others.contains(path)) {
            NativeName above = path.parent();
            if (above.length() >= path.length()) {
                return false;
            }
            path = above;
        }
        return true;
    }

    private void resolve(NativeName link) {
        dangling.remove(link);
        indirect.remove(link);
        if (!isKnown(link)) {
            forget(link);
            return;
        }
        NativeName last = targets.getOrDefault(link, Optional.empty()).orElse(null);
        Optional<NativeName> now = Optional.ofNullable(directory(link, last));
        if (!now.equals(targets.put(link, now))) {
            changed.add(link);
        }
    }

    private boolean isKnown(NativeName link) {
        for (int r = 0; r < index.rootCount(); r++) {
            int node = index.find(index.root(r), link);
            if (node >= 0 && index.type(node) == EntryStat.SYMLINK) {
                return true;
            }
        }
        return false;
    }

    /** The directory to which a link leads, or null; {@code last}: to which it led when it was resolved last. */
    private @Nullable NativeName directory(NativeName link, @Nullable NativeName last) {
        Path path = link.toPath();
        if (!Files.isSymbolicLink(path)) {
            dangling.add(link); // it, or its directory, is somewhere else, which will be delivered
            return last;
        }
        try {
            Path target = path.toRealPath();
            Path home = path.resolveSibling("").toRealPath();
            Path direct = home.resolve(Files.readSymbolicLink(path)).normalize();
            if (!direct.equals(target)) {
                indirect.put(link, NativeName.of(direct));
            }
            if (Files.isDirectory(target)) {
                return leadsUp(home, target) ? null : NativeName.of(target);
            }
            if (Files.exists(target)) {
                return null; // a file
            }
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "a link that leads nowhere for now: " + link, e);
        }
        dangling.add(link);
        return last != null && Files.notExists(last.toPath()) ? last : null; // it may come back
    }

    private static boolean leadsUp(Path home, Path target) {
        boolean up = home.startsWith(target);
        if (up) {
            LOGGER.log(Level.DEBUG, "a link in {0} leads to {1}, which it is in, and is not followed", home, target);
        }
        return up;
    }
}
