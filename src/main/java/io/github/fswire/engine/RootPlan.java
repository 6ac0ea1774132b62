package io.github.fswire.engine;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.filter.GivenRoots;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The directories that are the roots of the index. A root that is not a directory is an entry of the one above, the only one
 * there that counts. A root inside another one is watched with that one, unless something between them is excluded.
 *
 * @param roots absolute paths
 * @param singles roots of which only some entries count
 * @param always entries of other roots that count whatever is excluded
 * @param inside directories that are watched with another root
 */
record RootPlan(
        List<NativeName> roots,
        Map<NativeName, Set<NativeName>> singles,
        Set<NativeName> always,
        List<NativeName> inside) {
    static RootPlan of(WatchOptions options) {
        EntryFilter filter = new EntryFilter(options.exclusions(), options.inclusions(), options.filter())
                .depth(options.depth(), given(options));
        Set<Path> directories = directories(options.roots(), filter);
        List<NativeName> roots = new ArrayList<>();
        Map<NativeName, Set<NativeName>> singles = new LinkedHashMap<>();
        Set<NativeName> always = new LinkedHashSet<>();
        List<NativeName> inside = new ArrayList<>();
        for (Path root : options.roots()) {
            Path above = root.getParent();
            if (directories.contains(root)) {
                roots.add(NativeName.of(root));
            } else if (above != null && !isDirectory(root) && !isReached(root, EntryStat.FILE, directories, filter)) {
                if (isReached(above, EntryStat.DIRECTORY, directories, filter)) {
                    always.add(NativeName.of(above).resolve(storedName(root)));
                } else {
                    singles.computeIfAbsent(NativeName.of(above), none -> new LinkedHashSet<>())
                            .add(storedName(root));
                }
            } else if (isDirectory(root)) {
                inside.add(NativeName.of(root));
            } // else it is watched with another one
        }
        roots.addAll(singles.keySet());
        return new RootPlan(List.copyOf(roots), singles, always, inside);
    }

    /** What the user watches, inside other roots or not. */
    static GivenRoots given(WatchOptions options) {
        GivenRoots given = new GivenRoots();
        options.roots().forEach(root -> given.add(NativeName.of(root)));
        return given;
    }

    /** Those of the given roots that are directories, or missing, and inside no other one that reaches them. */
    private static Set<Path> directories(List<Path> given, EntryFilter filter) {
        Set<Path> directories = new LinkedHashSet<>();
        given.stream()
                .filter(RootPlan::isDirectory)
                .sorted(Comparator.comparingInt(Path::getNameCount)) // the outer ones first
                .filter(root -> !isReached(root, EntryStat.DIRECTORY, directories, filter))
                .forEach(directories::add);
        return directories;
    }

    /** Whether it is one, or may become one: a link may lead nowhere yet. One that leads to itself is an entry. */
    private static boolean isDirectory(Path root) {
        if (root.getParent() == null) {
            return true;
        }
        try {
            return Files.readAttributes(root, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException | AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return !Files.isSymbolicLink(root);
        }
    }

    private static boolean isReached(Path path, int type, Set<Path> directories, EntryFilter filter) {
        for (Path outer = path; outer != null; outer = outer.getParent()) {
            if (directories.contains(outer) && filter.reaches(NativeName.of(outer), NativeName.of(path), type)) {
                return true;
            }
        }
        return false;
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
