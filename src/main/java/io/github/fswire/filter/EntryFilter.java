package io.github.fswire.filter;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.threads.Threads;
import io.github.fswire.tree.TreeIndex;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which entries count. An excluded entry is neither inspected nor listed nor watched. Of the others, an entry that is
 * not a directory must be included; the caller's own predicate comes last. Owned by the engine thread.
 */
public final class EntryFilter {
    /** A set of names. */
    @FunctionalInterface
    public interface NameTest {
        /** Whether the first bytes are a name in it. */
        boolean matches(byte[] name, int length);
    }

    private final Globs exclusions;
    private final Globs excludedDirectories;
    private final Globs inclusions;
    private final @Nullable Predicate<Path> predicate;
    private final Map<Integer, Set<NativeName>> only = new HashMap<>(); // of roots that stand for single files
    private final Map<NativeName, Set<NativeName>> always = new HashMap<>(); // names that count, by directory
    private @Nullable Set<NativeName> names; // that alone count in the present directory
    private @Nullable Set<NativeName> alwaysHere;
    private NativeName directory = NativeName.of("/");
    private NameTest reportedNames = (name, length) -> false;
    private Consumer<NativeName> reported = path -> {};
    private @Nullable DepthLimit depth;
    private @Nullable IgnoredEntries ignored;
    private boolean entered; // by the index, which the ignore files belong to
    private boolean last; // the entries of the present directory are too deep
    private @Nullable TreeIndex index; // of the present directory, if it was entered by its node
    private int node;

    /**
     * Takes the options.
     *
     * @throws IllegalArgumentException if a glob is none
     */
    public EntryFilter(List<String> exclusions, List<String> inclusions, @Nullable Predicate<Path> predicate) {
        this.exclusions = new Globs(exclusions.stream()
                .filter(glob -> !GlobText.isForDirectories(glob))
                .toList());
        this.excludedDirectories = new Globs(exclusions.stream()
                .filter(GlobText::isForDirectories)
                .map(GlobText::withoutSlash)
                .toList());
        this.inclusions = new Globs(inclusions);
        this.predicate = predicate;
    }

    /** Of each root only so many levels count; levels are counted from {@code roots} as well. */
    public EntryFilter depth(int levels, GivenRoots roots) {
        depth = levels == Integer.MAX_VALUE ? null : new DepthLimit(levels, roots);
        return this;
    }

    /** What these ignore files exclude does not count. */
    public EntryFilter ignore(@Nullable IgnoredEntries entries) {
        ignored = entries;
        return this;
    }

    /** Whether an answer depends on the roots inside others. */
    public boolean dependsOnRoots() {
        return depth != null || ignored != null;
    }

    /** Whether a directory counts without its entries, which are too deep: then it is neither watched nor listed. */
    public boolean countsAlone(TreeIndex index, int directory) {
        return depth != null
                && depth.isLast(index, directory)
                && (always.isEmpty() || !always.containsKey(index.path(directory)));
    }

    /** {@code found} receives the path of each entry whose name is one of {@code names}, whether the entry counts or not. */
    public void report(NameTest names, Consumer<NativeName> found) {
        reportedNames = names;
        reported = found;
    }

    /** Of the entries of this root only these count. */
    public void only(int root, Set<NativeName> entries) {
        only.put(root, entries);
    }

    /** An entry counts whatever is excluded. */
    public void always(NativeName path) {
        always.computeIfAbsent(path.parent(), none -> new HashSet<>()).add(path.last());
    }

    /** Takes that back; returns whether it was so. */
    public boolean notAlways(NativeName path) {
        Set<NativeName> entries = always.get(path.parent());
        if (entries == null || !entries.remove(path.last())) {
            return false;
        }
        if (entries.isEmpty()) {
            always.remove(path.parent());
        }
        return true;
    }

    /** Whether an entry of a directory counts whatever is excluded. */
    public boolean isAlways(TreeIndex index, int node, byte[] name, int length) {
        if (always.isEmpty()) {
            return false;
        }
        Set<NativeName> entries = always.get(index.path(node));
        return entries != null && entries.contains(NativeName.of(name, 0, length));
    }

    /**
     * Whether an entry of this type counts in a root, and so do all directories between them.
     *
     * @param path within the root
     */
    public boolean reaches(NativeName root, NativeName path, int type) {
        byte[] bytes = path.toBytes();
        int end = root.length(); // of the directory
        while (end < bytes.length) {
            int start = bytes[end - 1] == '/' ? end : end + 1; // of the entry's name
            int next = start;
            while (next < bytes.length && bytes[next] != '/') {
                next++;
            }
            byte[] name = Arrays.copyOfRange(bytes, start, next);
            int itsType = next < bytes.length ? EntryStat.DIRECTORY : type;
            enter(root, NativeName.of(bytes, 0, end));
            if (!wants(name, name.length, itsType) || !keeps(name, name.length, itsType)) {
                return false;
            }
            end = next;
        }
        return true;
    }

    /** The only entries of a root that count; none if all do. */
    public Set<NativeName> singles(int root) {
        return only.getOrDefault(root, Set.of());
    }

    /** Of the entries of this root all count. */
    public void whole(int root) {
        only.remove(root);
    }

    /** Whether an answer depends on where in the tree an entry is, so that a moved directory must be listed again. */
    public boolean dependsOnPath() {
        return exclusions.dependOnPath()
                || excludedDirectories.dependOnPath()
                || inclusions.dependOnPath()
                || predicate != null
                || dependsOnRoots()
                || !only.isEmpty()
                || !always.isEmpty();
    }

    /** Sets the directory about whose entries is asked. */
    public void enter(TreeIndex index, int node) {
        this.index = index;
        this.node = node;
        exclusions.enter(index, node);
        excludedDirectories.enter(index, node);
        inclusions.enter(index, node);
        last = depth != null && depth.isLast(index, node);
        entered = true;
        if (ignored != null) {
            ignored.enter(index, node);
        }
        names = only.isEmpty() ? null : only.get(node); // a boxed key for each directory is not free
        alwaysHere = always.isEmpty() ? null : always.get(index.path(node));
        if (predicate != null) {
            directory = index.path(node);
        }
    }

    /** The same by paths. */
    public void enter(NativeName root, NativeName path) {
        exclusions.enter(root, path);
        excludedDirectories.enter(root, path);
        inclusions.enter(root, path);
        last = depth != null && depth.isLast(root, path);
        entered = false;
        directory = path;
    }

    /**
     * Whether an entry is to be inspected.
     *
     * @param type what the listing says, {@link EntryStat#OTHER} or less if it does not
     */
    public boolean wants(byte[] name, int length, int type) {
        if (index != null && reportedNames.matches(name, length)) {
            reported.accept(index.path(node).resolve(NativeName.of(name, 0, length)));
        }
        if (names != null) {
            return names.contains(NativeName.of(name, 0, length)); // a root counts whatever is excluded
        }
        if (isAlwaysHere(name, length)) {
            return true;
        }
        if (last
                || !exclusions.isEmpty() && exclusions.match(name, length)
                || isExcludedDirectory(name, length, type)
                || isIgnored(name, length, type, type != EntryStat.OTHER)) {
            return false;
        }
        return inclusions.isEmpty()
                || type != EntryStat.FILE && type != EntryStat.SYMLINK
                || inclusions.match(name, length);
    }

    /** Whether an entry counts whose type is known by now. */
    public boolean keeps(byte[] name, int length, int type) {
        if (names != null || isAlwaysHere(name, length)) {
            return true;
        }
        if (last
                || type != EntryStat.DIRECTORY && !inclusions.isEmpty() && !inclusions.match(name, length)
                || isExcludedDirectory(name, length, type)
                || isIgnored(name, length, type, true)) {
            return false;
        }
        if (predicate == null) {
            return true;
        }
        boolean kept =
                predicate.test(directory.resolve(NativeName.of(name, 0, length)).toPath());
        Threads.clearInterrupt();
        return kept;
    }

    private boolean isIgnored(byte[] name, int length, int type, boolean certain) {
        return ignored != null && entered && ignored.isIgnored(name, length, type, certain);
    }

    private boolean isAlwaysHere(byte[] name, int length) {
        return alwaysHere != null && alwaysHere.contains(NativeName.of(name, 0, length));
    }

    private boolean isExcludedDirectory(byte[] name, int length, int type) {
        return type == EntryStat.DIRECTORY && !excludedDirectories.isEmpty() && excludedDirectories.match(name, length);
    }
}
