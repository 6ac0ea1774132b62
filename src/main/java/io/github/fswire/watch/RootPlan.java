package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which directories are the roots of the index. A root that is not a directory is an entry of the one above, the only one there
 * that counts.
 *
 * @param roots absolute paths
 * @param singles roots of which only some entries count
 */
record RootPlan(List<NativeName> roots, Map<NativeName, Set<NativeName>> singles) {
    static RootPlan of(WatchOptions options) {
        List<NativeName> roots = new ArrayList<>();
        Map<NativeName, Set<NativeName>> singles = new LinkedHashMap<>();
        for (Path root : options.roots()) {
            Path above = root.getParent();
            if (above == null || Files.isDirectory(root) || !Files.exists(root)) { // a link may lead nowhere yet
                roots.add(NativeName.of(root));
            } else {
                singles.computeIfAbsent(NativeName.of(above), none -> new LinkedHashSet<>())
                        .add(storedName(root));
            }
        }
        roots.addAll(singles.keySet());
        return new RootPlan(List.copyOf(roots), singles);
    }

    /** The name as a listing has it; where case does not matter, another spelling leads to the same file. */
    private static NativeName storedName(Path file) {
        try {
            // what is no link is not changed by following them, and JDK 17 on macOS finds the spelling only then
            LinkOption[] options =
                    Files.isSymbolicLink(file) ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS} : new LinkOption[0];
            return NativeName.of(file.toRealPath(options)).last();
        } catch (IOException e) {
            return NativeName.of(file).last(); // gone meanwhile
        }
    }
}
