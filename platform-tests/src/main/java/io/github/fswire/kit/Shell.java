package io.github.fswire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs system calls that Java has no words for, in a directory. Under Wine they are those of a Linux process, which nothing else
 * of the tests there is.
 */
public final class Shell {
    private static final Path START = Path.of("C:/windows/system32/start.exe");

    private Shell() {}

    /** Runs a command; returns what it printed. */
    public static String run(Path directory, String command) throws IOException, InterruptedException {
        if (Lane.WINE) {
            return runOutsideWine(directory, command);
        }
        Process process = new ProcessBuilder("sh", "-ec", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output;
    }

    /** Wine's start.exe passes on neither output nor exit code of a Linux program: they are written to files. */
    private static String runOutsideWine(Path directory, String command) throws IOException, InterruptedException {
        Path files = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "shell");
        try {
            String place = linux(files);
            String script = "(set -e\ncd '%s'\n%s\n) >%s/out 2>&1 </dev/null\necho $? >%s/part\nmv %s/part %s/code\n"
                    .formatted(linux(directory), command, place, place, place, place);
            Files.writeString(files.resolve("script"), script);
            Processes.start(new ProcessBuilder(START.toString(), "/wait", "/unix", "/bin/sh", place + "/script"))
                    .waitFor();
            Path code = files.resolve("code");
            Eventually.await().until(() -> Files.exists(code));
            String output = Files.readString(files.resolve("out"));
            if (!Files.readString(code).strip().equals("0")) {
                throw new IOException(command + ": " + output);
            }
            return output;
        } finally {
            Disk.removeTree(files);
        }
    }

    private static String linux(Path path) {
        String drive = path.toString().startsWith(Lane.MEMORY_DRIVE) ? Workspace.MEMORY.toString() : "";
        return (drive + path.toString().substring(2)).replace('\\', '/');
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
