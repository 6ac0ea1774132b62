package io.github.fswire.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for the form in which {@code watch} prints. */
final class PrintOptions {
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--print0",
            description = "Print nothing but the changed paths, each followed by a NUL: for xargs -0.")
    private boolean print0;

    @Option(
            names = "--relative",
            description = "Print paths relative to DIR; with several of them, to the current directory. A command runs"
                    + " there.")
    private boolean relative;

    void check() {
        if (json && print0) {
            throw new IllegalArgumentException("--json and --print0 exclude each other");
        }
    }

    /** Whether standard output has a form that the output of a command would break. */
    boolean isForPrograms() {
        return json || print0;
    }

    Base base(List<Path> roots) {
        return relative ? Base.of(roots) : Base.NONE;
    }

    /** {@code besidesACommand}: standard output is the command's, unless programs read it. */
    Output output(Surroundings surroundings, Base base, boolean besidesACommand) throws IOException {
        if (json) {
            return new JsonOutput(surroundings.out(), base);
        }
        LineStream lines = print0 || besidesACommand ? surroundings.err().forgiving() : surroundings.out();
        Output text = new HumanOutput(lines, surroundings.clock(), base);
        return print0 ? new NulOutput(surroundings.out(), text, base) : text;
    }
}
