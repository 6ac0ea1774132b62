package programs;

import io.methvin.watcher.hashing.FileHasher;
import java.io.File;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.watch.constants.FileEventEnum;
import org.apache.camel.impl.DefaultCamelContext;

/** A route of Apache Camel that begins with file-watch. Its queue takes everything, so what is slow here is the hash of a file. */
public final class CamelProgram implements Program {
    @Override
    public AutoCloseable start(Path directory, Reports reports, boolean seam) throws Exception {
        CamelContext context = new DefaultCamelContext();
        FileHasher slow = path -> {
            reports.pass();
            return FileHasher.DEFAULT_FILE_HASHER.hash(path);
        };
        context.getRegistry().bind("slow", slow);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file-watch:" + directory + "?fileHasher=#slow").process(exchange -> {
                    Object event = exchange.getIn().getHeader("CamelFileEventType", FileEventEnum.class);
                    reports.report(event, exchange.getIn().getBody(File.class).toPath());
                });
            }
        });
        context.start();
        return context;
    }
}
