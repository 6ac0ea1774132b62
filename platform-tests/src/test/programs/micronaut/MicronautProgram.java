package programs;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.scheduling.io.watch.event.FileChangedEvent;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;

/** The file watch of Micronaut, which watches the directories that it is given and not what is below them. */
public final class MicronautProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) {
        Listener.reports = reports;
        return ApplicationContext.run(Map.of(
                "micronaut.io.watch.enabled",
                true,
                "micronaut.io.watch.paths",
                directory.toString(),
                "watch.seam",
                seam));
    }

    /** A bean of the application. */
    @Singleton
    static class Listener implements ApplicationEventListener<FileChangedEvent> {
        private static volatile Reports reports;

        @Override
        public void onApplicationEvent(FileChangedEvent event) {
            reports.report(event.getEventType(), event.getPath());
        }
    }
}
