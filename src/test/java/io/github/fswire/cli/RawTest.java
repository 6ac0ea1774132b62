package io.github.fswire.cli;

import static io.github.fswire.cli.FakeBackend.Reported;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RawTest {
    private static final String BEGIN = "07:08:09.123 # 1 watches (false, none). Ctrl-C ends.\n";

    private final World world = new World();
    private final FakeBackend backend = new FakeBackend();

    RawTest() {
        world.backends = name -> backend;
    }

    @Test
    void recordsArePrintedAsTheyCome() throws Exception {
        world.during(
                () -> {
                    world.awaitLines(1);
                    RawEventHandler handler = backend.opened.join();
                    handler.onEvent(Reported.of("wd=1 IN_CREATE|IN_ISDIR name=\"a\n\"", RawKind.CREATED));
                    handler.onOverflow(Reported.overflow());
                    handler.onEvent(Reported.of("wd=1 IN_IGNORED", RawKind.WATCH_ENDED));
                    handler.onFailure(new IllegalStateException("it broke"));
                    handler.onBatchEnd();
                    world.lastWords.run();
                    handler.onTerminated();
                },
                "raw",
                "/d");
        assertThat(backend.closed).isTrue();
        assertThat(world.out.text()).isEqualTo(BEGIN + """
                        07:08:09.123 /d: wd=1 IN_CREATE|IN_ISDIR name="a\\n"
                        07:08:09.123 overflow, the kernel dropped records: wd=-1 IN_Q_OVERFLOW
                        07:08:09.123 /d: wd=1 IN_IGNORED (the watch has ended)
                        07:08:09.123 # failure: it broke
                        07:08:09.123 # 2 records, 1 overflows, 1 failures
                        """);
    }

    @Test
    void aQueueThatEndsByItselfEndsTheCommand() throws Exception {
        world.during(
                () -> {
                    world.awaitLines(1);
                    backend.opened.join().onTerminated();
                    assertThat(world.exitCode()).isEqualTo(1);
                },
                "raw",
                "/d");
        assertThat(world.out.text())
                .isEqualTo(BEGIN + "07:08:09.123 # ended: the kernel's queue cannot be read any more\n");
    }

    @Test
    void aReaderThatHasGoneEndsItQuietly() throws Exception {
        world.during(
                () -> {
                    world.awaitLines(1);
                    world.out.breakOff();
                    backend.opened.join().onEvent(Reported.of("wd=1 IN_MODIFY", RawKind.MODIFIED));
                    assertThat(world.exitCode()).isZero();
                },
                "raw",
                "/d");
        assertThat(world.err.text()).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeWatchedIsOneLineAndOne() {
        assertThat(world.run("raw", "/d", FakeBackend.MISSING.toString())).isEqualTo(1);
        assertThat(world.err.text())
                .isEqualTo("fswire: " + FakeBackend.MISSING + ": watch: ENOENT (2). It is missing.\n");
        assertThat(backend.closed).isTrue();
    }
}
