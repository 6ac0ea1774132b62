package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Registers more directories than the kernel watches. */
final class LimitedProgram {
    private LimitedProgram() {}

    /**
     * Runs.
     *
     * @param args an empty directory
     */
    public static void main(String[] args) throws Exception {
        List<String> names = List.of("a", "b", "c", "d");
        Path root = Path.of(args[0]);
        Set<Object> created = new HashSet<>();
        try (FswireWatchService service =
                FswireWatchService.open(WatchServiceOptions.DEFAULT.withPollInterval(Duration.ofMillis(10)))) {
            for (String name : names) {
                Path directory = Files.createDirectory(root.resolve(name));
                assertThat(FswireWatchService.register(directory, service, new WatchEvent.Kind<?>[] {ENTRY_CREATE})
                                .isValid())
                        .isTrue();
            }
            for (String name : names) {
                Files.createFile(root.resolve(name).resolve("new in " + name));
            }
            Eventually.await().until(() -> {
                for (WatchKey key = service.poll(); key != null; key = service.poll()) {
                    key.pollEvents().forEach(event -> created.add(String.valueOf(event.context())));
                    key.reset();
                }
                return created.size() >= names.size();
            });
        }
        assertThat(created).containsExactlyInAnyOrder("new in a", "new in b", "new in c", "new in d");
        System.out.println("passed");
    }
}
