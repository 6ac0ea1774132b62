package io.github.fswire.scan;

import io.github.fswire.linux.LinuxScanner;
import io.github.fswire.macos.MacScanner;
import io.github.fswire.raw.NativeName;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Scans in a JVM of its own: with another locale, fewer rights or fewer descriptors than the tests have. */
final class ScanProgram {
    private ScanProgram() {}

    /** Arguments: kind of scanner, what to do, root. The first line printed is the JVM's file name encoding. */
    public static void main(String[] arguments) throws Exception {
        List<String> lines = new ArrayList<>(List.of(System.getProperty("sun.jnu.encoding")));
        Path root = Path.of(arguments[2]);
        try (Scanner scanner = scanner(arguments[0])) {
            switch (arguments[1]) {
                case "describe" -> lines.addAll(describe(scanner, root));
                case "exhaust" -> lines.addAll(exhaust(scanner, root));
                default -> throw new IllegalArgumentException(arguments[1]);
            }
        }
        lines.forEach(System.out::println);
    }

    /**
     * Opens a scanner.
     *
     * @param kind {@code linux}, {@code mac}, {@code nio-jnr} or {@code nio-unix}
     */
    static Scanner scanner(String kind) throws Exception {
        return switch (kind) {
            case "linux" -> LinuxScanner.open();
            case "mac" -> MacScanner.open();
            case "nio-jnr" -> new NioScanner(new JnrAttributes());
            case "nio-unix" -> new NioScanner(new UnixViewAttributes());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Runs {@link #main} and returns the lines that it printed; fails if it failed. */
    static List<String> start(Map<String, String> environment, List<String> prefix, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        for (String name : List.of("fswire.binding", "fswire.coreservices")) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.addAll(List.of("-cp", classPath(), ScanProgram.class.getName()));
        command.addAll(List.of(arguments));
        File errors = File.createTempFile("fswire", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new AssertionError(command + " ended with " + exit + "\n" + output
                        + Files.readString(errors.toPath(), StandardCharsets.ISO_8859_1));
            }
            return new ArrayList<>(output.lines().toList());
        } finally {
            Files.delete(errors.toPath());
        }
    }

    private static String classPath() {
        String tests = System.getProperty("surefire.test.class.path");
        return tests != null ? tests : System.getProperty("java.class.path");
    }

    /** One line for each entry of a directory and of the directories in it, in the order of their names. */
    static List<String> describe(Scanner scanner, Path root) {
        List<String> lines = new ArrayList<>();
        int handle = scanner.openRoot(NativeName.of(root));
        lines.add("root " + Math.min(handle, 0));
        describe(scanner, handle, "", lines);
        return lines;
    }

    private static void describe(Scanner scanner, int handle, String indent, List<String> lines) {
        Seen.Listing listing = new Seen.Listing();
        int result = scanner.list(handle, listing);
        listing.entries.forEach((name, seen) -> {
            byte[] bytes = name.toBytes();
            int inspected = scanner.inspect(handle, bytes, bytes.length, new EntryStat());
            String hex = HexFormat.of().formatHex(bytes);
            lines.add(indent + hex + " " + seen + " inspect " + inspected);
            if (seen.type() == EntryStat.DIRECTORY) {
                int child = scanner.open(handle, bytes, bytes.length);
                if (child < 0) {
                    lines.add(indent + hex + " open " + child + " "
                            + scanner.failure(name).getClass().getSimpleName());
                } else {
                    describe(scanner, child, indent + hex + "/", lines);
                    scanner.close(child);
                }
            }
        });
        lines.add(indent + "list " + result);
    }

    /** Opens a directory until that fails, closes one handle and opens it again. */
    private static List<String> exhaust(Scanner scanner, Path root) {
        NativeName name = NativeName.of(root);
        scanner.close(scanner.openRoot(name)); // loads classes while there are descriptors
        scanner.openRoot(NativeName.of("/nothing"));
        scanner.failure(name);
        List<Integer> handles = new ArrayList<>();
        int result = scanner.openRoot(name);
        while (result >= 0) {
            handles.add(result);
            result = scanner.openRoot(name);
        }
        List<String> lines = new ArrayList<>();
        lines.add("open " + result);
        lines.add(scanner.failure(name).getClass().getSimpleName());
        handles.subList(0, 10).forEach(scanner::close);
        lines.add("open again " + Math.min(0, scanner.openRoot(name)));
        return lines;
    }

    /** Targets of this process's descriptors that are below a directory; none where the system does not show them. */
    static List<String> descriptorsBelow(Path root) throws IOException {
        List<String> found = new ArrayList<>();
        Path descriptors = Path.of("/proc/self/fd");
        if (Files.isDirectory(descriptors)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
                for (Path entry : entries) {
                    String target = target(entry);
                    if (target.startsWith(root.toString())) {
                        found.add(target);
                    }
                }
            }
        }
        return found;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // the one that listed /proc/self/fd, or another thread's
        }
    }
}
