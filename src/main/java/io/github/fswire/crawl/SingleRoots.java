package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.PolledEntries;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.TreeIndex;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The roots that are no directories at the moment: each is an entry of the directory above it, the only one there that
 * counts.
 *
 * <h2>What a root is may change</h2>
 *
 * A root is whatever is at its path. When a directory appears in place of a file, that cycle delivers the entry as deleted;
 * then the path becomes a root of its own, which the next cycle finds. When a file appears in place of a directory, that
 * cycle delivers the root as deleted, and the next one finds the entry. So the index never contains both, and the deletion
 * comes before the creation.
 *
 * <h2>Links</h2>
 *
 * A root that is a link to a directory is a root of its own. Any other link counts itself, or, if links are followed, its
 * target counts under the link's name. No record reports when the target changes, so it is polled.
 *
 * <p>Owned by the engine thread.
 */
public final class SingleRoots {
    /** Learns which directories only stand for single entries, so that their own changes are not delivered. */
    public interface HiddenDirectories {
        /** A directory only stands for single entries from now on. */
        void hidden(NativeName directory);

        /** A directory counts itself from now on. */
        void shown(NativeName directory);
    }

    private static final String UNFOLLOWED =
            "It is a symbolic link that does not lead to a directory: changes of the link are reported, changes of what it"
                    + " leads to are not. Follow it (followLinks, --follow-links) or watch what it leads to.";
    private static final String FOLLOWED =
            "It is a symbolic link that does not lead to a directory: its target is inspected every interval.";

    private final TreeIndex index;
    private final Roots roots;
    private final EntryFilter filter;
    private final HiddenDirectories hidden;
    private final Pending pending;
    private final PolledEntries polled;
    private final boolean follows;
    private final Map<Integer, Set<NativeName>> names = new HashMap<>(); // by the node of the directory above
    private final Set<NativeName> directories = new LinkedHashSet<>(); // paths at which there are directories now
    private final Set<NativeName> others = new LinkedHashSet<>(); // paths at which there is something else now

    /** What links lead to counts if it {@code follows}. */
    public SingleRoots(
            TreeIndex index,
            Roots roots,
            EntryFilter filter,
            HiddenDirectories hidden,
            Pending pending,
            PolledEntries polled,
            boolean follows) {
        this.index = index;
        this.roots = roots;
        this.filter = filter;
        this.hidden = hidden;
        this.pending = pending;
        this.polled = polled;
        this.follows = follows;
    }

    /** Of the entries of this root only these count. */
    public void only(int root, Set<NativeName> entries) {
        names.computeIfAbsent(root, this::begin).addAll(entries);
    }

    /** Everything in this root counts from now on, or it leaves the index. */
    public void whole(int root) {
        names.remove(root);
        filter.whole(root);
        hidden.shown(index.rootPath(root));
    }

    /** Whether something else than a directory is at the path of a missing root, which becomes an entry after this cycle. */
    boolean isOther(int root) {
        NativeName path = index.rootPath(root);
        boolean other = roots.isOnItsOwn(root) && Files.exists(path.toPath(), LinkOption.NOFOLLOW_LINKS);
        if (other) {
            others.add(path);
        }
        return other;
    }

    /**
     * The part of a found entry that counts.
     *
     * @param found what was found, no link followed
     * @param target receives what a link leads to
     * @return the first, or the second; null if it is a root of its own, or leads nowhere
     */
    @Nullable
    EntryStat resolve(Scanner scanner, int directory, byte[] entry, int length, EntryStat found, EntryStat target) {
        boolean single = !names.isEmpty() && names.containsKey(directory);
        if (!single && !filter.isAlways(index, directory, entry, length)) {
            return found;
        }
        NativeName name = NativeName.of(entry, 0, length);
        NativeName path = index.path(directory).resolve(name);
        if (found.type == EntryStat.SYMLINK) {
            return resolve(scanner, directory, name, path, found, target);
        }
        if (found.type == EntryStat.DIRECTORY) {
            directories.add(path);
            return null;
        }
        return found;
    }

    private @Nullable EntryStat resolve(
            Scanner scanner, int directory, NativeName name, NativeName path, EntryStat link, EntryStat target) {
        int result = scanner.inspectPath(path, target);
        if (result == 0 && target.type == EntryStat.DIRECTORY) {
            directories.add(path);
            return null;
        }
        polled.add(directory, name, this::reason);
        if (!follows || result < 0 && result != Scanner.GONE) {
            return link;
        }
        return result == 0 ? target : null;
    }

    private WatchException reason(NativeName path) {
        return new UnsupportedWatchException(path.toString(), "link", 0, "SYMLINK", follows ? FOLLOWED : UNFOLLOWED);
    }

    /** Ends a cycle: roots become what is at their paths. */
    public void update() {
        List.copyOf(others).forEach(this::becomeEntry);
        List.copyOf(directories).forEach(this::becomeDirectory);
        others.clear();
        directories.clear();
    }

    private void becomeEntry(NativeName path) {
        if (!roots.dropAbsent(path)) {
            return; // a directory is there again
        }
        byte[] name = path.last().toBytes();
        int above = roots.inWhole(path.parent());
        if (above >= 0) {
            filter.always(path); // it is excluded there
            inspectIfLast(above);
        } else {
            above = roots.partial(path.parent());
            names.computeIfAbsent(above, this::begin).add(path.last());
        }
        pending.putBack(above, name, name.length);
    }

    /** A directory on the last level is watched only for roots in it. */
    private void inspectIfLast(int directory) {
        if (filter.dependsOnRoots() && index.isDirectory(directory)) {
            pending.putBack(directory, PendingPlaces.LISTING, Causes.EVENT);
        }
    }

    private Set<NativeName> begin(int above) {
        Set<NativeName> counted = new LinkedHashSet<>();
        filter.only(above, counted);
        hidden.hidden(index.rootPath(above));
        return counted;
    }

    private void becomeDirectory(NativeName path) {
        remove(path);
        roots.create(path);
    }

    /** A root is none any more; returns whether it was an entry. */
    boolean remove(NativeName path) {
        if (filter.notAlways(path)) {
            index.forget(path);
            inspectIfLast(roots.inWhole(path.parent()));
            return true;
        }
        int above = roots.find(path.parent());
        Set<NativeName> counted = above < 0 ? null : names.get(above);
        if (counted == null || !counted.remove(path.last())) {
            return false;
        }
        byte[] name = path.last().toBytes();
        polled.remove(above, name, name.length);
        index.forget(path);
        if (counted.isEmpty()) {
            roots.drop(above);
        }
        return true;
    }
}
