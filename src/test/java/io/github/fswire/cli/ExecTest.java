package io.github.fswire.cli;

import static io.github.fswire.cli.Samples.created;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a command runs, by processes that are none. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ExecTest {
    private final BlockingQueue<FakeProcess> started = new LinkedBlockingQueue<>();
    private final BlockingQueue<ExecEvent> events = new LinkedBlockingQueue<>();
    private Exec.Launcher launcher = FakeProcess::new;
    private Exec exec = exec(Exec.OnBusy.QUEUE);

    private Exec exec(Exec.OnBusy onBusy) {
        return new Exec(
                ExecCommand.ofWords(List.of("c", "{}"), Base.at(NativeName.of("/r"))),
                Base.NONE,
                List.of(NativeName.of("/r")),
                onBusy,
                Duration.ofMinutes(10),
                builder -> {
                    Process process = launcher.start(builder);
                    if (process instanceof FakeProcess fake) {
                        started.add(fake);
                    }
                    return process;
                },
                events::add);
    }

    @AfterEach
    void close() {
        exec.close();
    }

    /** A process that runs until it is ended. */
    private static final class FakeProcess extends Process {
        private final List<String> words;
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        FakeProcess(ProcessBuilder builder) {
            this.words = builder.command();
        }

        void endsWith(int exitCode) {
            end.complete(exitCode);
        }

        @Override
        public int waitFor() {
            return end.join();
        }

        @Override
        public int exitValue() {
            return end.join();
        }

        @Override
        public boolean isAlive() {
            return !end.isDone();
        }

        @Override
        public CompletableFuture<Process> onExit() {
            return end.thenApply(code -> this);
        }

        @Override
        public long pid() {
            return 42;
        }

        @Override
        public void destroy() {
            end.complete(143);
        }

        @Override
        public ProcessHandle toHandle() {
            return new FakeHandle(this);
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }
    }

    private record FakeHandle(FakeProcess process) implements ProcessHandle {
        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public Optional<ProcessHandle> parent() {
            return Optional.empty();
        }

        @Override
        public Stream<ProcessHandle> children() {
            return Stream.empty();
        }

        @Override
        public Stream<ProcessHandle> descendants() {
            return Stream.empty();
        }

        @Override
        public Info info() {
            return ProcessHandle.current().info();
        }

        @Override
        public CompletableFuture<ProcessHandle> onExit() {
            return process.end.thenApply(code -> this);
        }

        @Override
        public boolean supportsNormalTermination() {
            return true;
        }

        @Override
        public boolean destroy() {
            process.destroy();
            return true;
        }

        @Override
        public boolean destroyForcibly() {
            return destroy();
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public int compareTo(ProcessHandle other) {
            return Long.compare(pid(), other.pid());
        }
    }

    private void change(String... names) {
        exec.changed(Stream.of(names)
                .<Change>map(name -> created(NativeName.of("/r/" + name)))
                .toList());
    }

    private FakeProcess run(String... paths) throws InterruptedException {
        FakeProcess process = started.take();
        assertThat(process.words.subList(1, process.words.size())).containsExactly(paths);
        assertThat(events.take()).isInstanceOf(ExecEvent.Started.class);
        return process;
    }

    private ExecEvent.Ended ended() throws InterruptedException {
        return (ExecEvent.Ended) events.take();
    }

    @Test
    void itRunsAfterEachBatch() throws Exception {
        exec.start(false);
        change("a");
        run("a").endsWith(3);
        assertThat(ended())
                .extracting(ExecEvent.Ended::exitCode, ExecEvent.Ended::stopped)
                .containsExactly(3, false);
        change("b");
        run("b").endsWith(0);
        assertThat(ended())
                .extracting(ExecEvent.Ended::run, ExecEvent.Ended::exitCode)
                .containsExactly(2, 0);
    }

    @Test
    void whatChangesBeforeTheStartIsForTheFirstRun() throws Exception {
        change("a");
        exec.start(false);
        run("a");
    }

    @Test
    void atTheStartItRunsForTheRoots() throws Exception {
        exec.start(true);
        run(".");
    }

    @Test
    void whileItRunsChangesAreMergedIntoOneRun() throws Exception {
        exec.start(false);
        change("a");
        FakeProcess first = run("a");
        change("b", "c");
        change("d", "b");
        assertThat(started).isEmpty();
        first.endsWith(0);
        ended();
        run("b", "c", "d").endsWith(0);
        ended();
        assertThat(started).isEmpty();
    }

    @Test
    void aRestartEndsItAndGetsItsPathsAgain() throws Exception {
        exec = exec(Exec.OnBusy.RESTART);
        exec.start(false);
        change("a");
        run("a");
        change("b");
        assertThat(ended())
                .extracting(ExecEvent.Ended::exitCode, ExecEvent.Ended::stopped)
                .containsExactly(143, true);
        run("a", "b").endsWith(0);
        ended();
        change("c");
        run("c");
    }

    @Test
    void ignoredChangesAreForNoRun() throws Exception {
        exec = exec(Exec.OnBusy.IGNORE);
        exec.start(false);
        change("a");
        FakeProcess first = run("a");
        change("b");
        first.endsWith(0);
        ended();
        change("c");
        run("c");
    }

    @Test
    void whatCannotBeStartedIsReportedAndTriedAgain() throws Exception {
        launcher = builder -> {
            throw new IOException("Cannot run program \"c\"", new IOException("error=2, No such file or directory"));
        };
        exec.start(false);
        change("a");
        ExecEvent.Failed failed = (ExecEvent.Failed) events.take();
        assertThat(failed.message())
                .isEqualTo(
                        "the command \"c\" cannot be started: error=2, No such file or directory. It must be a program"
                                + " that is in PATH or has a path");
        launcher = FakeProcess::new;
        change("b");
        run("b");
    }

    @Test
    void whatTheSystemRefusesForItsSizeRunsWithTheDirectory() throws Exception {
        launcher = builder -> {
            if (builder.command().contains("a")) {
                throw new IOException("error=7, Argument list too long");
            }
            return new FakeProcess(builder);
        };
        exec.start(false);
        change("a");
        FakeProcess process = started.take();
        assertThat(process.words).containsExactly("c", ".");
        assertThat(((ExecEvent.Started) events.take()).withheld()).isEqualTo("size");
    }

    @Test
    void closingEndsTheCommandAndStartsNoOther() throws Exception {
        exec.start(false);
        change("a");
        FakeProcess process = run("a");
        change("b");
        exec.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(ended().stopped()).isTrue();
        change("c");
        assertThat(started).isEmpty();
    }

    @Test
    void aCommandThatStartsWhileItIsClosedEndsToo() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        launcher = builder -> {
            starting.countDown();
            try {
                closing.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return new FakeProcess(builder);
        };
        exec.start(false);
        change("a");
        starting.await();
        Thread closer = new Thread(() -> exec.close());
        closer.start();
        await().atMost(10, MINUTES).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        closing.countDown();
        closer.join();
        FakeProcess process = started.take();
        await().atMost(10, MINUTES).until(() -> !process.isAlive());
    }

    @Test
    void nothingRunsThatWasNotStarted() {
        exec.close();
        exec.start(true);
        assertThat(started).isEmpty();
    }
}
