package programs;

import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.devtools.classpath.ClassPathChangedEvent;
import org.springframework.boot.devtools.classpath.ClassPathFileSystemWatcher;
import org.springframework.boot.devtools.filewatch.FileSystemWatcher;
import org.springframework.boot.devtools.filewatch.FileSystemWatcherFactory;
import org.springframework.context.support.GenericApplicationContext;

/** What restarts an application in Spring Boot's devtools. */
public final class DevtoolsProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) throws Exception {
        FileSystemWatcherFactory factory = seam
                ? FswireFileSystemWatcher::new
                : () -> new FileSystemWatcher(true, Duration.ofMillis(20), Duration.ofMillis(10));
        GenericApplicationContext context = new GenericApplicationContext();
        context.addApplicationListener(event -> {
            if (event instanceof ClassPathChangedEvent changed) {
                changed.getChangeSet()
                        .forEach(files -> files.forEach(file ->
                                reports.report(file.getType(), file.getFile().toPath())));
            }
        });
        URL[] urls = {directory.toUri().toURL()};
        context.registerBean(
                ClassPathFileSystemWatcher.class, () -> new ClassPathFileSystemWatcher(factory, file -> true, urls));
        context.refresh();
        return context;
    }
}
