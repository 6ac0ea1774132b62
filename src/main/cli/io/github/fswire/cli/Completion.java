package io.github.fswire.cli;

import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fswire completion}: a script with which a shell completes the command line's words. */
@Command(
        name = "completion",
        description = "Prints a script that makes the shell complete commands, options and their values.",
        footer = {"", "bash: eval \"$$(fswire completion bash)\"", "zsh:  eval \"$$(fswire completion zsh)\""},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class Completion implements Callable<Integer> {
    /** The script is the same: it makes zsh understand what it has for bash. */
    enum Shell {
        BASH,
        ZSH
    }

    private static final Pattern VALUES = Pattern.compile("(?<=_args=)[\"(][^)\\n]*");
    private static final Pattern NO_FILE_NAMES = Pattern.compile("(?m)^.*compopt \\+o default$");

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    @SuppressWarnings("UnusedVariable") // picocli refuses other shells; these two get the same
    private Shell shell;

    Completion(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CommandSpec all = spec.root();
        try {
            surroundings.out().print(script(AutoComplete.bash(all.name(), all.commandLine())));
            surroundings.out().flush();
            return 0;
        } catch (UncheckedIOException e) {
            return surroundings.outputLost(e);
        }
    }

    /** With values as the guide writes them, and with names of files where picocli knows no other words. */
    private static String script(String generated) {
        return VALUES.matcher(generated)
                .replaceAll(values -> values.group().toLowerCase(Locale.ROOT))
                .transform(script -> NO_FILE_NAMES.matcher(script).replaceAll(""));
    }
}
