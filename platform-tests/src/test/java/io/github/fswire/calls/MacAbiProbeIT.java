package io.github.fswire.calls;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Lane;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Our numbers, layouts and signatures for macOS: on a Mac against its headers, on Linux against those of the stand-in. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC})
class MacAbiProbeIT {
    private static final Path PROBE =
            Path.of("..", "native", "probes", "macos.h").toAbsolutePath().normalize();

    /** How the headers declare what the binding calls. */
    private static final Map<String, String> HEADERS = Map.ofEntries(
            entry("CFStringCreateWithCString", "CFStringRef (CFAllocatorRef, const char *, CFStringEncoding)"),
            entry("CFStringGetCString", "Boolean (CFStringRef, char *, CFIndex, CFStringEncoding)"),
            entry("CFArrayCreate", "CFArrayRef (CFAllocatorRef, const void **, CFIndex, const CFArrayCallBacks *)"),
            entry("CFUUIDCreateString", "CFStringRef (CFAllocatorRef, CFUUIDRef)"),
            entry("CFRelease", "void (CFTypeRef)"),
            entry(
                    "FSEventStreamCreate",
                    "FSEventStreamRef (CFAllocatorRef, FSEventStreamCallback, FSEventStreamContext *, CFArrayRef,"
                            + " FSEventStreamEventId, CFTimeInterval, FSEventStreamCreateFlags)"),
            entry("FSEventStreamSetDispatchQueue", "void (FSEventStreamRef, dispatch_queue_t)"),
            entry("FSEventStreamStart", "Boolean (FSEventStreamRef)"),
            entry("FSEventStreamStop", "void (FSEventStreamRef)"),
            entry("FSEventStreamInvalidate", "void (FSEventStreamRef)"),
            entry("FSEventStreamRelease", "void (FSEventStreamRef)"),
            entry("FSEventsGetCurrentEventId", "FSEventStreamEventId (void)"),
            entry("FSEventsCopyUUIDForDevice", "CFUUIDRef (dev_t)"),
            entry("dispatch_queue_create", "dispatch_queue_t (const char *, dispatch_queue_attr_t)"),
            entry("dispatch_sync_f", "void (dispatch_queue_t, void *, dispatch_function_t)"),
            entry("dispatch_release", "void (dispatch_object_t)"),
            entry("openat", "int (int, const char *, int, ...)"),
            entry("close", "int (int)"),
            entry("read", "ssize_t (int, void *, size_t)"),
            entry("getattrlistbulk", "int (int, void *, void *, size_t, uint64_t)"),
            entry("getattrlistat", "int (int, const char *, void *, void *, size_t, unsigned long)"),
            entry("fgetattrlist", "int (int, void *, void *, size_t, unsigned int)"),
            entry("fstatfs", "int (int, struct statfs *)"),
            entry("getrlimit", "int (int, struct rlimit *)"));

    private static final String CALLBACK = "void (ConstFSEventStreamRef, void *, size_t, void *,"
            + " const FSEventStreamEventFlags *, const FSEventStreamEventId *)";

    @TempDir
    Path directory;

    private AbiProbe probe;

    @BeforeEach
    void findCompiler() throws InterruptedException {
        probe = new AbiProbe(directory, OS.MAC.isCurrentOs() ? "clang" : "gcc");
        probe.assumeInstalled();
    }

    @Test
    void everyConstantIsWhatTheHeadersSayAndEveryOneIsChecked() throws Exception {
        probe.checkConstants("macos.c", List.of(FsEvents.class, MacFile.class, MacErrno.class));
    }

    @Test
    void everySignatureHasTheHeadersWidths() throws Exception {
        List<Class<?>> bound = Stream.of("CoreFoundation", "CoreServices", "Dispatch", "LibSystem")
                .<Class<?>>map(MacAbiProbeIT::nested)
                .toList();
        probe.checkSignatures("#include \"" + PROBE + "\"\n", HEADERS, bound);
    }

    @Test
    void theCallbackHasTheHeadersWidths() throws Exception {
        String include = "#include \"" + PROBE + "\"\n";
        probe.checkSignatures(
                include + "#define invoke (*(FSEventStreamCallback) 0)\n",
                Map.of("invoke", CALLBACK),
                List.of(nested("EventsCallback")));
    }

    /** What java.lang.foreign links, where it can: only an older JVM has not got it. */
    @Test
    void everyFunctionIsLinkedWithTheHeadersWidths() throws Exception {
        assumeTrue(Lane.MACOS && Lane.expectedBinding().equals("ffm"), "nothing to link, or not by this lane");
        Map<String, List<Integer>> linked = new TreeMap<>();
        Class<?> calls = Class.forName("io.github.fswire.calls.FfmMacCalls");
        for (Class<?> function : calls.getDeclaredClasses()) {
            for (Field field : function.getDeclaredFields()) {
                if (field.getType() == MethodHandle.class) {
                    field.setAccessible(true);
                    MethodType type = ((MethodHandle) field.get(null)).type();
                    linked.put(plain(function.getSimpleName()), widths(type.dropParameterTypes(0, 1))); // errno
                }
            }
        }
        Map<String, List<Integer>> declared = new TreeMap<>();
        HEADERS.forEach((name, type) -> declared.put(plain(name), AbiProbe.widths(type)));
        assertThat(linked).isEqualTo(declared);
        Method events = Stream.of(
                        Class.forName("io.github.fswire.calls.FfmUpcall").getDeclaredMethods())
                .filter(method -> method.getName().equals("events") && method.getParameterCount() > 0)
                .findFirst()
                .orElseThrow();
        assertThat(widths(MethodType.methodType(events.getReturnType(), events.getParameterTypes())))
                .isEqualTo(AbiProbe.widths(CALLBACK));
    }

    /** A function's name and that of the class that links it are spelled differently. */
    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static List<Integer> widths(MethodType type) {
        return Stream.concat(Stream.of(type.returnType()), type.parameterList().stream())
                .map(AbiProbe::width)
                .toList();
    }

    /** Not initialised: its functions are bound on macOS only. */
    private static Class<?> nested(String name) {
        try {
            return Class.forName(JnaMacCalls.class.getName() + "$" + name, false, JnaMacCalls.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
