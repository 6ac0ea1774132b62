package programs;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.github.fswire.nio.FswireWatchService;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Parallel;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.scheduling.io.watch.DefaultWatchThread;
import io.micronaut.scheduling.io.watch.FileWatchConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchKey;

@Requires(property = "watch.seam", value = "true")
@Context
@Parallel
@Replaces(DefaultWatchThread.class)
final class FswireWatchThread extends DefaultWatchThread {
    private final FswireWatchService service;

    FswireWatchThread(ApplicationEventPublisher<Object> events, FileWatchConfiguration configuration)
            throws IOException {
        this(events, configuration, FswireWatchService.open());
    }

    private FswireWatchThread(
            ApplicationEventPublisher<Object> events,
            FileWatchConfiguration configuration,
            FswireWatchService service) {
        super(events, configuration, service);
        this.service = service;
    }

    @Override
    protected WatchKey registerPath(Path directory) throws IOException {
        return service.watchable(directory).register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
    }
}
