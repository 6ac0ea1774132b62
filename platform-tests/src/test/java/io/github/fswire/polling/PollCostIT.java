package io.github.fswire.polling;

import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a poll costs in which nothing has changed. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class PollCostIT {
    private static final int DIRECTORIES = 2000;
    private static final Duration NEVER = Duration.ofDays(1);

    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void nothingIsAllocatedForAnEntryOrADirectory() throws Exception {
        for (int i = 0; i < DIRECTORIES; i++) {
            Path directory = Files.createDirectory(workspace.root().resolve("directory-" + i));
            Files.createFile(directory.resolve("file"));
        }
        WatchOptions options = WatchOptions.builder()
                .root(workspace.root())
                .backend("polling")
                .pollInterval(NEVER)
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            await("a poll that allocates less than 8 bytes for a directory") // the first ones also pay for compiling
                    .atMost(Eventually.LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> allocatedByAPoll(watcher) < 8 * DIRECTORIES);
        }
    }

    private static long allocatedByAPoll(FileWatcher watcher) throws Exception {
        long before = allocatedByEngines();
        watcher.sync(NEVER); // polls at once
        return allocatedByEngines() - before;
    }

    private static long allocatedByEngines() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("fswire-engine"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }
}
