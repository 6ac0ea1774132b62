package io.github.fswire.cli;

import io.github.fswire.RawBackends;
import io.github.fswire.platform.Platform;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fswire doctor}: what there is, what would be chosen and why, and whether the limits suffice. */
@Command(
        name = "doctor",
        description = "Tells what would be used here and whether the system's limits suffice.",
        mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Directory to judge; default: the current one.")
    private String directory;

    private final Stdout out = new Stdout();

    @Override
    public Integer call() throws IOException {
        Path path = Arguments.path(directory).normalize();
        if (!Files.isDirectory(path)) {
            throw new IOException(NativeName.of(path) + " is not a directory");
        }
        line("system", property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
        line("JDK", property("java.vm.name") + " " + Runtime.version() + " (" + property("java.vendor") + ")");
        line("file names", "sun.jnu.encoding=" + property("sun.jnu.encoding") + "; names are handled as bytes");
        backends();
        line("scanner", Platform.describeScanner());
        line("directory", NativeName.of(path).toString());
        Platform.Mount mount = Platform.mount(NativeName.of(path));
        line("file system", mount.fileSystem() + ": " + mount.reason());
        if (!mount.eventsReliable()) {
            line("", "do not rely on events here: changes that this kernel does not make stay unseen");
        }
        limits(path);
        out.flush();
        return 0;
    }

    private void backends() {
        boolean first = true;
        for (RawBackend backend : RawBackends.all()) {
            String why = backend.unavailableBecause();
            String chosen = why == null && first ? "chosen: the first that can be used here" : "can be used here";
            line("backend " + backend.name(), why == null ? chosen : "not available: " + why);
            if (why == null && first) {
                first = false;
                line("binding", binding(backend));
            }
        }
    }

    /** Opens a session, which is the only proof that one can be opened. */
    private static String binding(RawBackend backend) {
        try (RawSession session = backend.open(new Deaf(), RawOptions.DEFAULT)) {
            return session.binding() + ("ffm".equals(session.binding()) ? " (java.lang.foreign)" : " (JNA)");
        } catch (WatchException e) {
            return "no session can be opened: " + e.getMessage();
        }
    }

    private void limits(Path path) throws IOException {
        if (!Files.isReadable(InotifyUse.LIMITS)) {
            return;
        }
        InotifyUse use = InotifyUse.now();
        long watches = InotifyUse.limit("max_user_watches");
        long needed = directoriesBelow(path);
        line(
                "watches",
                String.format("%,d of %,d used by this user (fs.inotify.max_user_watches)", use.watches(), watches));
        line(
                "instances",
                String.format(
                        "%,d of %,d used by this user (fs.inotify.max_user_instances)",
                        use.instances(), InotifyUse.limit("max_user_instances")));
        line(
                "queue",
                String.format("%,d records (fs.inotify.max_queued_events)", InotifyUse.limit("max_queued_events")));
        line("open files", InotifyUse.openFiles());
        long left = Math.max(0, watches - use.watches());
        if (needed <= left) {
            line("verdict", String.format("%,d directories need %,d watches: the limits suffice", needed, needed));
        } else {
            line("verdict", String.format("%,d directories need %,d watches, %,d are left", needed, needed, left));
            line("", "sudo sysctl fs.inotify.max_user_watches=" + Long.highestOneBit(use.watches() + 2 * needed) * 2);
        }
    }

    private static long directoriesBelow(Path top) throws IOException {
        long[] count = new long[1];
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                count[0]++;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE; // unreadable or gone: needs no watch
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
                return FileVisitResult.CONTINUE; // unreadable half-way: what was counted counts
            }
        });
        return count[0];
    }

    private void line(String label, String text) {
        out.line(String.format("%-16s %s", label, Text.printable(text)));
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    /** Hears nothing. */
    private static final class Deaf implements RawEventHandler {
        @Override
        public void onEvent(RawEvent event) {}

        @Override
        public void onOverflow(RawEvent event) {}

        @Override
        public void onFailure(Exception failure) {}
    }
}
