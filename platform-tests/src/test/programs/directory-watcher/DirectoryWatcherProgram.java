package programs;

import io.methvin.watcher.DirectoryWatcher;
import java.nio.file.Path;

/** io.methvin:directory-watcher. */
public final class DirectoryWatcherProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) throws Exception {
        DirectoryWatcher watcher = DirectoryWatcher.builder()
                .path(directory)
                .listener(event -> reports.report(event.eventType(), event.path()))
                .build();
        watcher.watchAsync();
        return watcher::close;
    }
}
