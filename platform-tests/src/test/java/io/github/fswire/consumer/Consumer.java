package io.github.fswire.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import io.github.fswire.RawBackends;
import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Processes;
import io.github.fswire.lanes.Jdks;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of somebody who has added fswire to a build: compiled, packed and run with exactly the jars that are named. */
final class Consumer {
    static final Path LIBRARY = locationOf(RawBackends.class);
    static final Path JNA = locationOf(Native.class);

    /** What runs on every Java that fswire supports. */
    static final String RELEASE = "17";

    private static final String MODULE = "module consumer { requires io.github.fswire; }";

    /** Changes a file and prints what was delivered and through what, or what stands in the way. */
    static final String PROGRAM = """
            package consumer;

            import io.github.fswire.raw.WatchException;
            import io.github.fswire.watch.FileWatcher;
            import io.github.fswire.watch.WatchOptions;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.time.Duration;

            public final class Main {
                private Main() {}

                public static void main(String[] args) throws Exception {
                    Path root = Files.createTempDirectory(Path.of(args[0]), "root");
                    WatchOptions options = WatchOptions.builder().root(root).build();
                    for (int i = 0; i < 2; i++) { // the second failure must not say less than the first one
                        try (FileWatcher watcher = FileWatcher.start(options, batch -> batch.forEach(
                                change -> System.out.println(change.kind() + " " + change.path().getFileName())))) {
                            Files.createFile(root.resolve("file" + i));
                            watcher.sync(Duration.ofMinutes(1));
                            System.out.println(watcher.statistics().binding());
                        } catch (WatchException e) {
                            System.out.println(e.getMessage());
                        }
                    }
                }
            }
            """;

    private final Path work;
    private final Path home;

    /**
     * What a run has printed.
     *
     * @param out standard output
     * @param err standard error
     */
    record Printed(String out, String err) {}

    /** A program that runs on the Java of the tests. */
    Consumer(Path work) {
        this(work, Path.of(System.getProperty("java.home")));
    }

    /** A program that runs on the Java that is there. */
    Consumer(Path work, Path home) {
        this.work = work;
        this.home = home;
    }

    /** The older Java of the lanes, where JNA is needed. */
    static Path olderJava() throws IOException {
        int version = Integer.getInteger("fswire.testJdk", 17);
        Optional<Path> home = Jdks.ofThisBuild().home(version);
        assumeTrue(home.isPresent(), "no JDK " + version + " was found");
        return home.orElseThrow();
    }

    /** The jar of a class. */
    static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Compiles the program against fswire alone, with every warning an error. */
    Path compile(boolean modular) throws IOException {
        Path classes = work.resolve(modular ? "modular" : "plain");
        Map<String, String> sources = modular
                ? Map.of("module-info.java", MODULE, "consumer/Main.java", PROGRAM)
                : Map.of("consumer/Main.java", PROGRAM);
        return compile(
                classes, sources, "--release", RELEASE, modular ? "--module-path" : "--class-path", LIBRARY.toString());
    }

    static Path compile(Path classes, Map<String, String> sources, String... options) throws IOException {
        Optional<ToolProvider> javac = ToolProvider.findFirst("javac");
        assumeTrue(javac.isPresent(), "this Java has no compiler");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-Xlint:all", "-Werror", "-proc:none", "-d", classes.toString()));
        Path folder = classes.resolveSibling(classes.getFileName() + "-sources");
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int exit = javac.get().run(writer, writer, arguments.toArray(String[]::new));
        assertThat(exit).as(output.toString()).isZero();
        return classes;
    }

    /** Packs fswire and the program into one jar, as build tools do. */
    Path pack(Path classes, Manifest manifest) throws IOException {
        Path packed = work.resolve("packed.jar");
        try (JarFile library = new JarFile(LIBRARY.toFile());
                OutputStream file = Files.newOutputStream(packed);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Enumeration<JarEntry> all = library.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    jar.putNextEntry(new JarEntry(entry.getName()));
                    library.getInputStream(entry).transferTo(jar);
                }
            }
            jar.putNextEntry(new JarEntry("consumer/Main.class"));
            Files.copy(classes.resolve("consumer/Main.class"), jar);
        }
        return packed;
    }

    /** Runs the program from the class path. */
    Printed onTheClassPath(List<String> options, Path... jars) throws Exception {
        return run(options, List.of("--class-path", joined(jars), "consumer.Main"));
    }

    /** Runs the program from the module path. */
    Printed onTheModulePath(List<String> options, Path... jars) throws Exception {
        return run(options, List.of("--module-path", joined(jars), "--module", "consumer/consumer.Main"));
    }

    /** Runs the main class of jars of which one is another program, which gets this one's directory as its argument. */
    Printed main(String type, List<String> options, Path... jars) throws Exception {
        return run(options, List.of("--class-path", joined(jars), type));
    }

    /** Links the modular program with a Java of its own, and runs that. */
    Printed linked(List<String> options, Path... modules) throws Exception {
        Path image = work.resolve("image");
        List<String> link = new ArrayList<>(List.of(home.resolve("bin/jlink").toString()));
        link.addAll(List.of("--module-path", joined(modules), "--output", image.toString()));
        link.add("--add-modules");
        link.add(modules.length == 2 ? "consumer" : "consumer,com.sun.jna");
        assertThat(finish(link)).isEqualTo(new Printed("", ""));
        return new Consumer(work, image).run(options, List.of("--module", "consumer/consumer.Main"));
    }

    /** A path of jars or directories. */
    static String joined(Path... jars) {
        return Stream.of(jars).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private Printed run(List<String> options, List<String> program) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/java").toString());
        command.addAll(ChildJvm.SHORT_LIVED);
        command.addAll(options);
        command.addAll(program);
        command.add(work.toString());
        return finish(command);
    }

    private static Printed finish(List<String> command) throws Exception {
        Process process = Processes.start(new ProcessBuilder(command));
        process.getOutputStream().close();
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.errorReader()));
        String out = text(process.inputReader());
        Printed printed = new Printed(out, err.get());
        assertThat(process.waitFor()).as(printed.toString()).isZero();
        return printed;
    }

    /** What the program prints if all is well; it watches twice. */
    static String ran(String binding) {
        return String.format("CREATED file0\n%1$s\nCREATED file1\n%1$s\n", binding);
    }

    private static String text(BufferedReader reader) {
        return reader.lines().map(line -> line + "\n").collect(Collectors.joining());
    }
}
