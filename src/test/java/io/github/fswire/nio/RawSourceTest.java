package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedBackend;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.Scanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Overflows of a simulated kernel's queue, which the test fills and lets the reader read. */
class RawSourceTest implements SimulatedKernel.Meanwhile {
    private static final Request REQUEST = new Request(Set.of(ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE), false);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedKernel kernel = new SimulatedKernel(disk, this);
    private final SimulatedBackend backend = new SimulatedBackend(kernel);
    private final Inode root = Objects.requireNonNull(disk.root());
    private final List<DirectoryKey> ended = new ArrayList<>();
    private final RawSource source;

    RawSourceTest() throws IOException {
        source = new RawSource(backend, kernel::scanner, true, ended::add);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Override
    public int before(SimulatedKernel.Call call, String argument) {
        return 0;
    }

    @Override
    public int portion(int most) {
        return most;
    }

    private DirectoryKey register(String path) throws IOException {
        NativeName name = NativeName.of(path);
        try (Scanner scanner = kernel.scanner();
                OpenDirectory directory = OpenDirectory.open(scanner, name)) {
            DirectoryKey key = new DirectoryKey(
                    cancelled -> {},
                    new SignalledKeys(),
                    Path.of("/" + name),
                    directory.identity(),
                    REQUEST.kinds(),
                    true);
            source.add(key, directory, REQUEST);
            return key;
        }
    }

    /** Reads the queue to its end; returns the events of a key. */
    private List<String> read(DirectoryKey key) {
        while (backend.read()) {
            // until nothing is left
        }
        List<String> events = new ArrayList<>();
        key.pollEvents().forEach(event -> events.add(event.kind() + " " + event.context()));
        return events;
    }

    /** The clock has not ticked in between, the inode number is used again, and the overflow hides the end of the watch. */
    @Test
    void aDirectoryWithTheIdentityOfADeletedOneIsWatched() throws IOException {
        disk.create(root, "d", SimulatedDisk.DIRECTORY);
        Inode before = Objects.requireNonNull(root.children().get("d"));
        register(SimulatedDisk.ROOT);
        DirectoryKey key = register(SimulatedDisk.ROOT + "/d");
        disk.queueLimit = 1;
        disk.create(root, "fills the queue", SimulatedDisk.FILE);
        disk.remove(root, "d");
        disk.create(root, "d", SimulatedDisk.DIRECTORY);
        disk.queueLimit = Integer.MAX_VALUE;
        Inode after = Objects.requireNonNull(root.children().get("d"));
        assertThat(after).isNotSameAs(before);
        assertThat(after.identity()).isEqualTo(before.identity());
        assertThat(read(key)).isEmpty();
        assertThat(ended).isEmpty();
        disk.create(after, "f", SimulatedDisk.FILE);
        assertThat(read(key)).containsExactly("ENTRY_CREATE f");
    }
}
