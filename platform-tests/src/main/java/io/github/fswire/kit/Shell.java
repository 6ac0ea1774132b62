package io.github.fswire.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs system calls that Java has no words for, in a directory. */
public final class Shell {
    private Shell() {}

    /** Runs a command; returns what it printed. */
    public static String run(Path directory, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-ec", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output;
    }

    /** Whether a command succeeds. */
    public static boolean can(Path directory, String command) throws InterruptedException {
        try {
            run(directory, command);
            return true;
        } catch (IOException e) {
            return false; // the answer
        }
    }
}
