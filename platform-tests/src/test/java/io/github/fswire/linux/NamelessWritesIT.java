package io.github.fswire.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are written through a descriptor whose name is none of those that they have in the tree: the watches of directories
 * report nothing of that.
 */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class NamelessWritesIT {
    @AutoClose
    private Workspace workspace;

    private Path root;
    private Path outside;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        outside = Files.createDirectories(root.resolveSibling("outside"));
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/log"), "1");
        Files.createLink(root.resolve("a/b/log.1"), root.resolve("a/log"));
    }

    private Trial start() throws IOException {
        return Trial.start(workspace);
    }

    private static FileChannel append(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void write(FileChannel channel, int times, Trial trial) throws Exception {
        for (int i = 0; i < times; i++) {
            channel.write(ByteBuffer.wrap("more".getBytes(UTF_8)));
            trial.assertConverged();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "a", "../outside"})
    void G5_aFileFromTmpfileIsDeliveredAfterItGotItsName(String directory) throws Exception {
        try (Trial trial = start();
                Descriptor file = Descriptor.withoutName(root.resolve(directory))) {
            file.write("before");
            file.link(root.resolve("a/f"));
            file.write("at once");
            trial.assertConverged();
            file.write("after that");
            trial.assertConverged();
            file.chmod(0640);
            trial.assertConverged();
            file.link(root.resolve("a/b/g"));
            file.write("under two names");
            trial.assertConverged();
            Files.move(root.resolve("a/b/g"), root.resolve("h"));
            Files.delete(root.resolve("a/f"));
            file.write("under another one");
            trial.assertConverged();
            file.write("and again");
            trial.assertConverged();
        }
    }

    @Test
    void G1_itIsDeliveredWithoutASync() throws Exception {
        try (Trial trial = start()) {
            try (Descriptor file = Descriptor.withoutName(root)) {
                file.link(root.resolve("f"));
                trial.assertConverged();
                file.write("after that");
            }
            Eventually.await().until(() -> bytes(trial, "f") == "after that".length());
        }
    }

    @Test
    void itIsRenamedOverAnotherOne() throws Exception {
        try (Trial trial = start();
                Descriptor file = Descriptor.withoutName(root)) {
            file.link(root.resolve("f~"));
            Files.move(root.resolve("f~"), root.resolve("a/log"), StandardCopyOption.REPLACE_EXISTING);
            trial.assertConverged();
            file.write("after that");
            trial.assertConverged();
        }
    }

    @Test
    void itIsInADirectoryThatIsNew() throws Exception {
        try (Trial trial = start()) {
            for (int i = 0; i < 100; i++) {
                Path directory = Files.createDirectory(root.resolve("d" + i));
                try (Descriptor file = Descriptor.withoutName(directory)) {
                    file.link(directory.resolve("f"));
                    if (i % 2 == 0) {
                        trial.assertConverged();
                    }
                    file.write("after that");
                }
                trial.assertConverged();
            }
        }
    }

    @Test
    void theNameIsRemovedByWhichAFileIsOpen() throws Exception {
        try (FileChannel log = append(root.resolve("a/log"));
                Trial trial = start()) {
            write(log, 2, trial);
            Files.delete(root.resolve("a/log"));
            write(log, 2, trial);
            Files.createLink(root.resolve("a/log"), root.resolve("a/b/log.1"));
            write(log, 2, trial);
        }
    }

    @Test
    void anotherFileIsMovedToTheNameByWhichOneIsOpen() throws Exception {
        try (FileChannel log = append(root.resolve("a/log"));
                Trial trial = start()) {
            Files.writeString(root.resolve("a/log.new"), "");
            Files.move(root.resolve("a/log.new"), root.resolve("a/log"), StandardCopyOption.REPLACE_EXISTING);
            write(log, 3, trial);
        }
    }

    @Test
    void aFileGetsAnotherNameAndLosesTheOneByWhichItIsOpenBeforeItIsInspected() throws Exception {
        try (Trial trial = start()) {
            try (FileChannel file = append(root.resolve("tmp"))) {
                Files.createLink(root.resolve("a/new"), root.resolve("tmp"));
                Files.delete(root.resolve("tmp"));
                write(file, 3, trial);
            }
            trial.assertConverged();
        }
    }

    @Test
    void aFileWithANameOutsideIsWrittenThroughThatOne() throws Exception {
        try (FileChannel file = append(outside.resolve("o"));
                Trial trial = start()) {
            Files.createLink(root.resolve("f"), outside.resolve("o"));
            write(file, 3, trial);
        }
    }

    @Test
    void aFileThatSettlesIsDeliveredWhenItHasRested() throws Exception {
        UnaryOperator<io.github.fswire.watch.WatchOptions.Builder> settle =
                options -> options.settle(Duration.ofMillis(50));
        try (Trial trial = Trial.start(workspace, settle, MirrorListener.Mood.GOOD)) {
            try (Descriptor file = Descriptor.withoutName(root)) {
                file.link(root.resolve("f"));
                Eventually.await().until(() -> bytes(trial, "f") == 0);
                file.write("after that");
                Eventually.await().until(() -> bytes(trial, "f") == "after that".length());
            }
        }
    }

    private static long bytes(Trial trial, String name) {
        TreeSnapshot.Entry entry = trial.listener().snapshot().entries().get(NativeName.of(name));
        return entry == null ? -1 : entry.bytes();
    }

    @Test
    void theFilesOwnWatchReportsWhatTheWatchOfItsDirectoryDoesNot() throws Exception {
        try (Recorder recorder = new Recorder();
                Descriptor file = Descriptor.withoutName(root)) {
            recorder.session.watch(root, "d");
            file.write("before");
            file.link(root.resolve("f"));
            assertThat(recorder.reported()).containsExactly("d CREATE f");
            file.write("after that");
            assertThat(recorder.reported()).isEqualTo(List.of());
            recorder.session.watchFile(NativeName.of(root.resolve("f")), "f");
            file.write("after that");
            assertThat(recorder.reported()).containsExactly("f MODIFY");
        }
    }
}
