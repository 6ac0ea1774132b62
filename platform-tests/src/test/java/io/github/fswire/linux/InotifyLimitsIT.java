package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.UserNamespace;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each refusal of the real kernel becomes an exception that says which call, which code and what to do. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class InotifyLimitsIT {
    private static final String REFUSED = "refused, and then not";

    @AutoClose
    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
    }

    private static <T extends WatchException> T refused(Class<T> type, Recorder recorder, Path path) {
        T refusal = catchThrowableOfType(type, () -> recorder.session.watch(path, null));
        assertThat(refusal).isNotNull();
        assertThat(refusal.operation()).isEqualTo("inotify_add_watch");
        assertThat(refusal.getFile()).isEqualTo(NativeName.of(path).toString());
        assertThat(refusal.advice()).isNotBlank();
        return refusal;
    }

    @Test
    void whatIsNotADirectoryIsRefused() throws Exception {
        Path file = Files.createFile(workspace.root().resolve("f"));
        Path link = Files.createSymbolicLink(workspace.root().resolve("l"), workspace.outside());
        try (Recorder recorder = new Recorder()) {
            assertThat(refused(UnsupportedWatchException.class, recorder, file).symbol())
                    .isEqualTo("ENOTDIR");
            assertThat(refused(UnsupportedWatchException.class, recorder, link).symbol())
                    .isEqualTo("ENOTDIR");
            Path missing = workspace.root().resolve("missing");
            assertThat(refused(RootGoneException.class, recorder, missing).code())
                    .isEqualTo(2);
            Path longOne = workspace.root();
            for (int i = 0; i < 20; i++) {
                longOne = longOne.resolve("x".repeat(250));
            }
            assertThat(refused(UnsupportedWatchException.class, recorder, longOne)
                            .symbol())
                    .isEqualTo("ENAMETOOLONG");
            assertThat(recorder.session.watchCount()).isZero();
        }
    }

    @Test
    void theLimitOfWatchesIsNamedWithItsRemedy() throws Exception {
        assertThat(inside(UserNamespace.withWatches(2), "watches"))
                .contains("inotify_add_watch: ENOSPC (28)", "sudo sysctl user.max_inotify_watches=")
                .endsWith(REFUSED);
    }

    @Test
    void theLimitOfInstancesIsNamedWithItsRemedy() throws Exception {
        assertThat(inside(UserNamespace.withInstances(2), "instances"))
                .contains("inotify_init1: EMFILE (24)", "sudo sysctl user.max_inotify_instances=")
                .endsWith(REFUSED);
    }

    /** What a process says that has limits of its own. */
    private String inside(List<String> namespace, String limit) throws Exception {
        assumeTrue(UserNamespace.isPossible(namespace), "user namespaces are not available");
        namespace.addAll(
                ChildJvm.command(InotifyLimitsIT.class, limit, workspace.root().toString()));
        return ChildJvm.output(namespace);
    }

    /**
     * Uses the limit of 2 up, prints the refusal, and goes on when there is room again.
     *
     * @param arguments {@code watches} or {@code instances}, and a directory
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[1]);
        List<Path> directories = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            directories.add(Files.createDirectory(root.resolve(name)));
        }
        if (arguments[0].equals("watches")) {
            useUpWatches(directories);
        } else {
            useUpInstances();
        }
    }

    private static void useUpWatches(List<Path> directories) throws WatchException {
        try (Recorder recorder = new Recorder()) {
            RawWatch first = recorder.session.watch(directories.get(0), null);
            recorder.session.watch(directories.get(1), null);
            try {
                recorder.session.watch(directories.get(2), null);
            } catch (WatchLimitException e) {
                System.out.println(e.getMessage());
                first.close();
                recorder.session.watch(directories.get(2), null); // there is room again
                System.out.println(REFUSED);
            }
        }
    }

    private static void useUpInstances() throws WatchException {
        List<Recorder> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(new Recorder());
            }
        } catch (WatchLimitException e) {
            System.out.println(e.getMessage());
        }
        open.forEach(Recorder::close);
        new Recorder().close(); // there is room again
        System.out.println(open.size() == 2 ? REFUSED : "opened " + open.size());
    }
}
