package io.github.fswire.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code fswire}. */
@Command(
        name = "fswire",
        description = "Watches directory trees and reports every change, whatever the kernel drops on the way.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final Logger LIBRARY = Logger.getLogger("io.github.fswire"); // held: levels are forgotten otherwise

    @Spec
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs the command line and ends the VM with its exit code.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        LIBRARY.setLevel(Level.OFF); // what it would log is printed as an event
        Surroundings surroundings = Surroundings.ofProcess();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                surroundings.complain("unexpected in thread " + thread.getName() + ": " + Text.describe(failure)));
        System.exit(run(surroundings, Arguments.exact(args)));
    }

    /** Runs a command and returns its exit code; every failure is reported in one line. */
    static int run(Surroundings surroundings, String... args) {
        Watch watch = new Watch(surroundings);
        List<String> words = List.of(args);
        int end = words.isEmpty() || !words.get(0).equals("watch") ? -1 : words.indexOf("--");
        if (end >= 0) {
            watch.runs(words.subList(end + 1, words.size()));
            words = words.subList(0, end);
        }
        CommandLine commandLine = new CommandLine(new Main())
                .addSubcommand(watch)
                .addSubcommand(new Raw(surroundings))
                .addSubcommand(new Doctor(surroundings))
                .addSubcommand(new SyncCheck(surroundings))
                .addSubcommand(new Completion(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a directory may be called @x
                .setColorScheme(
                        Help.defaultColorScheme(surroundings.out().isTerminal() ? Help.Ansi.AUTO : Help.Ansi.OFF))
                .setOut(new PrintWriter(
                        new OutputStreamWriter(surroundings.out().stream(), StandardCharsets.UTF_8), true))
                .setParameterExceptionHandler((mistake, given) -> {
                    String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
                    surroundings.complain(Text.describe(mistake) + " (see " + command + " --help)");
                    return WRONG_USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    surroundings.complain(Text.describe(failure));
                    return failure instanceof IllegalArgumentException ? WRONG_USAGE : FAILED;
                });
        try {
            return commandLine.execute(words.toArray(String[]::new));
        } catch (RuntimeException | Error e) {
            surroundings.complain("unexpected: " + Text.describe(e));
            return FAILED;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to do: watch, raw, doctor, sync-check or completion?");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"fswire " + (version == null ? "(not packaged)" : version)};
        }
    }
}
