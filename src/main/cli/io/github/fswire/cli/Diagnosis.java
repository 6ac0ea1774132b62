package io.github.fswire.cli;

import io.github.fswire.RawBackends;
import io.github.fswire.cli.Limits.Limit;
import io.github.fswire.platform.Platform;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} found.
 *
 * @param system name, version and architecture
 * @param jdk name and version
 * @param fileNames the JVM's encoding of file names
 * @param backends all, the preferred ones first
 * @param backend name of the one that is chosen for the directory, null if there is none
 * @param binding how it calls the kernel, null if it cannot
 * @param scanner how directories are listed
 * @param directory what is judged, a directory or a single file
 * @param mount its file system
 * @param directories how many are to be watched: the directory itself and those below that can be read; 1 for a file
 * @param unreadable how many places below could not be read
 * @param limits watches, instances, queue and open files of inotify, roots of FSEvents; empty if the system has none
 * @param problems what stands in the way; empty if all is well
 * @param remedies commands that help
 */
record Diagnosis(
        String system,
        String jdk,
        String fileNames,
        List<Backend> backends,
        @Nullable String backend,
        @Nullable String binding,
        String scanner,
        NativeName directory,
        Platform.Mount mount,
        long directories,
        long unreadable,
        List<Limit> limits,
        List<String> problems,
        List<String> remedies) {

    private static final String POLLING = "polling";

    /**
     * A backend that was found.
     *
     * @param name its name
     * @param reason why it cannot be used, null if it can
     */
    record Backend(String name, @Nullable String reason) {}

    /** Judges a directory with everything below it, or a file, for which a watcher watches the directory that it is in. */
    static Diagnosis of(Path place) throws IOException {
        boolean single = !Files.isDirectory(place);
        Path directory = single ? Objects.requireNonNull(place.getParent(), "parent of a file") : place;
        List<String> problems = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        RawBackend chosen = RawBackends.all().stream()
                .filter(backend -> backend.unavailableBecause() == null)
                .findFirst()
                .orElse(null);
        if (chosen == null) {
            problems.add("no backend can be used here");
        }
        if (Files.isSymbolicLink(place) && leadsNowhere(place)) {
            problems.add("the link leads nowhere: only watch --wait waits until it leads somewhere");
        }
        boolean limited = chosen == null || chosen.capabilities().coverage() == RawCapabilities.Coverage.DIRECTORY;
        List<Limit> limits = limited
                ? new Limits(Path.of("/proc")).read()
                : isFsEvents(chosen) ? Limits.ofFsEvents() : List.of(); // before a session of our own is open
        Platform.Mount mount = Platform.mount(NativeName.of(directory));
        NativeName watched = NativeName.of(directory.toRealPath()); // a watcher watches what a link leads to
        String binding = chosen == null ? null : binding(chosen, mount.eventsReliable() ? watched : null, problems);
        String unreadable = binding == null ? null : Platform.unreadableBecause();
        if (unreadable != null) {
            problems.add("no directory can be read: " + unreadable);
        }
        DirectoryCount count = single ? new DirectoryCount(1, 0) : DirectoryCount.below(directory.toRealPath());
        if (mount.eventsReliable() && isFsEvents(chosen)) {
            judgeRoots(limits, problems, remedies);
        } else if (mount.eventsReliable()) {
            judge(count.directories(), limits, problems, remedies);
        }
        return new Diagnosis(
                property("os.name") + " " + property("os.version") + ", " + property("os.arch"),
                property("java.vm.name") + " " + Runtime.version() + " (" + property("java.vendor") + ")",
                property("sun.jnu.encoding"),
                RawBackends.all().stream()
                        .map(backend -> new Backend(backend.name(), backend.unavailableBecause()))
                        .toList(),
                chosen == null ? null : mount.eventsReliable() ? chosen.name() : POLLING,
                binding,
                Platform.describeScanner(),
                NativeName.of(place),
                mount,
                count.directories(),
                count.unreadable(),
                limits,
                problems,
                remedies);
    }

    /** One that leads to itself does not: it is watched as a link. */
    private static boolean leadsNowhere(Path link) throws IOException {
        try {
            Files.readAttributes(link, BasicFileAttributes.class);
            return false;
        } catch (NoSuchFileException e) {
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }

    /** Opens a session and watches a directory, if there is one to watch: the only proof that both can be done. */
    static @Nullable String binding(RawBackend backend, @Nullable NativeName directory, List<String> problems) {
        try (RawSession session = backend.open(new Deaf(), RawOptions.DEFAULT)) {
            if (directory != null) {
                watch(session, directory, problems);
            }
            return session.binding();
        } catch (WatchException e) {
            problems.add("no session can be opened: " + e.getMessage());
            return null;
        }
    }

    private static boolean isFsEvents(@Nullable RawBackend backend) {
        return backend != null && backend.name().equals("fsevents");
    }

    /** Whether a watcher of one root fits into the limit of roots. */
    static void judgeRoots(List<Limit> limits, List<String> problems, List<String> remedies) {
        if (!limits.isEmpty() && limits.get(0).value() < 1) {
            problems.add("the open files do not suffice: FSEvents takes twenty for each root, and twenty more");
            remedies.add("ulimit -n 65536");
        }
    }

    private static void watch(RawSession session, NativeName directory, List<String> problems) {
        try {
            session.watch(directory, null); // ends with the session
        } catch (WatchException e) {
            problems.add("the directory cannot be watched: " + e.getMessage());
        }
    }

    /** Whether a watcher of so many directories fits into what is left of the limits. */
    static void judge(long directories, List<Limit> limits, List<String> problems, List<String> remedies) {
        if (limits.isEmpty()) {
            return;
        }
        Limit watches = limits.get(0);
        if (watches.left() < directories) {
            problems.add(String.format(
                    Locale.ROOT,
                    "the watches do not suffice: one for each directory is needed, %,d, and left are %,d",
                    directories,
                    watches.left()));
            remedies.add(raise(watches, watches.used().orElse(0) + directories));
        }
        Limit instances = limits.get(1);
        if (instances.left() < 1) {
            problems.add("the inotify instances do not suffice: one is needed, and left is none");
            remedies.add(raise(instances, instances.value() + 1));
        }
    }

    /** A power of two that leaves as much again free. */
    private static String raise(Limit limit, long needed) {
        return "sudo sysctl -w " + limit.name() + "=" + 2 * Long.highestOneBit(2 * needed - 1);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    /** Ignores every event. */
    private static final class Deaf implements RawEventHandler {
        @Override
        public void onEvent(RawEvent event) {}

        @Override
        public void onOverflow(RawEvent event) {}

        @Override
        public void onFailure(Exception failure) {}
    }
}
