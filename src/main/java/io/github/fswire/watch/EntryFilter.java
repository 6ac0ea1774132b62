package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.threads.Threads;
import io.github.fswire.tree.StateFiles;
import io.github.fswire.tree.TreeIndex;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which entries count: what is excluded is neither looked at nor listed nor watched; of the rest, what is not a directory must
 * be included; the caller's own predicate comes last. Owned by the engine thread.
 */
final class EntryFilter {
    private final Globs exclusions;
    private final Globs inclusions;
    private final @Nullable Predicate<Path> predicate;
    private final Map<Integer, Set<NativeName>> only = new HashMap<>(); // of roots that stand for single files
    private @Nullable Set<NativeName> names; // that count in the present directory
    private NativeName directory = NativeName.of("/");
    private @Nullable Consumer<NativeName> journals;
    private @Nullable TreeIndex index; // of the present directory, if it was entered by its node
    private int node;

    EntryFilter(List<String> exclusions, List<String> inclusions, @Nullable Predicate<Path> predicate) {
        this.exclusions = new Globs(exclusions);
        this.inclusions = new Globs(inclusions);
        this.predicate = predicate;
    }

    /** Something must know of every entry that is named like a watcher's journal, whether it counts or not. */
    void journals(Consumer<NativeName> named) {
        journals = named;
    }

    /** Of the entries of this root only these count. */
    void only(int root, Set<NativeName> entries) {
        only.put(root, entries);
    }

    /** The only entries of a root that count; none if all do. */
    Set<NativeName> singles(int root) {
        return only.getOrDefault(root, Set.of());
    }

    /** Of the entries of this root all count. */
    void whole(int root) {
        only.remove(root);
    }

    /** Whether an answer depends on where in the tree an entry is, so that a moved directory must be listed again. */
    boolean dependsOnPath() {
        return exclusions.dependOnPath() || inclusions.dependOnPath() || predicate != null || !only.isEmpty();
    }

    /** Sets the directory about whose entries is asked. */
    void enter(TreeIndex index, int node) {
        this.index = index;
        this.node = node;
        exclusions.enter(index, node);
        inclusions.enter(index, node);
        names = only.isEmpty() ? null : only.get(node); // a boxed key for each directory is not free
        if (predicate != null) {
            directory = index.path(node);
        }
    }

    /** The same by paths. */
    void enter(NativeName root, NativeName path) {
        exclusions.enter(root, path);
        inclusions.enter(root, path);
        directory = path;
    }

    /**
     * Whether an entry is to be looked at.
     *
     * @param type what the listing says, {@link EntryStat#OTHER} or less if it does not
     */
    boolean wants(byte[] name, int length, int type) {
        if (journals != null && index != null && StateFiles.isJournalName(name, length)) {
            journals.accept(index.path(node).resolve(NativeName.of(name, 0, length)));
        }
        if (names != null && !names.contains(NativeName.of(name, 0, length))) {
            return false;
        }
        if (!exclusions.isEmpty() && exclusions.match(name, length)) {
            return false;
        }
        return inclusions.isEmpty()
                || type != EntryStat.FILE && type != EntryStat.SYMLINK
                || inclusions.match(name, length);
    }

    /** Whether an entry counts whose type is known by now. */
    boolean keeps(byte[] name, int length, int type) {
        if (type != EntryStat.DIRECTORY && !inclusions.isEmpty() && !inclusions.match(name, length)) {
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
}
