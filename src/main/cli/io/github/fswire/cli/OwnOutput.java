package io.github.fswire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files to which the shell has redirected standard output and error. A command that reports changes of its own output
 * never comes to rest, so these files are left out, also when they are renamed, moved into a root or linked there. They are
 * not known on systems without {@code /proc}, nor behind a pipe.
 */
final class OwnOutput {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Set<Object> files = new HashSet<>(); // device and inode
    private final Set<Path> inside = new LinkedHashSet<>(); // paths of those that are in a root now

    private OwnOutput() {}

    /** Finds them, and which of them are roots or below them. */
    static OwnOutput within(List<Path> roots) {
        return within(roots, DESCRIPTORS);
    }

    /**
     * The same.
     *
     * @param descriptors has a link 1 and a link 2 to what is open: proc_pid_fd(5)
     */
    static OwnOutput within(List<Path> roots, Path descriptors) {
        OwnOutput own = new OwnOutput();
        for (String descriptor : List.of("1", "2")) {
            try {
                own.add(descriptors.resolve(descriptor), roots);
            } catch (IOException e) {
                // closed, a pipe, or no /proc: nothing that a root could contain
            }
        }
        return own;
    }

    private void add(Path descriptor, List<Path> roots) throws IOException {
        Path file = Files.readSymbolicLink(descriptor);
        BasicFileAttributes open = Files.readAttributes(descriptor, BasicFileAttributes.class);
        if (!open.isRegularFile() || open.fileKey() == null) {
            return;
        }
        files.add(open.fileKey());
        for (Path root : roots) {
            if (Files.exists(root) && file.startsWith(root.toRealPath())) { // one that is waited for contains nothing
                inside.add(file);
            }
        }
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Whether one of them is at a path. */
    boolean isAt(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            return key != null && files.contains(key);
        } catch (IOException e) {
            return false; // there is nothing any more
        }
    }

    /** What to say about those that are in a root, a line each. */
    List<String> notices() {
        return inside.stream()
                .map(file -> "the output goes to " + Text.printable(file.toString())
                        + ", so changes of that file are not reported")
                .toList();
    }
}
