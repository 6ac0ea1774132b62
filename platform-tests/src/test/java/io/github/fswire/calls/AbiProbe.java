package io.github.fswire.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Lane;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares our numbers, layouts and signatures with a system's headers, by a compiler for that system. */
final class AbiProbe {
    private static final Path WINE = Path.of("target", Lane.name(), "wine").toAbsolutePath();

    private final Path directory;
    private final String compiler;
    private final List<String> runner;

    /** Programs are written to {@code directory}, and started by {@code runner} if they are not this system's. */
    AbiProbe(Path directory, String compiler, String... runner) {
        this.directory = directory;
        this.compiler = compiler;
        this.runner = List.of(runner);
    }

    /** Skips the test if something that it needs is not installed. */
    void assumeInstalled() throws InterruptedException {
        for (String program :
                Stream.concat(Stream.of(compiler), runner.stream()).toList()) {
            boolean found;
            try {
                Process process = new ProcessBuilder(program, "--version")
                        .redirectErrorStream(true)
                        .start();
                process.getInputStream().readAllBytes();
                found = process.waitFor() == 0;
            } catch (IOException e) {
                found = false; // the answer
            }
            assumeTrue(found, program + " is not installed");
        }
    }

    private String compileAndRun(Path source) throws IOException, InterruptedException {
        Path program = directory.resolve("program");
        run(List.of(compiler, "-std=gnu17", "-Werror", "-o", program.toString(), source.toString()), true);
        Path made = Files.exists(program) ? program : directory.resolve("program.exe");
        List<String> command = new ArrayList<>(runner);
        command.add(made.toString());
        return run(command, false);
    }

    private String run(List<String> command, boolean withErrors) throws IOException, InterruptedException {
        Files.createDirectories(WINE);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(withErrors);
        builder.environment().put("WINEPREFIX", WINE.toString()); // not in the directory: it is written to for a while
        builder.environment().put("WINEDEBUG", "-all");
        Process process = builder.redirectError(
                        withErrors ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Requires that every public constant of these classes is printed by a probe, with its value, and nothing else. */
    void checkConstants(String probe, List<Class<?>> types) throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (Class<?> type : types) {
            for (Field field : type.getFields()) {
                boolean number = field.getType() == int.class || field.getType() == long.class;
                if (number && Modifier.isStatic(field.getModifiers())) {
                    ours.put(type.getSimpleName() + "." + field.getName(), field.getLong(null));
                }
            }
        }
        Map<String, Long> theirs = compileAndRun(Path.of("..", "native", "probes", probe))
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Long.valueOf(parts[1])));
        assertThat(ours).isEqualTo(theirs).hasSizeGreaterThan(60);
    }

    /** Requires that headers declare functions so, and that ours have the same widths. */
    void checkSignatures(String includes, Map<String, String> headers, List<Class<?>> ours) throws Exception {
        StringBuilder source = new StringBuilder(includes)
                .append(
                        "#define SAME(f, type) _Static_assert(__builtin_types_compatible_p(__typeof__(f), type), #f);\n")
                .append("int main(void) {\n");
        headers.forEach((name, type) -> {
            source.append("    SAME(")
                    .append(name)
                    .append(", __typeof__(")
                    .append(type)
                    .append("))\n");
            assertThat(widthsOf(name, ours)).as(name).isEqualTo(widths(type));
        });
        compileAndRun(Files.writeString(directory.resolve("signatures.c"), source.append("    return 0;\n}\n")));
    }

    /** Bytes of the result and of each parameter of a C type, without what is variadic. */
    static List<Integer> widths(String type) {
        String[] parts = type.replace(")", "").split(" ?[(]", 2);
        Stream<String> parameters = Arrays.stream(parts[1].split(", ", -1))
                .filter(parameter -> !parameter.equals("void") && !parameter.equals("..."));
        return Stream.concat(Stream.of(parts[0]), parameters)
                .map(each -> width(each))
                .toList();
    }

    private static int width(String type) {
        boolean pointer = type.contains("*") || type.matches("ssize_t|size_t|nfds_t|HANDLE|ULONG_PTR|LP.*|P[A-Z_]*");
        boolean wide =
                type.matches(".*Ref|CFIndex|CFTimeInterval|FSEventStreamEventId|FSEventStreamCallback|dispatch_.*_t")
                        || type.matches("uint64_t|unsigned long");
        return pointer || wide ? 8 : type.matches("BOOLEAN|Boolean") ? 1 : type.equals("void") ? 0 : 4;
    }

    /** Bytes of what stands for a C type. */
    static int width(Class<?> type) {
        return type == long.class || type == double.class ? 8 : type == byte.class ? 1 : type == void.class ? 0 : 4;
    }

    private static List<Integer> widthsOf(String name, List<Class<?>> ours) {
        Method method = ours.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("we do not call " + name));
        return Stream.concat(Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()))
                .map(AbiProbe::width)
                .toList();
    }
}
