package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** What the JDK's documentation shows of watching, whatever the default provider is. */
final class WatchProgram {
    private WatchProgram() {}

    /** Runs in an empty directory; {@code provider} is the class of the default provider, empty for the JDK's own. */
    static void run(Path root, String provider) throws Exception {
        WatchService service = FileSystems.getDefault().newWatchService();
        assertThat(service instanceof FswireWatchService).isEqualTo(!provider.isEmpty());
        WatchKey key = root.register(service, ENTRY_CREATE);
        Files.createFile(root.resolve("caf\u00e9 1"));
        WatchKey taken = service.take();
        assertThat(taken).isSameAs(key);
        assertThat(taken.watchable()).isEqualTo(root);
        assertThat(taken.pollEvents()).first().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(ENTRY_CREATE);
            assertThat(event.context()).isEqualTo(Path.of("caf\u00e9 1"));
            assertThat(root.resolve((Path) event.context())).exists();
        });
        assertThat(taken.reset()).isTrue();
        service.close();
        assertThat(key.isValid()).isFalse();
        assertThatExceptionOfType(ClosedWatchServiceException.class)
                .isThrownBy(() -> root.register(service, ENTRY_CREATE));
    }
}
