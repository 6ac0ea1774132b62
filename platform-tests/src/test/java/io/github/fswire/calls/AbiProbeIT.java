package io.github.fswire.calls;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Our numbers, layouts and signatures for Linux against its headers. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class AbiProbeIT {
    private static final String INCLUDES = """
            #define _GNU_SOURCE
            #include <dirent.h>
            #include <poll.h>
            #include <sys/eventfd.h>
            #include <sys/inotify.h>
            #include <sys/stat.h>
            #include <sys/vfs.h>
            #include <unistd.h>
            """;

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

    private AbiProbe probe;

    @BeforeEach
    void findCompiler() throws InterruptedException {
        probe = new AbiProbe(directory, "gcc");
        probe.assumeInstalled();
    }

    @Test
    void everyConstantIsWhatTheHeadersSayAndEveryOneIsChecked() throws Exception {
        probe.checkConstants("linux.c", List.of(Errno.class, Inotify.class, Fcntl.class, Statx.class));
    }

    @Test
    void everySignatureHasTheHeadersWidths() throws Exception {
        probe.checkSignatures(INCLUDES, HEADERS, List.of(LinuxCalls.class));
    }
}
