package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code sync-check} on a real tree with somebody who writes. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class CliSyncCheckIT {
    private static final String IN_SYNC = ",\"differences\":0,\"undecided\":\\d+,\"unreadable\":0,\"synced\":true}";

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    /** Makes, writes, moves and deletes until it is to end. */
    private void write(AtomicBoolean end) {
        try {
            for (int i = 0; !end.get(); i++) {
                Path place = Files.createDirectories(root.resolve("d" + i % 7 + "/e" + i % 3));
                Files.writeString(place.resolve("f" + i % 5), "x".repeat(i % 11));
                if (i % 4 == 0) {
                    Files.move(place, root.resolve("m" + i));
                }
                if (i % 12 == 0 && i > 0) {
                    Path old = root.resolve("m" + (i - 12));
                    for (int k = 0; k < 5; k++) {
                        Files.deleteIfExists(old.resolve("f" + k));
                    }
                    Files.deleteIfExists(old);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theMirrorIsTheTreeWhileSomebodyWrites() throws Exception {
        Files.createDirectories(root.resolve("before/below"));
        AtomicBoolean end = new AtomicBoolean();
        Thread writer = new Thread(() -> write(end));
        try (Program program = Program.start("sync-check", "--json", "--every", "1", root.toString())) {
            program.awaitLine(Lines.READY);
            writer.start();
            program.awaitLine("\\{\"event\":\"check\",\"check\":2,.*" + IN_SYNC);
            end.set(true);
            writer.join();
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            List<String> lines = program.lines();
            assertThat(lines.get(lines.size() - 1)).matches("\\{\"event\":\"check\",.*\"undecided\":0,.*");
            assertThat(lines.subList(1, lines.size())).noneMatch(line -> line.contains("\"difference\""));
            assertThat(program.complaints()).isEmpty();
        } finally {
            end.set(true);
            writer.join();
        }
    }

    @Test
    void theTreeMayBePulledAway() throws Exception {
        Path place = Files.createDirectories(root.resolve("tree"));
        Files.createDirectories(place.resolve("a/b"));
        try (Program program = Program.start("sync-check", "--json", "--every", "1", place.toString())) {
            program.awaitLine(Lines.READY);
            Files.move(place, root.resolve("away"));
            program.awaitLine("\\{\"event\":\"check\",\"check\":\\d+,\"entries\":0,.*" + IN_SYNC);
            Files.move(root.resolve("away"), place);
            program.awaitLine("\\{\"event\":\"check\",\"check\":\\d+,\"entries\":3,\"changes\":[4-9],.*" + IN_SYNC);
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Test
    void namesNeedNotBeText() throws Exception {
        NativeName place = NativeName.of(root).resolve(NativeName.of((byte) 'd', (byte) 0xFF));
        Files.createDirectory(place.toPath());
        Map<String, String> ascii = Map.of("LC_ALL", "C");
        try (Program program = Program.start(ascii, List.of(), "sync-check", "--json", "--every=1", root.toString())) {
            program.awaitLine(Lines.READY);
            Files.createFile(place.resolve(NativeName.of("\u00E4\n")).toPath());
            program.awaitLine("\\{\"event\":\"check\",\"check\":\\d+,\"entries\":3,\"changes\":2,.*" + IN_SYNC);
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void itEndsByItself() throws Exception {
        try (Program program = Program.start("sync-check", "--for", "1", root.toString())) {
            assertThat(program.exitCode()).isZero();
            program.awaitLine("\\S+ check 1: 1 entries, 0 changes, 0 overflows, 0 differences");
        }
    }

    @Test
    void whatIsMissingIsOneLine() throws Exception {
        try (Program program =
                Program.start("sync-check", root.resolve("missing").toString())) {
            program.assertOneComplaint(1, root.resolve("missing") + ": ");
        }
    }
}
