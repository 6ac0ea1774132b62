package programs;

import java.io.File;
import java.nio.file.Path;
import org.apache.commons.io.monitor.FileAlterationListener;
import org.apache.commons.io.monitor.FileAlterationListenerAdaptor;
import org.apache.commons.io.monitor.FileAlterationMonitor;
import org.apache.commons.io.monitor.FileAlterationObserver;

/** The monitor of Apache Commons IO. */
public final class CommonsIoProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) throws Exception {
        FileAlterationListener listener = listener(reports);
        if (seam) {
            FileAlterationObserver observer = new FswireAlterationObserver(directory.toFile());
            observer.addListener(listener);
            observer.initialize();
            return observer::destroy;
        }
        FileAlterationObserver observer =
                FileAlterationObserver.builder().setFile(directory.toFile()).get();
        observer.addListener(listener);
        FileAlterationMonitor monitor = new FileAlterationMonitor(20, observer);
        monitor.start();
        return monitor::stop;
    }

    private static FileAlterationListener listener(Reports reports) {
        return new FileAlterationListenerAdaptor() {
            @Override
            public void onDirectoryCreate(File directory) {
                reports.report("CREATED", directory.toPath());
            }

            @Override
            public void onFileCreate(File file) {
                reports.report("CREATED", file.toPath());
            }

            @Override
            public void onFileChange(File file) {
                reports.report("MODIFIED", file.toPath());
            }

            @Override
            public void onFileDelete(File file) {
                reports.report("DELETED", file.toPath());
            }
        };
    }
}
