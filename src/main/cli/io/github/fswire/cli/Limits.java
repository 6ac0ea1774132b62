package io.github.fswire.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The limits of inotify and how much of them this user's processes use, as far as /proc lets us see: inotify(7),
 * proc_pid_fdinfo(5), namespaces(7); and the one of FSEvents.
 */
final class Limits {
    private static final int MOST_PATHS = 4096;
    private static final int DESCRIPTORS_PER_PATH = 10;

    private final Path proc;

    Limits(Path proc) {
        this.proc = proc;
    }

    /**
     * One limit.
     *
     * @param name under which sysctl(8) knows it, or a resource limit's name
     * @param value the limit
     * @param used how much of it is used up, empty if that is not a sum over processes
     * @param meaning what is limited, for people
     */
    record Limit(String name, long value, OptionalLong used, String meaning) {
        /** How much is left. */
        long left() {
            return Math.max(0, value - used.orElse(0));
        }
    }

    private record Use(long instances, long watches) {}

    /** Watches, instances, queue length and open files, in this order; empty on a system without inotify. */
    List<Limit> read() throws IOException {
        boolean unix = proc.getFileSystem().supportedFileAttributeViews().contains("unix"); // Wine has /proc as well
        if (!unix || !Files.isReadable(proc.resolve("sys/fs/inotify/max_user_watches"))) {
            return List.of();
        }
        Use use = use();
        List<Limit> limits = new ArrayList<>();
        limits.add(smaller(
                limit("fs.inotify.max_user_watches", use.watches, "watches of this user"), "user.max_inotify_watches"));
        limits.add(smaller(
                limit("fs.inotify.max_user_instances", use.instances, "inotify instances of this user"),
                "user.max_inotify_instances"));
        limits.add(new Limit(
                "fs.inotify.max_queued_events",
                number("fs.inotify.max_queued_events"),
                OptionalLong.empty(),
                "records waiting in an instance"));
        OptionalLong files = openFiles();
        if (files.isPresent()) {
            limits.add(
                    new Limit("RLIMIT_NOFILE", files.getAsLong(), OptionalLong.empty(), "open files of this process"));
        }
        return limits;
    }

    /**
     * How many roots FSEvents can watch for this process: each takes ten descriptors, twice while another one is added, and one
     * more is for fences.
     */
    static List<Limit> ofFsEvents() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? List.of(ofFsEvents(system.getMaxFileDescriptorCount()))
                : List.of();
    }

    static Limit ofFsEvents(long openFiles) {
        long roots = Math.min(MOST_PATHS, openFiles / DESCRIPTORS_PER_PATH) / 2 - 1;
        return new Limit("RLIMIT_NOFILE", Math.max(0, roots), OptionalLong.empty(), "roots of FSEvents in a process");
    }

    private Limit limit(String name, long used, String meaning) throws IOException {
        return new Limit(name, number(name), OptionalLong.of(used), meaning);
    }

    /** The limit of this user namespace, if it is lower: in a container, for example. */
    private Limit smaller(Limit limit, String name) throws IOException {
        if (!Files.isReadable(file(name))) {
            return limit;
        }
        long value = number(name);
        return value < limit.value() ? new Limit(name, value, limit.used(), limit.meaning()) : limit;
    }

    private long number(String name) throws IOException {
        // not Files.readString: it asks for one byte first, and such a file is empty after the first read
        try (Stream<String> lines = Files.lines(file(name))) {
            return lines.mapToLong(line -> Long.parseLong(line.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IOException(file(name) + " is empty"));
        }
    }

    private Path file(String name) {
        return proc.resolve("sys").resolve(name.replace('.', '/'));
    }

    private OptionalLong openFiles() throws IOException {
        try (Stream<String> lines = Files.lines(proc.resolve("self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().split("\\s+", 2)[0])
                    .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                    .findFirst();
        }
    }

    private Use use() throws IOException {
        long instances = 0;
        long watches = 0;
        Object user = Files.getAttribute(proc.resolve("self"), "unix:uid");
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                Use use = use(process, user);
                instances += use.instances;
                watches += use.watches;
            }
        } catch (DirectoryIteratorException e) {
            // directories cannot be listed here, which the scanner's line names: what was counted until then counts
        }
        return new Use(instances, watches);
    }

    private static Use use(Path process, Object user) {
        long instances = 0;
        long watches = 0;
        try {
            if (!Files.getAttribute(process, "unix:uid").equals(user)) {
                return new Use(0, 0);
            }
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
                for (Path descriptor : descriptors) {
                    if (isInotify(descriptor)) {
                        instances++;
                        watches += watches(process.resolve("fdinfo").resolve(descriptor.getFileName()));
                    }
                }
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            // the process ended meanwhile, or may not be inspected: what was counted until then counts
        }
        return new Use(instances, watches);
    }

    private static boolean isInotify(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:inotify");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static long watches(Path info) throws IOException {
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("inotify ")).count();
        }
    }
}
