package programs;

import java.io.File;
import java.nio.file.Path;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.integration.file.FileReadingMessageSource;
import org.springframework.integration.file.FileReadingMessageSource.WatchEventType;
import org.springframework.messaging.Message;

/** A source of messages for files, with the filter that it has by default: it takes each file once, and again after a deletion. */
public final class SpringIntegrationProgram implements Program {
    private volatile boolean running = true;

    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) throws Exception {
        FileReadingMessageSource source = new FileReadingMessageSource();
        source.setDirectory(directory.toFile());
        source.setUseWatchService(true);
        source.setWatchEvents(WatchEventType.CREATE, WatchEventType.MODIFY, WatchEventType.DELETE);
        source.setBeanFactory(new DefaultListableBeanFactory());
        source.afterPropertiesSet();
        source.start();
        Thread poller = new Thread(() -> {
            while (running) {
                Message<File> message = source.receive();
                if (message != null) {
                    reports.report("CREATED", message.getPayload().toPath());
                }
            }
        });
        poller.start();
        return () -> {
            running = false;
            poller.join();
            source.stop();
        };
    }
}
