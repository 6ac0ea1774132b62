package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fswire doctor}: what there is, what would be chosen and why, and whether the limits suffice. */
@Command(
        name = "doctor",
        description = "Shows what would be used here and whether the system's limits suffice.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class Doctor implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Directory or file to judge; default: the current directory.")
    private String directory;

    Doctor(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        WatchOptions watched =
                WatchOptions.builder().root(Arguments.path(directory)).build();
        Path path = watched.roots().get(0);
        requireThere(path);
        Diagnosis diagnosis = Diagnosis.of(path);
        try {
            DoctorOutput.print(diagnosis, json, surroundings.out());
            surroundings.out().flush();
            return 0;
        } catch (UncheckedIOException e) {
            return surroundings.outputLost(e);
        }
    }

    private static void requireThere(Path path) throws IOException {
        String shown = Text.path(NativeName.of(path));
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new IOException(shown + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(shown + " cannot be reached: this user may not search a directory above it", e);
        } catch (FileSystemException e) {
            throw new IOException(shown + " cannot be reached: " + e.getReason(), e);
        }
    }
}
