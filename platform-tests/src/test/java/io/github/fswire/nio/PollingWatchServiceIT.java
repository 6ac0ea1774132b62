package io.github.fswire.nio;

import io.github.fswire.conformance.WatchServiceConformance;
import io.github.fswire.kit.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules where the kernel reports nothing. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class PollingWatchServiceIT extends WatchServiceConformance {
    @Override
    protected WatchService open() throws IOException {
        return FswireWatchService.open(
                WatchServiceOptions.DEFAULT.withBackend("polling").withPollInterval(Duration.ofMillis(10)));
    }

    @Override
    protected WatchKey register(
            WatchService service, Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
            throws IOException {
        return FswireWatchService.register(directory, service, kinds, modifiers);
    }
}
