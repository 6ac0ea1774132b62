package programs;

import io.quarkus.deployment.dev.filesystem.watch.WatchServiceFileSystemWatcher;
import java.nio.file.Path;

/** What Quarkus watches sources with in its development mode. */
public final class QuarkusProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) {
        WatchServiceFileSystemWatcher watcher = new WatchServiceFileSystemWatcher("watcher", true);
        watcher.watchDirectoryRecursively(
                directory, changes -> changes.forEach(change -> reports.report(change.getType(), change.getFile())));
        return watcher::close;
    }
}
