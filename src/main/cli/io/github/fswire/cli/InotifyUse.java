package io.github.fswire.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much of the inotify limits this user's processes use, as far as /proc lets us see: proc(5), the {@code fdinfo} files.
 *
 * @param instances inotify descriptors
 * @param watches watches of all of them
 */
record InotifyUse(long instances, long watches) {
    /** Where the limits are. */
    static final Path LIMITS = Path.of("/proc/sys/fs/inotify");

    private static final Path PROC = Path.of("/proc");

    /** Counts. */
    static InotifyUse now() throws IOException {
        long instances = 0;
        long watches = 0;
        Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                InotifyUse use = of(process, me);
                instances += use.instances;
                watches += use.watches;
            }
        }
        return new InotifyUse(instances, watches);
    }

    private static InotifyUse of(Path process, Object user) {
        long instances = 0;
        long watches = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            if (!Files.getAttribute(process, "unix:uid").equals(user)) {
                return new InotifyUse(0, 0);
            }
            for (Path descriptor : descriptors) {
                if (isInotify(descriptor)) {
                    instances++;
                    Path info = process.resolve("fdinfo").resolve(descriptor.getFileName());
                    try (Stream<String> lines = Files.lines(info)) {
                        watches += lines.filter(line -> line.startsWith("inotify "))
                                .count();
                    }
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // ended meanwhile, or another user's: it does not count
        }
        return new InotifyUse(instances, watches);
    }

    private static boolean isInotify(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:inotify");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /** One of the limits. */
    static long limit(String name) throws IOException {
        return Long.parseLong(Files.readString(LIMITS.resolve(name)).strip());
    }

    /** The limit of open files of this process. */
    static String openFiles() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.replaceFirst("Max open files\\s+(\\S+).*", "$1 for this process"))
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
