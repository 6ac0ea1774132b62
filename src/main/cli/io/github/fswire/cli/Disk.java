package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is on disk, as the JDK lists it. */
final class Disk {
    private final Map<NativeName, Mirror.Entry> entries = new TreeMap<>();
    private final List<NativeName> unreadable = new ArrayList<>();

    private Disk() {}

    /** Walks a tree; what vanishes meanwhile is left out. */
    static Disk below(NativeName root) {
        Disk disk = new Disk();
        Deque<NativeName> pending = new ArrayDeque<>();
        disk.add(root, pending);
        while (!pending.isEmpty()) {
            NativeName directory = pending.pop();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.toPath())) {
                for (Path child : children) {
                    disk.add(
                            directory.resolve(NativeName.of(child.getFileName()).last()), pending);
                }
            } catch (IOException | DirectoryIteratorException e) {
                if (at(directory) != null) {
                    disk.unreadable.add(directory);
                }
            }
        }
        return disk;
    }

    private void add(NativeName path, Deque<NativeName> pending) {
        Mirror.Entry entry = at(path);
        if (entry != null) {
            entries.put(path, entry);
            if (entry.type() == Change.Type.DIRECTORY) {
                pending.push(path);
            }
        }
    }

    /** What is at a path now, null if nothing is. */
    static Mirror.@Nullable Entry at(NativeName path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path.toPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Mirror.Entry.of(
                    type(attributes),
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        } catch (IOException e) {
            return null;
        }
    }

    private static Change.Type type(BasicFileAttributes attributes) {
        return attributes.isSymbolicLink()
                ? Change.Type.SYMLINK
                : attributes.isDirectory()
                        ? Change.Type.DIRECTORY
                        : attributes.isRegularFile() ? Change.Type.FILE : Change.Type.OTHER;
    }

    Map<NativeName, Mirror.Entry> entries() {
        return entries;
    }

    /** Whether a path is in a directory that could not be read, so that nothing is known of it. */
    boolean isUnknown(NativeName path) {
        return unreadable.stream().anyMatch(directory -> path.isWithin(directory) && !path.equals(directory));
    }

    int unreadable() {
        return unreadable.size();
    }
}
