package programs;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.vfs2.FileChangeEvent;
import org.apache.commons.vfs2.FileListener;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.VFS;
import org.apache.commons.vfs2.impl.DefaultFileMonitor;

/** The monitor of Apache Commons VFS. */
public final class CommonsVfsProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) throws Exception {
        FileObject watched = VFS.getManager().resolveFile(directory.toUri());
        FileListener listener = listener(reports);
        if (seam) {
            FswireFileMonitor monitor = new FswireFileMonitor(listener);
            monitor.addFile(watched);
            return monitor;
        }
        DefaultFileMonitor monitor = new DefaultFileMonitor(listener);
        monitor.setRecursive(true);
        monitor.setDelay(Duration.ofMillis(20));
        monitor.setChecksPerRun(100_000);
        monitor.addFile(watched);
        monitor.start();
        return monitor;
    }

    private static FileListener listener(Reports reports) {
        return new FileListener() {
            @Override
            public void fileCreated(FileChangeEvent event) {
                reports.report("CREATED", event.getFileObject().getPath());
            }

            @Override
            public void fileChanged(FileChangeEvent event) {
                reports.report("MODIFIED", event.getFileObject().getPath());
            }

            @Override
            public void fileDeleted(FileChangeEvent event) {
                reports.report("DELETED", event.getFileObject().getPath());
            }
        };
    }
}
