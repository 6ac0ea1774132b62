package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.cli.Limits.Limit;
import io.github.fswire.platform.Platform;
import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private final World world = new World();

    @TempDir
    private Path directory;

    private static Diagnosis diagnosis(@Nullable String backend, long unreadable, String... problems) {
        return new Diagnosis(
                "Linux",
                "JDK 25",
                "UTF-8",
                List.of(new Diagnosis.Backend("inotify", null), new Diagnosis.Backend("other", "it is not there")),
                backend,
                backend == null ? null : "ffm",
                "linux",
                Samples.BROKEN,
                new Platform.Mount("ext4", true, "it is local"),
                1234,
                unreadable,
                List.of(
                        new Limit("fs.inotify.max_user_watches", 8192, OptionalLong.of(1000), "watches"),
                        new Limit("RLIMIT_NOFILE", Long.MAX_VALUE, OptionalLong.empty(), "files")),
                List.of(problems),
                problems.length == 0 ? List.of() : List.of("sudo this", "sudo that"));
    }

    private String printed(Diagnosis diagnosis, boolean json) {
        LineStream out = new LineStream(world.out, false, true, StandardCharsets.UTF_8);
        DoctorOutput.print(diagnosis, json, out);
        out.flush();
        return world.out.text();
    }

    @Test
    void peopleGetATable() {
        assertThat(printed(diagnosis("inotify", 0), false)).isEqualTo("""
                        system            Linux
                        JDK               JDK 25
                        file names        UTF-8 in this JVM; handled as bytes
                        backend inotify   chosen: the first that can be used here
                        backend other     not available: it is not there
                        binding           ffm (java.lang.foreign)
                        scanner           linux
                        directory         /r/x\\xFFy
                        file system       ext4: it is local
                        directories       1,234
                        limits            1,000 of 8,192 used: watches (fs.inotify.max_user_watches)
                                          unlimited: files (RLIMIT_NOFILE)
                        verdict           all is well: the limits suffice for this directory
                        """);
    }

    @Test
    void problemsAndRemediesComeLast() {
        assertThat(printed(diagnosis(null, 5, "too\nfew", "too slow"), false))
                .contains("binding           none\n", "directories       1,234, 5 of them cannot be read\n")
                .endsWith("""
                        verdict           too\\nfew
                                          too slow
                        do                sudo this
                                          sudo that
                        """);
    }

    @Test
    void programsGetAnObject() {
        assertThat(printed(diagnosis("inotify", 5), true)).isEqualTo("""
                        {"system":"Linux","jdk":"JDK 25","fileNames":"UTF-8",\
                        "backends":[{"name":"inotify","available":true},\
                        {"name":"other","available":false,"reason":"it is not there"}],\
                        "backend":"inotify","binding":"ffm","scanner":"linux",\
                        "path":"/r/x\\\\xFFy","pathBytes":"L3IveP95",\
                        "fileSystem":"ext4","eventsReliable":true,"fileSystemReason":"it is local",\
                        "directories":1234,"unreadable":5,\
                        "limits":[{"name":"fs.inotify.max_user_watches","value":8192,"used":1000},\
                        {"name":"RLIMIT_NOFILE","value":9223372036854775807}],\
                        "sufficient":true,"problems":[],"remedies":[]}
                        """);
    }

    @Test
    void programsGetProblemsToo() {
        assertThat(printed(diagnosis(null, 0, "too few"), true))
                .contains("\"backend\":null,\"binding\":null,")
                .endsWith(
                        "\"sufficient\":false,\"problems\":[\"too few\"],\"remedies\":[\"sudo this\",\"sudo that\"]}\n");
    }

    @Test
    void aDirectoryThatIsRefusedIsAProblem() {
        List<String> problems = new ArrayList<>();
        assertThat(Diagnosis.binding(new FakeBackend(), NativeName.of(directory), problems))
                .isEqualTo("none");
        assertThat(problems).isEmpty();
        FakeBackend backend = new FakeBackend();
        assertThat(Diagnosis.binding(backend, FakeBackend.MISSING, problems)).isEqualTo("none");
        assertThat(problems)
                .containsExactly("the directory cannot be watched: " + FakeBackend.MISSING
                        + ": watch: ENOENT (2). It is missing.");
        assertThat(backend.closed).isTrue();
    }

    @Test
    void directoriesAreCountedAndLinksAreNotFollowed() throws IOException {
        Files.createDirectories(directory.resolve("a/b"));
        Files.createDirectories(directory.resolve("c"));
        Files.writeString(directory.resolve("a/file"), "");
        Files.createSymbolicLink(directory.resolve("c/link"), directory);
        assertThat(DirectoryCount.below(directory)).isEqualTo(new DirectoryCount(4, 0));
    }

    @Test
    void aPlaceWithNothingIsOneLineAndOne() {
        assertThat(world.run("doctor", directory.resolve("none").toString())).isEqualTo(1);
        assertThat(world.err.text())
                .isEqualTo("fswire: " + NativeName.of(directory.resolve("none")) + " does not exist\n");
    }

    /** A user who is no administrator may not search a directory without permissions. */
    @Test
    void G4_aPlaceThatCannotBeReachedIsNotCalledMissing() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        Path below = file.resolve("below");
        assertThat(world.run("doctor", below.toString())).isEqualTo(1);
        assertThat(world.err.text())
                .startsWith("fswire: " + NativeName.of(below) + " ")
                .containsAnyOf("cannot be reached: ", "does not exist") // Windows calls it missing
                .hasLineCount(1);
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "there are no modes");
        Path locked = Files.createDirectories(directory.resolve("locked/in"));
        Files.setPosixFilePermissions(locked.getParent(), Set.of());
        try {
            assumeFalse(Files.exists(locked), "an administrator may search everything");
            assertThat(world.run("doctor", locked.toString())).isEqualTo(1);
            assertThat(world.err.text()).contains("cannot be reached: this user may not search a directory above it");
        } finally {
            Files.setPosixFilePermissions(locked.getParent(), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void G4_whatALinkLeadsToIsCounted() throws IOException {
        Path target = Files.createDirectories(directory.resolve("target"));
        Files.createDirectories(target.resolve("a/b"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        assertThat(Diagnosis.of(link).directories()).isEqualTo(3);
    }

    @Test
    void aFileIsJudgedByTheDirectoryThatItIsIn() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        Files.createDirectories(directory.resolve("a/b"));
        Diagnosis diagnosis = Diagnosis.of(file);
        assertThat(diagnosis.directory()).isEqualTo(NativeName.of(file));
        assertThat(diagnosis.directories()).isEqualTo(1);
        assertThat(diagnosis.mount()).isEqualTo(Diagnosis.of(directory).mount());
        assertThat(diagnosis.problems()).isEmpty();
        assertThat(world.run("doctor", file.toString())).isZero();
        assertThat(world.err.text()).isEmpty();
    }

    @Test
    void aLinkThatLeadsNowhereIsJudgedAsAFile() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("none"));
        assertThat(Diagnosis.of(link).directories()).isEqualTo(1);
        assertThat(Diagnosis.of(link).problems())
                .containsExactly("the link leads nowhere: only watch --wait waits until it leads somewhere");
        assertThat(world.run("doctor", link.toString())).isZero();
    }
}
