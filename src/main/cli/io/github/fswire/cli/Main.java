package io.github.fswire.cli;

import io.github.fswire.RawBackends;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code fswire}. */
@Command(
        name = "fswire",
        description = "Watches files.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {
    private Main() {}

    /**
     * Runs the command line and ends the VM with its exit code.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        RawBackends.all().forEach(backend -> System.out.println(backend.name()));
        return 0;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"fswire " + Main.class.getPackage().getImplementationVersion()};
        }
    }
}
