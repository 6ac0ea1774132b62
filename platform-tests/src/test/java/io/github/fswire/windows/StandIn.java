package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.StandInSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code native/standin/windows}, compiled once for a virtual machine, and its script. */
final class StandIn {
    private static final String PROPERTY = "fswire.kernel32";
    private static @Nullable NativeLibrary library; // once it is built

    private StandIn() {}

    /** Compiles it; skips the test where there is no compiler. */
    static void build() throws IOException, InterruptedException {
        if (library == null) {
            Path directory =
                    Files.createDirectories(Path.of("target", Lane.name()).toAbsolutePath());
            Path file = Files.createTempFile(directory, "kernel32-", ".so"); // other processes may have theirs mapped
            file.toFile().deleteOnExit();
            List<String> command = StandInSources.compiler("windows", file);
            Process compiler;
            try {
                compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException e) {
                assumeTrue(false, "gcc is not installed");
                return;
            }
            String output =
                    new String(compiler.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(compiler.waitFor()).as(output).isZero();
            library = NativeLibrary.getInstance(file.toString());
        }
    }

    private static NativeLibrary built() {
        return Objects.requireNonNull(library, "not built");
    }

    /** From now on it stands in for Windows; it must have been built. */
    static void use() {
        System.setProperty(PROPERTY, built().getFile().getPath());
        call("standin_reset");
    }

    /** This is Linux again. */
    static void leave() {
        System.clearProperty(PROPERTY);
    }

    private static int call(String function, Object... arguments) {
        return built().getFunction(function).invokeInt(arguments);
    }

    /** What the next read of the watch with this number brings; {@code claimed} is the number of bytes that it claims. */
    static void bring(long watch, int status, byte[] records, int claimed) {
        try (Memory memory = new Memory(Math.max(1, records.length))) {
            memory.write(0, records, 0, records.length);
            call("standin_bring", watch, status, memory, records.length, claimed);
        }
    }

    /** The same of records. */
    static void bring(long watch, Records records) {
        bring(watch, 0, records.toBytes(), records.toBytes().length);
    }

    /** After {@code after} calls of a function the next {@code count} fail. */
    static void fail(String function, int error, int after, int count) {
        call("standin_fail", function, error, after, count);
    }

    static void largestBuffer(int bytes) {
        call("standin_largest", bytes);
    }

    /** Reads are taken but complete with this status, if their buffers are larger or their records extended and not known. */
    static void refuse(int status, int largestBuffer, boolean extendedKnown) {
        call("standin_refuse", status, largestBuffer, extendedKnown ? 1 : 0);
    }

    /** Whether listings have the ids of entries, as handles do. */
    static void numbered(boolean on) {
        call("standin_numbered", on ? 1 : 0);
    }

    /** Whether nobody gets an answer who opens something by its path. */
    static void stall(boolean on) {
        call("standin_stall", on ? 1 : 0);
    }

    /** Whether handles are of another machine's files, and the type of every drive. */
    static void remote(boolean byHandle, int driveType) {
        call("standin_remote", byHandle ? 1 : 0, driveType);
    }

    /** Directories are reparse points with this tag; 0: none are. */
    static void tag(int tag) {
        call("standin_tag", tag);
    }

    /** An entry has a short name as well. */
    static void alias(String shortName, String longName) {
        call("standin_alias", shortName, longName);
    }

    /** How many reads were asked for. */
    static int reads() {
        return call("standin_reads");
    }

    static void extendedRecords(boolean known) {
        call("standin_extended", known ? 1 : 0);
    }

    /** Whether cancelled reads do not complete; when that ends, their buffers are written to. */
    static void late(boolean on) {
        call("standin_late", on ? 1 : 0);
    }

    /** How many reads are pending. */
    static int pending() {
        return call("standin_pending");
    }

    static int handles() {
        return call("standin_handles");
    }
}
