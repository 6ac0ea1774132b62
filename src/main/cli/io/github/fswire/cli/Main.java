package io.github.fswire.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code fswire}. */
@Command(
        name = "fswire",
        description = "Watches directory trees and reports every change, whatever the kernel drops on the way.",
        mixinStandardHelpOptions = true,
        subcommands = {Watch.class, Raw.class, Doctor.class},
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs the command line and ends the VM with its exit code.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            tell(command.getErr(), failure);
            return failure instanceof IllegalArgumentException ? 2 : 1;
        });
        System.exit(commandLine.execute(Arguments.exact(args)));
    }

    private static void tell(PrintWriter err, Throwable failure) {
        String message = failure.getMessage();
        err.println("fswire: " + Text.printable(message == null ? failure.toString() : message));
        err.flush();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to do? watch, raw or doctor.");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"fswire " + Main.class.getPackage().getImplementationVersion()};
        }
    }
}
