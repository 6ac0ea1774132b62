package programs;

import io.helidon.config.FileSystemWatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** What Helidon watches sources of configuration with. */
public final class HelidonProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) {
        FileSystemWatcher watcher = FileSystemWatcher.builder()
                .executor(new Telling(reports))
                .initialDelay(Duration.ZERO)
                .delay(Duration.ofMillis(5))
                .build();
        watcher.start(directory, event -> reports.report(event.type(), event.target()));
        return watcher::stop;
    }

    /** Says when the task that polls has ended. */
    private static final class Telling extends ScheduledThreadPoolExecutor {
        private final Reports reports;

        Telling(Reports reports) {
            super(1);
            this.reports = reports;
        }

        @Override
        protected void afterExecute(Runnable task, Throwable failure) {
            if (task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
                try {
                    future.get();
                } catch (ExecutionException | InterruptedException e) {
                    reports.ended(e.getCause());
                }
            }
        }
    }
}
