package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that runs after changes. */
final class ExecOptions {
    private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();
    private static final Pattern PLACE = Pattern.compile("(?<!\\S)\\{}(?!\\S)");

    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description =
                    "After changes run a command of the shell, in which \"$$@\" are the changed paths. See the end for"
                            + " a command without a shell.")
    private @Nullable String shellCommand;

    @Option(
            names = "--on-busy",
            paramLabel = "ACTION",
            description = "What to do with changes while the command runs. queue: run it once more for all of them (the"
                    + " default). restart: end it with all its children and run it again. ignore: nothing.")
    private Exec.@Nullable OnBusy onBusy;

    @Option(names = "--exec-initial", description = "Run the command at the start as well.")
    private boolean initial;

    @Option(
            names = "--kill-after",
            paramLabel = "MS",
            description =
                    "How long a command may take to end before it is killed; default: 5000; after Ctrl-C at most 2000.")
    private @Nullable Long killAfterMillis;

    private @Nullable List<String> words;

    /** The words after {@code --}, which picocli would take for further directories. */
    void words(List<String> given) {
        words = given;
    }

    /** Whether there is a command. */
    boolean isGiven() {
        return shellCommand != null || words != null;
    }

    boolean initial() {
        return initial;
    }

    /** Complains of what does not fit together. */
    void check(Surroundings surroundings) {
        if (!isGiven()) {
            if (initial || onBusy != null || killAfterMillis != null) {
                throw new IllegalArgumentException("--exec-initial, --on-busy and --kill-after need a command: --exec"
                        + " 'make test', or -- make test at the end");
            }
            return;
        }
        if (shellCommand != null && words != null) {
            throw new IllegalArgumentException("--exec and -- exclude each other: there is one command");
        }
        if (shellCommand != null && shellCommand.isBlank()) {
            throw new IllegalArgumentException("--exec must not be empty");
        }
        if (words != null && words.isEmpty()) {
            throw new IllegalArgumentException("the command is missing after --, for example: -- make {}");
        }
        if (words != null && (words.get(0).isEmpty() || words.get(0).contains("{}"))) {
            throw new IllegalArgumentException("the first word after -- is the command, for example: -- make {}");
        }
        if (killAfterMillis != null && (killAfterMillis < 0 || killAfterMillis > LONGEST_MILLIS)) {
            throw new IllegalArgumentException(
                    "--kill-after must be from 0 to " + LONGEST_MILLIS + " ms: " + killAfterMillis);
        }
        if (shellCommand != null && PLACE.matcher(shellCommand).find()) {
            surroundings.complain(
                    "{} is not replaced in a command of the shell: write \"$@\", or give the command" + " after --");
        }
    }

    /**
     * The command, ready to run.
     *
     * @param apart whether standard output has a form that the command's output would break
     */
    Exec exec(Surroundings surroundings, Base base, List<NativeName> roots, boolean apart, Consumer<ExecEvent> report) {
        String shell = shellCommand;
        ExecCommand command = shell == null
                ? ExecCommand.ofWords(Objects.requireNonNull(words, "words"), base)
                : ExecCommand.ofShell(shell, base);
        return new Exec(
                command,
                base,
                roots,
                onBusy == null ? Exec.OnBusy.QUEUE : onBusy,
                Duration.ofMillis(killAfterMillis == null ? 5_000 : killAfterMillis),
                builder -> start(builder, apart ? surroundings.err().forgiving().stream() : null),
                report);
    }

    /** It reads nothing; {@code target} gets its standard output if that is not fswire's own. */
    private static Process start(ProcessBuilder builder, @Nullable OutputStream target) throws IOException {
        builder.redirectInput(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null"));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        if (target == null) {
            return builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
        }
        Process process = builder.start();
        Thread copier = new Thread(() -> copy(process.getInputStream(), target), "fswire-exec-output");
        copier.setDaemon(true);
        copier.start();
        return process;
    }

    private static void copy(InputStream source, OutputStream target) {
        byte[] buffer = new byte[8192];
        try {
            for (int length = source.read(buffer); length >= 0; length = source.read(buffer)) {
                target.write(buffer, 0, length);
                target.flush();
            }
        } catch (IOException e) {
            // the command has ended
        }
    }
}
