package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.SystemLimit;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Each refusal of the real kernel becomes an exception that says which call, which code and what to do. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class InotifyLimitsIT {
    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
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
    @ResourceLock("max_user_watches")
    void theLimitOfWatchesIsNamedWithItsRemedy() throws Exception {
        assumeTrue(SystemLimit.canSet("max_user_watches"), "only root may set the limit");
        Path a = Files.createDirectory(workspace.root().resolve("a"));
        try (Recorder recorder = new Recorder()) {
            recorder.session.watch(workspace.root(), "d");
            WatchLimitException refusal =
                    SystemLimit.during("max_user_watches", 0, () -> refused(WatchLimitException.class, recorder, a));
            assertThat(refusal.getMessage())
                    .contains("ENOSPC (28)", "limit (0)", "sudo sysctl fs.inotify.max_user_watches=");
            recorder.session.watch(a, "a"); // there is room again
            assertThat(recorder.session.watchCount()).isEqualTo(2);
        }
    }

    @Test
    @ResourceLock("max_user_instances")
    void theLimitOfInstancesIsNamedWithItsRemedy() throws Exception {
        assumeTrue(SystemLimit.canSet("max_user_instances"), "only root may set the limit");
        WatchLimitException refusal = SystemLimit.during("max_user_instances", 0, () -> {
            List<Recorder> opened = new ArrayList<>();
            try {
                return catchThrowableOfType(WatchLimitException.class, () -> opened.add(new Recorder()));
            } finally {
                opened.forEach(Recorder::close);
            }
        });
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).contains("inotify_init1: EMFILE (24)", "limit (0)", "max_user_instances=");
    }
}
