package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A process that watches with a checkpoint and appends what is delivered to a log, a line a change, each ending with {@value #END}
 * so that a line which was cut off is recognised. It may be killed at any time. For each line that it reads it syncs and answers
 * {@code synced}; at the end of its input it closes the watcher.
 */
public final class LoggingWatcher {
    static final String END = " .";

    private LoggingWatcher() {}

    /**
     * Watches.
     *
     * @param args root, checkpoint, log
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        WatchOptions options = WatchOptions.builder()
                .root(Path.of(args[0]))
                .checkpoint(Path.of(args[1]))
                .initial(true)
                .quietPeriod(Duration.ofMillis(1))
                .maxDelay(Duration.ofMillis(10))
                .maxBatch(20)
                .build();
        try (OutputStream log =
                        Files.newOutputStream(Path.of(args[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                FileWatcher watcher = FileWatcher.start(options, batch -> log.write(lines(batch)));
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            while (orders.readLine() != null) {
                watcher.sync(Eventually.LIMIT);
                System.out.println("synced");
            }
        }
    }

    private static byte[] lines(ChangeBatch batch) {
        StringBuilder lines = new StringBuilder("\n"); // what another process has left unfinished ends here
        for (Change change : batch) {
            NativeName from = change.nativeFrom();
            lines.append(change.kind())
                    .append(' ')
                    .append(Words.escape(change.nativePath()))
                    .append(' ')
                    .append(from == null ? "-" : Words.escape(from))
                    .append(' ')
                    .append(change.type())
                    .append(' ')
                    .append(change.size())
                    .append(' ')
                    .append(change.modifiedNanos())
                    .append(END)
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
