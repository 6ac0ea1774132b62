package io.github.fswire.calls;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Our numbers, layouts and signatures for macOS: on a Mac against its headers, on Linux against those of the stand-in. */
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
            entry("close", "int (int)"),
            entry("read", "ssize_t (int, void *, size_t)"),
            entry("getattrlistbulk", "int (int, void *, void *, size_t, uint64_t)"),
            entry("getattrlistat", "int (int, const char *, void *, void *, size_t, unsigned long)"),
            entry("fgetattrlist", "int (int, void *, void *, size_t, unsigned int)"),
            entry("fstatfs", "int (int, struct statfs *)"),
            entry("getrlimit", "int (int, struct rlimit *)"));

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

    /** Not initialised: its functions are bound on macOS only. */
    private static Class<?> nested(String name) {
        try {
            return Class.forName(JnaMacCalls.class.getName() + "$" + name, false, JnaMacCalls.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
