package io.github.fswire.cli;

import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fswire raw}: the kernel's records as they come. */
@Command(
        name = "raw",
        description =
                "Prints the kernel's own records for directories until Ctrl-C; inotify reports nothing of what is below them.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class Raw implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, inotify, or another one that 'fswire doctor' lists; default: ${DEFAULT-VALUE}.")
    private String backend;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Directories to watch.")
    private List<String> directories;

    private volatile @Nullable RawSession running;
    private volatile @Nullable RawReporter reporter;

    Raw(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> paths = directories.stream().map(Arguments::path).toList();
        RawBackend chosen = surroundings.backend(backend);
        try (Ending ending = new Ending(surroundings, this::lastWords)) {
            OwnOutput own = OwnOutput.within(paths);
            own.notices().forEach(surroundings::complain);
            RawReporter handler = new RawReporter(surroundings, ending, own);
            reporter = handler;
            try (RawSession session = chosen.open(handler, RawOptions.DEFAULT)) {
                return watch(chosen, session, paths, handler, ending);
            }
        }
    }

    private int watch(RawBackend chosen, RawSession session, List<Path> paths, RawReporter handler, Ending ending)
            throws IOException, InterruptedException {
        try {
            for (Path path : paths) {
                session.watch(path, null);
            }
            running = session;
            handler.begun(chosen.name(), session);
            return ending.await();
        } finally {
            handler.expectEnd();
        }
    }

    private void lastWords() {
        RawSession session = running;
        RawReporter handler = reporter;
        if (session != null && handler != null) {
            handler.expectEnd();
            session.close();
            handler.statistics();
        }
    }
}
