package io.github.fswire.engine;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.watch.WatchOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a tree is watched in a simulation, expressed twice: as options of the library, and as a condition on paths.
 *
 * @param depth how many levels below a root count
 * @param ignores whether files of a certain name are ignore files; their content depends on their version
 */
record SimulatedLimits(int depth, boolean ignores) {
    static final SimulatedLimits NONE = new SimulatedLimits(Integer.MAX_VALUE, false);

    private static final String IGNORE_FILE = "d";

    /** A line of an ignore file, and the paths below its directory that it means. */
    private record Line(String text, boolean includes, boolean forDirectories, String paths) {
        static Line ignoring(String text, String paths) {
            return new Line(text, false, false, paths);
        }

        static Line including(String text, String paths) {
            return new Line(text, true, false, paths);
        }

        boolean matches(String path, boolean directory) {
            return (directory || !forDirectories) && path.matches(paths);
        }
    }

    private static final List<List<Line>> CONTENTS = List.of(
            List.of(),
            List.of(Line.ignoring("a", "(.*/)?a")),
            List.of(Line.ignoring("/b", "b")),
            List.of(new Line("c/", false, true, "(.*/)?c")),
            List.of(Line.ignoring("*", ".*"), Line.including("!a", "(.*/)?a"), Line.including("!b", "(.*/)?b")),
            List.of(Line.ignoring("a/b", "a/b"), Line.ignoring("c", "(.*/)?c")),
            List.of(Line.ignoring("**/c/a", "(.*/)?c/a"), Line.including("!b", "(.*/)?b")),
            List.of(Line.ignoring("a/**/c", "a/(.*/)?c"), Line.ignoring("b/**", "b/.*")),
            List.of(Line.including("!a", "(.*/)?a"), Line.including("!/c", "c")),
            List.of(Line.ignoring("d", "(.*/)?d"), Line.ignoring("[bc]", "(.*/)?[bc]")));

    static SimulatedLimits of(SplittableRandom random) {
        boolean ignores = random.nextInt(3) > 0;
        int depth = !ignores || random.nextInt(3) == 0 ? random.nextInt(1, 4) : Integer.MAX_VALUE;
        return new SimulatedLimits(depth, ignores);
    }

    void apply(WatchOptions.Builder options, SimulatedDisk disk) {
        options.depth(depth);
        if (ignores) {
            options.ignoreFiles(IGNORE_FILE);
            disk.content = SimulatedLimits::content;
        }
    }

    private static List<Line> lines(long version) {
        return CONTENTS.get((int) (version % CONTENTS.size()));
    }

    private static byte[] content(long version) {
        StringBuilder text = new StringBuilder();
        lines(version).forEach(line -> text.append(line.text).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** What of a tree counts; {@code given} are all roots, those inside others among them. */
    Map<String, String> of(SimulatedDisk disk, Map<String, String> tree, List<String> given) {
        Map<String, String> counted = new TreeMap<>();
        tree.forEach((path, entry) -> { // parents come first
            String above = path.substring(0, path.lastIndexOf('/'));
            boolean reached = given.contains(above) || counted.containsKey(above);
            boolean excluded = ignores && isIgnored(disk, path, entry.equals("directory"), given);
            if (given.contains(path) || reached && isWithin(path, given, depth) && !excluded) {
                counted.put(path, entry);
            }
        });
        return counted;
    }

    private static boolean isIgnored(SimulatedDisk disk, String path, boolean directory, List<String> given) {
        String above = path;
        do {
            above = above.substring(0, above.lastIndexOf('/'));
            Inode file = ignoreFile(disk, above);
            List<Line> lines = file == null ? List.of() : lines(file.version());
            for (int i = lines.size() - 1; i >= 0; i--) {
                if (lines.get(i).matches(path.substring(above.length() + 1), directory)) {
                    return !lines.get(i).includes;
                }
            }
        } while (isBelow(above, given));
        return false;
    }

    private static @Nullable Inode ignoreFile(SimulatedDisk disk, String directory) {
        Inode inode = disk.at(directory);
        Inode file = inode == null ? null : inode.children().get(IGNORE_FILE);
        return file != null && file.isFile() ? file : null;
    }

    private static boolean isBelow(String path, List<String> given) {
        return given.stream().anyMatch(root -> path.startsWith(root + "/"));
    }

    /** Whether entries of a directory that counts can count. */
    boolean isListed(String directory, List<String> given) {
        return given.contains(directory) || isWithin(directory, given, depth - 1);
    }

    private static boolean isWithin(String path, List<String> given, int levels) {
        return given.stream()
                .filter(root -> path.startsWith(root + "/"))
                .anyMatch(root -> path.substring(root.length())
                                .chars()
                                .filter(c -> c == '/')
                                .count()
                        <= levels);
    }
}
