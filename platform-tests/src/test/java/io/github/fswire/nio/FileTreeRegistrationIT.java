package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Registering trees whose paths are unusual, that move, or that go meanwhile. */
@Tag("contract")
@ExtendWith(NoLeaks.class)
class FileTreeRegistrationIT {
    private static final int ROUNDS = Seeds.fewer(100);

    @AutoClose
    private Workspace workspace;

    private Path root;
    private FswireWatchService service;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        service = FswireWatchService.open();
    }

    @AfterEach
    void close() throws IOException {
        service.close();
    }

    private WatchKey register(Path directory) throws IOException {
        return FswireWatchService.register(
                directory, service, new WatchEvent.Kind<?>[] {ENTRY_CREATE, ENTRY_DELETE}, FileTree.MODIFIER);
    }

    private static void expect(WatchKey key, Path context) {
        Eventually.await().until(() -> {
            boolean come = key.pollEvents().stream().anyMatch(event -> context.equals(event.context()));
            assertThat(key.reset()).isTrue();
            return come;
        });
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "two dots are removed from the text of a path there")
    void twoDotsAfterALinkLeadToTheDirectoryAboveItsTarget() throws Exception {
        Path deep = Files.createDirectories(root.resolve("other/deep"));
        Files.createSymbolicLink(root.resolve("link"), deep);
        WatchKey key = register(root.resolve("link/.."));
        Files.createFile(root.resolve("other/f"));
        expect(key, Path.of("f"));
    }

    @Test
    void aTreeThatHasMovedKeepsItsKey() throws Exception {
        Path before = Files.createDirectories(root.resolve("before"));
        Path after = root.resolve("after");
        WatchKey key = register(before);
        Files.move(before, after);
        WatchKey again = register(after);
        assertThat(again == key || !key.isValid())
                .as("it ends if the move was noticed first")
                .isTrue();
        Files.createDirectories(after.resolve("d"));
        Files.createFile(after.resolve("d/f"));
        expect(again, Path.of("d", "f"));
    }

    @Test
    void anInterruptDoesNotEndARegistration() throws Exception {
        Thread.currentThread().interrupt();
        WatchKey key;
        try {
            key = register(root);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        Files.createFile(root.resolve("f"));
        expect(key, Path.of("f"));
    }

    @Test
    void treesGoWhileOthersAreRegistered() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> going = other.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    Path tree = Files.createDirectories(root.resolve("going" + round));
                    register(tree);
                    Disk.removeTree(tree);
                }
                return null;
            });
            for (int round = 0; round < ROUNDS; round++) {
                Path tree = Files.createDirectories(root.resolve("staying" + round));
                WatchKey key = register(tree);
                Files.createFile(tree.resolve("f"));
                expect(key, Path.of("f"));
            }
            going.get();
        } finally {
            other.shutdown();
        }
    }
}
