package io.github.fswire.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The Maven that builds this project, for other builds. */
final class Maven {
    private static final String HOME = System.getProperty("fswire.maven", "");

    /** What this build has downloaded. */
    static final Path REPOSITORY = Path.of(System.getProperty("fswire.repository", ""));

    private Maven() {}

    /** Runs a build to its end, which must be a good one. */
    static void run(Path directory, String... arguments) throws IOException, InterruptedException {
        assumeTrue(!HOME.isEmpty(), "the tests were not started by Maven");
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        List<String> command = new ArrayList<>(
                List.of(Path.of(HOME, "bin", windows ? "mvn.cmd" : "mvn").toString(), "-B", "-ntp"));
        command.addAll(List.of(arguments));
        Path log = directory.resolve("maven.log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            while (!process.waitFor(10, TimeUnit.SECONDS)) { // javac and javadoc say nothing for long on a busy machine
                Progress.mark();
            }
        } finally { // of a test that was interrupted
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    /** Copies what is published and the POMs, and deploys everything that a release has to a directory. */
    static Path deploy(Path directory) throws IOException, InterruptedException {
        Path top = Path.of("..");
        Path copy = Files.createDirectories(directory.resolve("project"));
        Files.createDirectories(copy.resolve("bench"));
        Files.createDirectories(copy.resolve("platform-tests/src"));
        for (String file : List.of("pom.xml", "LICENSE", "bench/pom.xml", "platform-tests/pom.xml")) {
            Files.copy(top.resolve(file), copy.resolve(file));
        }
        copyTree(top.resolve("src"), copy.resolve("src"));
        copyTree(Path.of("src", "main"), copy.resolve("platform-tests/src/main"));
        Path repository = directory.resolve("repository");
        run(
                copy,
                "-q",
                "-Prelease,-error-prone",
                "-Dmaven.test.skip",
                "-DskipTests",
                "-Dmaven.install.skip",
                "-DaltDeploymentRepository=deployed::" + repository.toUri(),
                "-pl",
                "src,platform-tests",
                "-am",
                "deploy");
        return repository;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path name = from.relativize(file);
                if (!name.startsWith("target")) {
                    Files.copy(file, to.resolve(name.toString()));
                }
            }
        }
    }
}
