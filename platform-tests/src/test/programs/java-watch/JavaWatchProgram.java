package programs;

import engineering.swat.watch.Watch;
import engineering.swat.watch.WatchScope;
import java.nio.file.Path;

/** engineering.swat:java-watch. */
public final class JavaWatchProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) throws Exception {
        return Watch.build(directory, WatchScope.PATH_AND_ALL_DESCENDANTS)
                .withExecutor(Runnable::run)
                .on(event -> reports.report(event.getKind(), event.calculateFullPath()))
                .start();
    }
}
