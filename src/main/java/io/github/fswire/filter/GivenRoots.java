package io.github.fswire.filter;

import io.github.fswire.raw.NativeName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths that the user watches, files among them. A path inside another one is watched with that one, but it counts whatever
 * the ignore files say, and levels are counted from it. Owned by the engine thread.
 */
public final class GivenRoots {
    private final Set<NativeName> roots = new HashSet<>();
    private @Nullable Set<NativeName> passages; // null: to be found anew

    /** No path. */
    public GivenRoots() {}

    /** A path is watched from now on. */
    public void add(NativeName path) {
        Set<NativeName> found = passages;
        if (roots.add(path) && found != null) {
            addPassages(path, found);
            for (NativeName root : roots) {
                if (root.isWithin(path)) {
                    addPassages(root, found);
                }
            }
        }
    }

    /** A path is not watched for itself any more. */
    public void remove(NativeName path) {
        if (roots.remove(path)) {
            passages = null;
        }
    }

    /** Whether any path is inside another one. */
    boolean isAnyInside() {
        return !passages().isEmpty();
    }

    /** Whether a path is one of them. */
    boolean isRoot(NativeName path) {
        return roots.contains(path);
    }

    /** Whether a path is one of them inside another one, or a directory between the two. */
    boolean isPassage(NativeName path) {
        return passages().contains(path);
    }

    private Set<NativeName> passages() {
        Set<NativeName> found = passages;
        if (found == null) {
            found = new HashSet<>();
            for (NativeName root : roots) {
                addPassages(root, found);
            }
            passages = found;
        }
        return found;
    }

    private void addPassages(NativeName root, Set<NativeName> found) {
        NativeName outermost = root;
        for (NativeName above = up(root); above != null; above = up(above)) {
            outermost = roots.contains(above) ? above : outermost;
        }
        for (NativeName path = root; path != null && !path.equals(outermost); path = up(path)) {
            found.add(path);
        }
    }

    private static @Nullable NativeName up(NativeName path) {
        NativeName above = path.parent();
        return above.length() < path.length() ? above : null;
    }
}
