package io.github.fswire.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.RawBackends;
import io.github.fswire.jar.ForeignCalls;
import io.github.fswire.kit.Progress;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our numbers, layouts and signatures for macOS and for Linux on aarch64 against the headers of those systems, on any machine: {@code
 * mvn verify -Pheaders} gets them.
 */
@Tag("once")
@Tag("slow")
class CompiledHeadersIT {
    private static final Path KOTLIN = Path.of("target", "headers", "kotlin-native-prebuilt-macos-aarch64-2.2.20")
            .toAbsolutePath();

    /** Our names for what has another one there. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("FsEvents.SINCE_NOW", "kFSEventStreamEventIdSinceNow"),
            Map.entry("FsEvents.CONTEXT_SIZEOF", "FSEventStreamContext"),
            Map.entry("FsEvents.CONTEXT_VERSION_OFFSET", "FSEventStreamContext.version"),
            Map.entry("FsEvents.CONTEXT_INFO_OFFSET", "FSEventStreamContext.info"),
            Map.entry("MacFile.TIMESPEC_SIZEOF", "timespec"),
            Map.entry("MacFile.RLIMIT_SIZEOF", "rlimit"),
            Map.entry("Inotify.EVENT_WD_OFFSET", "inotify_event.wd"),
            Map.entry("Inotify.EVENT_MASK_OFFSET", "inotify_event.mask"),
            Map.entry("Inotify.EVENT_COOKIE_OFFSET", "inotify_event.cookie"),
            Map.entry("Inotify.EVENT_LEN_OFFSET", "inotify_event.len"),
            Map.entry("Inotify.EVENT_NAME_OFFSET", "inotify_event"),
            Map.entry("Fcntl.POLLFD_SIZEOF", "pollfd"),
            Map.entry("Fcntl.POLLFD_EVENTS", "pollfd.events"),
            Map.entry("Fcntl.POLLFD_REVENTS", "pollfd.revents"));

    /** What these headers do not have; the probes in {@code native} have them where there is a compiler. */
    private static final Pattern ABSENT_ON_MACOS =
            Pattern.compile("(ATTR|FSOPT_|STATFS_|DIR_MNTSTATUS_|V(REG|DIR|LNK)$|MFSTYPENAMELEN|MNT_LOCAL).*");

    private static final Pattern ABSENT_ON_LINUX =
            Pattern.compile("IN_MASK_CREATE|AT_NO_AUTOMOUNT|AT_EMPTY_PATH|O_PATH|RESOLVE_NO_SYMLINKS|OPEN_HOW_.*");

    @TempDir
    static Path printed;

    private static final CompiledHeaders MACOS = new CompiledHeaders();
    private static final CompiledHeaders LINUX = new CompiledHeaders();

    @BeforeAll
    static void print() throws Exception {
        assumeTrue(Files.isDirectory(KOTLIN), "the headers are not in " + KOTLIN + ": -Pheaders gets them");
        for (String library : List.of("CoreServices", "CoreFoundation", "CoreFoundationBase", "posix", "darwin")) {
            MACOS.read(print("macos_arm64", library));
        }
        for (String library : List.of("linux", "posix")) {
            LINUX.read(print("linux_arm64", library));
        }
    }

    private static Path print(String system, String library) throws Exception {
        Path output = printed.resolve(system + "-" + library);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dkonan.home=" + KOTLIN));
        command.addAll(List.of("-cp", KOTLIN.resolve("konan/lib") + "/*"));
        command.addAll(List.of("org.jetbrains.kotlin.cli.utilities.MainKt", "klib", "dump-metadata"));
        command.add(KOTLIN.resolve("klib/platform")
                .resolve(system)
                .resolve("org.jetbrains.kotlin.native.platform." + library)
                .toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(printed.resolve("errors").toFile())
                .start();
        int waits = 0;
        while (!process.waitFor(10, TimeUnit.SECONDS)) {
            assertThat(waits++).as(command.toString()).isLessThan(60);
            Progress.mark();
        }
        assertThat(process.exitValue())
                .as(Files.readString(printed.resolve("errors")))
                .isZero();
        return output;
    }

    @Test
    void everyNumberOfMacos() throws Exception {
        compare(MACOS, List.of(FsEvents.class, MacFile.class, MacErrno.class), ABSENT_ON_MACOS, 60);
    }

    /** Some numbers depend on the processor, so the classes are loaded once more where that seems to be another one. */
    @Test
    void everyNumberOfLinuxOnAarch64() throws Exception {
        URL library = RawBackends.class.getProtectionDomain().getCodeSource().getLocation();
        String processor = System.setProperty("os.arch", "aarch64");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {library}, null)) {
            List<Class<?>> classes = new ArrayList<>();
            for (Class<?> type : List.of(Inotify.class, Fcntl.class, Errno.class)) {
                classes.add(Class.forName(type.getName(), true, loader));
            }
            compare(LINUX, classes, ABSENT_ON_LINUX, 65);
        } finally {
            System.setProperty("os.arch", processor);
        }
    }

    private static void compare(CompiledHeaders headers, List<Class<?>> classes, Pattern absent, int atLeast)
            throws Exception {
        int compared = 0;
        Set<String> missing = new TreeSet<>();
        for (Class<?> type : classes) {
            for (Field field : type.getFields()) {
                if (field.getType() != int.class && field.getType() != long.class) {
                    continue;
                }
                String name = type.getSimpleName() + "." + field.getName();
                Long theirs = headers.constants.get(NAMES.getOrDefault(name, field.getName()));
                if (theirs == null) {
                    missing.add(field.getName());
                } else {
                    long ours = field.getLong(null);
                    boolean narrow = field.getType() == int.class; // of 32 bits, with a sign or without
                    assertThat(narrow ? (int) ours : ours).as(name).isEqualTo(narrow ? theirs.intValue() : theirs);
                    compared++;
                }
            }
        }
        assertThat(missing).allMatch(name -> absent.matcher(name).matches());
        assertThat(compared).isGreaterThanOrEqualTo(atLeast);
    }

    @Test
    void everyFunctionOfMacos() throws Exception {
        compareFunctions(
                MACOS,
                "MacCalls",
                List.of("CoreFoundation", "CoreServices", "Dispatch", "LibSystem"),
                Set.of("openat", "fstatfs"));
    }

    @Test
    void everyFunctionOfLinuxOnAarch64() throws Exception {
        compareFunctions(LINUX, "LinuxCalls", List.of("C", "Getdents64", "Statx"), Set.of("getdents64", "statx"));
    }

    private static void compareFunctions(CompiledHeaders headers, String binding, List<String> jna, Set<String> absent)
            throws Exception {
        Map<String, List<Integer>> byJna = new TreeMap<>();
        for (String nested : jna) {
            Class<?> type = Class.forName(
                    "io.github.fswire.calls.Jna" + binding + "$" + nested, false, AbiProbe.class.getClassLoader());
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isNative(method.getModifiers())) {
                    byJna.put(method.getName(), widths(method));
                }
            }
        }
        Map<String, String> byForeign = new TreeMap<>();
        ForeignCalls.all().downcalls().forEach((name, descriptor) -> {
            if (name.startsWith("Ffm" + binding + ".")) {
                byForeign.put(name.replaceAll(".*\\.|\\$INODE64", ""), descriptor);
            }
        });
        assertThat(byForeign.keySet()).isEqualTo(byJna.keySet());
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, List<Integer>> ours : byJna.entrySet()) {
            CompiledHeaders.Signature theirs = headers.functions.get(ours.getKey());
            if (theirs == null) {
                missing.add(ours.getKey());
                continue;
            }
            String foreign = byForeign.getOrDefault(ours.getKey(), "");
            int fixed = theirs.widths().size();
            for (List<Integer> widths : List.of(ours.getValue(), widths(foreign))) {
                assertThat(theirs.variadic() ? widths.subList(0, fixed) : widths)
                        .as(ours.getKey())
                        .isEqualTo(theirs.widths());
            }
            assertThat(foreign.contains("FirstVariadicArg[index=" + (fixed - 1) + "]"))
                    .as(ours.getKey() + " is variadic")
                    .isEqualTo(theirs.variadic());
        }
        assertThat(missing).isEqualTo(absent);
    }

    private static List<Integer> widths(Method method) {
        return Stream.concat(Stream.of(method.getReturnType()), Stream.of(method.getParameterTypes()))
                .map(AbiProbe::width)
                .toList();
    }

    /** Of a descriptor as the JDK prints it, such as {@code (i4j8)v}. */
    private static List<Integer> widths(String descriptor) {
        List<Integer> widths = new ArrayList<>(Pattern.compile("[a-z](\\d)")
                .matcher(descriptor.replaceAll("\\).*", ""))
                .results()
                .map((MatchResult layout) -> Integer.valueOf(layout.group(1)))
                .toList());
        String result = descriptor.replaceAll("\\(.*\\)| .*", "");
        widths.add(0, result.equals("v") ? 0 : Integer.parseInt(result.substring(1)));
        return widths;
    }
}
