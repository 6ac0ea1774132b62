package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the changes of a cycle can be applied one after the other (G2) and lead from the tree before the cycle to the
 * tree after it (G1), while it hands them on. For small trees.
 */
final class AppliedChanges implements ChangeSink {
    private final TreeIndex index;
    private final ChangeSink sink;
    private Map<NativeName, Integer> types; // by path, of what is there
    private final Set<NativeName> roots;

    /**
     * Begins with what the index has before it is brought into its new shape.
     *
     * @param arriving roots that are new in this cycle, among other nodes
     */
    AppliedChanges(TreeIndex index, Set<Integer> arriving, ChangeSink sink) {
        this.index = index;
        this.sink = sink;
        this.types = present(arriving);
        this.roots = IntStream.range(0, index.rootCount())
                .mapToObj(index::rootPathAt)
                .collect(Collectors.toSet());
    }

    private Map<NativeName, Integer> present(Set<Integer> arriving) {
        Map<NativeName, Integer> found = new HashMap<>();
        IntList toVisit = new IntList();
        for (int r = 0; r < index.rootCount(); r++) {
            int root = index.root(r);
            if (index.isThere(root) && !arriving.contains(root)) {
                found.put(index.rootPath(root), EntryStat.DIRECTORY);
            }
            toVisit.add(root);
        }
        while (!toVisit.isEmpty()) {
            int directory = toVisit.pop();
            for (int child = index.firstChild(directory); child != TreeIndex.NONE; child = index.next(child)) {
                if (!index.isUndelivered(child) && found.put(index.path(child), index.type(child)) != null) {
                    throw broken("two entries are at the same place", index.path(child));
                }
                if (index.type(child) == EntryStat.DIRECTORY) {
                    toVisit.add(child);
                }
            }
        }
        return found;
    }

    /** All changes were handed on: compares with what the index has now. */
    void finish() {
        Map<NativeName, Integer> now = present(Set.of());
        if (!now.equals(types)) {
            Set<NativeName> places = Stream.concat(now.keySet().stream(), types.keySet().stream())
                    .filter(path -> !Objects.equals(now.get(path), types.get(path)))
                    .collect(Collectors.toSet());
            throw Checks.broken("the changes of a cycle do not lead to what the index has at " + places);
        }
    }

    @Override
    public void created(NativeName path, EntryDetails details) {
        arrive(path, details.type, null);
        sink.created(path, details);
    }

    @Override
    public void modified(NativeName path, EntryDetails details) {
        requireThere(path, details.type);
        if (details.aspects == 0) {
            throw broken("nothing of a modified entry has changed", path);
        }
        sink.modified(path, details);
    }

    @Override
    public void deleted(NativeName path, EntryDetails details) {
        requireThere(path, details.type);
        types.remove(path);
        if (details.type == EntryStat.DIRECTORY && types.keySet().stream().anyMatch(other -> other.isWithin(path))) {
            throw broken("a directory is deleted before what is in it", path);
        }
        sink.deleted(path, details);
    }

    @Override
    public void moved(NativeName from, NativeName to, int node, int replaced, EntryDetails details) {
        int type = details.type;
        requireThere(from, type);
        if (to.isWithin(from)) {
            throw broken("a directory moves into itself", to);
        }
        types.remove(from);
        arrive(to, type, replaced < 0 ? null : replaced);
        if (type == EntryStat.DIRECTORY) {
            Map<NativeName, Integer> after = new HashMap<>();
            types.forEach((path, itsType) -> after.put(path.isWithin(from) ? rebased(path, from, to) : path, itsType));
            types = after;
        }
        sink.moved(from, to, node, replaced, details);
    }

    private static NativeName rebased(NativeName path, NativeName from, NativeName to) {
        byte[] bytes = path.toBytes();
        int start = from.length() + 1;
        return to.resolve(NativeName.of(bytes, start, bytes.length - start));
    }

    private void arrive(NativeName path, int type, @Nullable Integer replaced) {
        Integer parent = types.get(path.parent());
        if (!roots.contains(path) && (parent == null || parent != EntryStat.DIRECTORY)) {
            throw broken("an entry arrives before its directory", path);
        }
        if (!Objects.equals(types.put(path, type), replaced)) {
            throw broken("an entry arrives where another one is, or replaces what is not there", path);
        }
    }

    private void requireThere(NativeName path, int type) {
        if (!Integer.valueOf(type).equals(types.get(path))) {
            throw broken("a change concerns what is not there", path);
        }
    }

    private static AssertionError broken(String what, NativeName path) {
        return Checks.broken("the changes of a cycle cannot be applied: " + what + ": " + path);
    }

    @Override
    public void directoryRemoved(int directory) {
        sink.directoryRemoved(directory);
    }

    @Override
    public void rootLeft(int root) {
        sink.rootLeft(root);
    }

    @Override
    public void inspectAgain(int directory, NativeName name) {
        sink.inspectAgain(directory, name);
    }
}
