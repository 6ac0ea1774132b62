package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.HeldReader;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.ShortQueue;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernel has dropped is signalled all the same. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class RepairIT {
    private static final WatchEvent.Kind<?>[] KINDS = {ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE};

    private final HeldReader reader = new HeldReader();
    private final List<String> events = new ArrayList<>();

    @AutoClose
    private Workspace workspace;

    static LongStream seeds() {
        return Seeds.take(10);
    }

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
    }

    @AfterEach
    void release() {
        reader.release();
    }

    private FswireWatchService service(WatchServiceOptions options, WrappedBackend.Wrapper wrapper) throws IOException {
        return FswireWatchService.open(options.withBackend(WrappedBackend.use(wrapper)));
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(workspace.root().resolve(name));
    }

    /** Adds what has come to the events, and returns whether all of these are among them. */
    private boolean haveCome(WatchService service, String... expected) {
        for (WatchKey key = service.poll(); key != null; key = service.poll()) {
            for (WatchEvent<?> event : key.pollEvents()) {
                Path directory = (Path) key.watchable();
                events.add(event.kind().name().replace("ENTRY_", "") + " " + directory.getFileName() + " "
                        + event.context());
            }
            if (!key.reset()) {
                events.add("END " + key);
            }
        }
        return events.containsAll(List.of(expected));
    }

    /** Runs something while nobody reads the queue, which is full before. */
    private void overflowing(Path filled, Disturbance disturbance) throws Exception {
        try {
            reader.arm();
            Files.createFile(filled.resolve("held"));
            reader.awaitHeld();
            HeldReader.fill(filled);
            disturbance.run();
        } finally {
            reader.release();
        }
    }

    @FunctionalInterface
    private interface Disturbance {
        void run() throws IOException;
    }

    @Test
    void everyKindOfChangeIsFound() throws Exception {
        Path busy = directory("busy");
        Path quiet = directory("quiet");
        Files.createFile(quiet.resolve("old"));
        Files.createFile(quiet.resolve("gone"));
        Files.createDirectory(quiet.resolve("replaced"));
        Files.createDirectory(quiet.resolve("file now"));
        try (FswireWatchService service = service(WatchServiceOptions.DEFAULT, reader)) {
            FswireWatchService.register(busy, service, KINDS);
            FswireWatchService.register(quiet, service, KINDS);
            Files.createDirectory(quiet.resolve("later"));
            Eventually.await().until(() -> haveCome(service, "CREATE quiet later"));
            events.clear(); // that it comes once more is to be seen
            overflowing(busy, () -> {
                Files.writeString(quiet.resolve("old"), "new");
                Files.delete(quiet.resolve("gone"));
                for (String replaced : List.of("replaced", "later")) {
                    Files.move(
                            quiet.resolve(replaced),
                            workspace.outside().resolve(replaced)); // so that its number stays in use
                    Files.createDirectory(quiet.resolve(replaced));
                }
                Files.delete(quiet.resolve("file now"));
                Files.createFile(quiet.resolve("file now"));
                Files.createFile(quiet.resolve("new"));
            });
            Eventually.await()
                    .until(() -> haveCome(
                            service,
                            "MODIFY quiet old",
                            "DELETE quiet gone",
                            "DELETE quiet replaced",
                            "CREATE quiet replaced",
                            "DELETE quiet later",
                            "CREATE quiet later",
                            "DELETE quiet file now",
                            "CREATE quiet file now",
                            "CREATE quiet new"));
            assertThat(events).noneMatch(event -> event.startsWith("OVERFLOW"));
        }
    }

    @Test
    void aDirectoryThatIsGoneEndsItsKey() throws Exception {
        Path busy = directory("busy");
        Path gone = directory("gone");
        Path moved = directory("moved");
        try (FswireWatchService service = service(WatchServiceOptions.DEFAULT, reader)) {
            FswireWatchService.register(busy, service, KINDS);
            FswireWatchService.register(gone, service, KINDS);
            WatchKey away = FswireWatchService.register(moved, service, KINDS);
            overflowing(busy, () -> {
                Files.delete(gone);
                Files.move(moved, workspace.root().resolve("elsewhere"));
                Files.createDirectory(moved);
            });
            Eventually.await()
                    .until(() -> haveCome(
                            service, "OVERFLOW gone null", "OVERFLOW moved null", "END " + gone + " (cancelled)"));
            assertThat(isWatched(workspace.root().resolve("elsewhere"))).isFalse();
            WatchKey again = FswireWatchService.register(moved, service, KINDS);
            assertThat(again).isNotEqualTo(away);
            assertThat(isWatched(moved)).isTrue();
            Files.createFile(moved.resolve("f"));
            Eventually.await().until(() -> haveCome(service, "CREATE moved f"));
        }
    }

    /** Whether an inotify instance of this process watches it: proc_pid_fdinfo(5). */
    private static boolean isWatched(Path directory) throws IOException {
        String inode = " ino:" + Long.toHexString((Long) Files.getAttribute(directory, "unix:ino")) + " ";
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
            for (Path descriptor : descriptors) {
                try {
                    if (Files.readString(descriptor).contains(inode)) {
                        return true;
                    }
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        return false;
    }

    @Test
    void whoWantsToKnowOfAnOverflowIsTold() throws Exception {
        Path busy = directory("busy");
        Path quiet = directory("quiet");
        WatchServiceOptions options = WatchServiceOptions.DEFAULT.withOverflow(WatchServiceOptions.Overflow.REPORT);
        try (FswireWatchService service = service(options, reader)) {
            FswireWatchService.register(busy, service, KINDS);
            FswireWatchService.register(quiet, service, KINDS);
            overflowing(busy, () -> Files.createFile(quiet.resolve("lost")));
            Eventually.await().until(() -> haveCome(service, "OVERFLOW busy null", "OVERFLOW quiet null"));
            Files.createFile(quiet.resolve("later"));
            Eventually.await().until(() -> haveCome(service, "CREATE quiet later"));
            assertThat(events).doesNotContain("CREATE quiet lost");
        }
    }

    /** A program that registers every directory loses nothing although the queue overflows again and again. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void stormsConverge(long seed) throws Exception {
        Path root = workspace.root();
        Disk disk = new Disk(root);
        Storm storm = new Storm(seed, 1);
        storm.rageWithoutLinks(disk, 200);
        try (FswireWatchService service =
                service(WatchServiceOptions.DEFAULT, new ShortQueue(seed, 1 + (int) (seed % 40)))) {
            RecursiveReader program = new RecursiveReader(service, root);
            for (int i = 0; i < 10; i++) {
                storm.rageWithoutLinks(disk, 100);
                program.awaitConverged();
            }
        }
    }

    /** The consumer is away while far more happens than a key of the JDK keeps. */
    @Test
    void aConsumerMayBeLate() throws Exception {
        Path directory = directory("many");
        try (FswireWatchService service = FswireWatchService.open()) {
            WatchKey key = FswireWatchService.register(directory, service, KINDS);
            for (int i = 0; i < 3_000; i++) {
                Files.createFile(directory.resolve("f" + i));
            }
            String[] expected = new String[3_000];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = "CREATE many f" + i;
            }
            Eventually.await().until(() -> haveCome(service, expected));
            assertThat(events).doesNotContain(OVERFLOW.name() + " many null");
            assertThat(key.isValid()).isTrue();
        }
    }
}
