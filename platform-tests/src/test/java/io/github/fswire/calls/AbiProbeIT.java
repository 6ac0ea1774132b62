package io.github.fswire.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Our numbers, layouts and signatures against this system's headers, by its own compiler. */
@EnabledOnOs(OS.LINUX)
class AbiProbeIT {
    private static final List<Class<?>> CONSTANTS = List.of(Errno.class, Inotify.class, Fcntl.class, Statx.class);

    /** How the headers declare what {@link LinuxCalls} makes of it: pointers are 64 bits and so is our long. */
    private static final Map<String, String> HEADERS = Map.of(
            "inotify_init1", "int (int)",
            "inotify_add_watch", "int (int, const char *, unsigned)",
            "inotify_rm_watch", "int (int, int)",
            "eventfd", "int (unsigned, int)",
            "poll", "int (struct pollfd *, nfds_t, int)",
            "read", "ssize_t (int, void *, size_t)",
            "write", "ssize_t (int, const void *, size_t)",
            "getdents64", "ssize_t (int, void *, size_t)",
            "statx", "int (int, const char *, int, unsigned, struct statx *)",
            "fstatfs", "int (int, struct statfs *)");

    @TempDir
    Path directory;

    private String compileAndRun(Path source) throws IOException, InterruptedException {
        Path program = directory.resolve("program");
        run(List.of("gcc", "-Werror", "-o", program.toString(), source.toString()));
        return run(List.of(program.toString()));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void assumeCompiler() throws InterruptedException {
        boolean found;
        try {
            found = new ProcessBuilder("gcc", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            found = false; // the answer
        }
        assumeTrue(found, "gcc is not installed");
    }

    @Test
    void everyConstantIsWhatTheHeadersSayAndEveryOneIsChecked() throws Exception {
        assumeCompiler();
        Map<String, Integer> ours = new TreeMap<>();
        for (Class<?> type : CONSTANTS) {
            for (Field field : type.getFields()) {
                if (field.getType() == int.class && Modifier.isStatic(field.getModifiers())) {
                    ours.put(type.getSimpleName() + "." + field.getName(), field.getInt(null));
                }
            }
        }
        Map<String, Integer> theirs = compileAndRun(Path.of("..", "native", "probes", "linux.c"))
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Integer.valueOf(parts[1])));
        assertThat(ours).isEqualTo(theirs).hasSizeGreaterThan(60);
    }

    @Test
    void everySignatureHasTheHeadersWidths() throws Exception {
        assumeCompiler();
        StringBuilder source = new StringBuilder("""
                #define _GNU_SOURCE
                #include <dirent.h>
                #include <poll.h>
                #include <sys/eventfd.h>
                #include <sys/inotify.h>
                #include <sys/stat.h>
                #include <sys/vfs.h>
                #include <unistd.h>
                #define SAME(f, type) _Static_assert(__builtin_types_compatible_p(__typeof__(f), type), #f)
                int main(void) {
                """);
        HEADERS.forEach((name, type) -> {
            source.append("    SAME(")
                    .append(name)
                    .append(", __typeof__(")
                    .append(type)
                    .append("));\n");
            assertThat(widths(type)).as(name).isEqualTo(widthsOf(name));
        });
        Path file = Files.writeString(directory.resolve("signatures.c"), source.append("    return 0;\n}\n"));
        compileAndRun(file);
    }

    /** Bytes of the result and of each parameter of a C type. */
    private static List<Integer> widths(String type) {
        String[] parts = type.replace(")", "").split(" ?[(]", 2);
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(parts[0]), Arrays.stream(parts[1].split(", ", -1)))
                .map(part -> part.contains("*") || part.matches("ssize_t|size_t|nfds_t") ? 8 : 4)
                .toList();
    }

    private static List<Integer> widthsOf(String name) {
        Method method = Arrays.stream(LinuxCalls.class.getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()))
                .map(type -> type == long.class ? 8 : 4)
                .toList();
    }
}
