package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Opening, watching and closing at any time, and what it costs (G6). */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class InotifyLifecycleIT {
    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    @Test
    void theLanesBindingIsUsed() throws Exception {
        try (Recorder recorder = new Recorder()) {
            assertThat(recorder.session.binding()).isEqualTo(Lane.expectedBinding());
        }
    }

    @Test
    void watchesAreAddedAndEndedInsideACallback() throws Exception {
        try (Recorder recorder = new Recorder()) {
            recorder.onEvent = event -> {
                try {
                    if ("d".equals(event.attachment())) {
                        recorder.session.watch(event.toPath(), "child");
                        Objects.requireNonNull(event.watch()).close();
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            };
            recorder.session.watch(root, "d");
            Files.createDirectory(root.resolve("c"));
            assertThat(recorder.reported()).containsExactly("d CREATE|ISDIR c");
            Files.createDirectory(root.resolve("c/x"));
            Files.createDirectory(root.resolve("y"));
            assertThat(recorder.reported()).containsExactly("child CREATE|ISDIR x");
            assertThat(recorder.failures).isEmpty();
        }
    }

    @Test
    void G6_closeInsideACallbackReturnsAndIsTheLastEvent() throws Exception {
        Recorder recorder = new Recorder();
        CountDownLatch closed = new CountDownLatch(1);
        recorder.onEvent = event -> {
            recorder.session.close();
            closed.countDown();
        };
        recorder.session.watch(root, "d");
        Files.createDirectory(root.resolve("a"));
        Files.createDirectory(root.resolve("b"));
        closed.await();
        Eventually.await().until(() -> recorder.terminations.get() == 1);
        recorder.close(); // waits for the thread
        assertThatThrownBy(() -> recorder.session.watch(root, "d")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> recorder.session.fence("x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void G6_manyThreadsCloseWhileRecordsPourIn() throws Exception {
        AtomicBoolean go = new AtomicBoolean(true);
        Thread writer = new Thread(() -> {
            for (int i = 0; go.get(); i++) {
                try {
                    Files.delete(Files.createFile(root.resolve("f" + i % 10)));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        writer.start();
        try {
            for (int repetition = 0; repetition < 50; repetition++) {
                AtomicLong afterClose = new AtomicLong();
                AtomicBoolean isClosed = new AtomicBoolean();
                Recorder recorder = new Recorder();
                recorder.onEvent = event -> {
                    if (isClosed.get()) {
                        afterClose.incrementAndGet();
                    }
                };
                recorder.session.watch(root, "d");
                List<Thread> closers = Stream.generate(() -> new Thread(recorder::close))
                        .limit(4)
                        .toList();
                closers.forEach(Thread::start);
                recorder.close();
                isClosed.set(true);
                for (Thread closer : closers) {
                    closer.join();
                }
                assertThat(afterClose).hasValue(0);
                assertThat(recorder.terminations).hasValue(1);
            }
        } finally {
            go.set(false);
            writer.join();
        }
    }

    @Test
    void G6_aThousandSessionsLeaveNothing() throws Exception {
        var before = NoLeaks.count();
        for (int i = 0; i < 1_000; i++) {
            try (Recorder recorder = new Recorder()) {
                recorder.session.watch(root, i);
            }
        }
        NoLeaks.assertSame(before, NoLeaks.count());
    }

    @Test
    void anIdleSessionMakesNoSystemCall() throws Exception {
        try (Recorder recorder = new Recorder()) {
            recorder.session.watch(root, "d");
            recorder.reported();
            Eventually.await().until(() -> readerTasks().size() == 1); // one that has ended may be there for a moment
            Path status = readerTasks().get(0).resolve("status");
            Eventually.await()
                    .until(
                            () -> { // it may be on its way to where it waits
                                long before = switches(status);
                                Shell.run(root, "sleep 1"); // idle time, spent by a process
                                return switches(status) == before;
                            });
        }
    }

    private static List<Path> readerTasks() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(InotifyLifecycleIT::isReader).toList();
        }
    }

    private static boolean isReader(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith("fswire-reader-t");
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    /** How often the thread has slept: each system call that waits is one. */
    private static long switches(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("voluntary_ctxt_switches"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .sum();
    }
}
