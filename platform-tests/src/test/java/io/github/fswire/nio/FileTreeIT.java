package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ExtendedWatchEventModifier.FILE_TREE} on every system. */
@Tag("contract")
@ExtendWith(NoLeaks.class)
class FileTreeIT {
    private static final WatchEvent.Kind<?>[] KINDS = {ENTRY_CREATE, ENTRY_DELETE};

    private final Set<String> events = new HashSet<>();

    @AutoClose
    private Workspace workspace;

    private FswireWatchService service;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        service = FswireWatchService.open();
    }

    @AfterEach
    void close() throws IOException {
        service.close();
    }

    private WatchKey register(Path directory, WatchEvent.Modifier... modifiers) throws IOException {
        return FswireWatchService.register(directory, service, KINDS, modifiers);
    }

    private boolean hasCome(String event) {
        for (WatchKey key = service.poll(); key != null; key = service.poll()) {
            Path directory = (Path) key.watchable();
            key.pollEvents()
                    .forEach(polled -> events.add(polled.kind().name().replace("ENTRY_", "") + " "
                            + directory.getFileName() + " "
                            + String.valueOf(polled.context()).replace('\\', '/')));
            key.reset();
        }
        return events.contains(event);
    }

    private void expect(String event) {
        Eventually.await().until(() -> hasCome(event));
    }

    @Test
    void contextsLeadDownFromTheRegisteredDirectory() throws Exception {
        Path inner = Files.createDirectories(workspace.root().resolve("a/b"));
        register(workspace.root(), FileTree.MODIFIER);
        Files.createFile(inner.resolve("f"));
        expect("CREATE root a/b/f");
        Files.createDirectories(workspace.root().resolve("c/d"));
        Files.createFile(workspace.root().resolve("c/d/g"));
        expect("CREATE root c/d/g");
        Files.move(workspace.root().resolve("c"), inner.resolve("e"));
        expect("DELETE root c/d/g");
        expect("CREATE root a/b/e/d/g");
    }

    @Test
    void aRegistrationChangesFromOneToTheOther() throws Exception {
        Path inner = Files.createDirectories(workspace.root().resolve("a"));
        WatchKey key = register(workspace.root());
        register(workspace.outside(), FileTree.MODIFIER);
        assertThat(register(workspace.root(), FileTree.MODIFIER)).isSameAs(key);
        Files.createFile(inner.resolve("f"));
        expect("CREATE root a/f");
        assertThat(register(workspace.root())).isSameAs(key);
        Files.createFile(inner.resolve("not seen"));
        Files.createFile(workspace.root().resolve("seen"));
        expect("CREATE root seen");
        Files.createFile(workspace.outside().resolve("last")); // trees have a queue of their own
        expect("CREATE outside last");
        assertThat(events).doesNotContain("CREATE root a/not seen");
    }

    @Test
    void aDirectoryInsideHasAKeyOfItsOwn() throws Exception {
        Path inner = Files.createDirectories(workspace.root().resolve("a/b"));
        WatchKey outer = register(workspace.root(), FileTree.MODIFIER);
        WatchKey plain = register(inner);
        WatchKey deep = register(workspace.root().resolve("a"), FileTree.MODIFIER);
        assertThat(Set.of(outer, plain, deep)).hasSize(3);
        Files.createFile(inner.resolve("f"));
        expect("CREATE root a/b/f");
        expect("CREATE a b/f");
        expect("CREATE b f");
        deep.cancel();
        Files.createFile(inner.resolve("g"));
        expect("CREATE root a/b/g");
        expect("CREATE b g");
        assertThat(events).doesNotContain("CREATE a b/g");
    }

    @Test
    void theKeyEndsWithItsDirectoryAndMayBeRegisteredAgain() throws Exception {
        Path directory = workspace.root().resolve("d");
        Files.createDirectories(directory.resolve("e"));
        WatchKey key = register(directory, FileTree.MODIFIER);
        Disk.removeTree(directory);
        Eventually.await().until(() -> !hasCome("") && !key.isValid());
        Files.createDirectories(directory.resolve("e"));
        assertThat(register(directory, FileTree.MODIFIER)).isNotSameAs(key);
        Files.createFile(directory.resolve("e/f"));
        expect("CREATE d e/f");
    }

    static LongStream seeds() {
        return Seeds.take(5);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void stormsConverge(long seed) throws Exception {
        Disk disk = new Disk(workspace.root());
        Storm storm = new Storm(seed, 1);
        storm.rage(disk, 100);
        RecursiveReader program = new RecursiveReader(service, workspace.root(), FileTree.MODIFIER);
        for (int i = 0; i < 5; i++) {
            storm.rage(disk, 100);
            program.awaitConverged();
        }
        assertThat(program.overflows()).isZero();
    }
}
