package io.github.fswire.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.fswire.RawBackends;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.WatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The raw SPI without a kernel queue. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class PollingBackendIT {
    private static final Duration NEVER = Duration.ofDays(1);

    private final Handler handler = new Handler();

    @AutoClose
    private Workspace workspace;

    private Path root;
    private RawSession session;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        session = open(NEVER);
    }

    @AfterEach
    void close() throws IOException {
        session.close();
        assertThat(handler.failures).isEmpty();
    }

    private RawSession open(Duration interval) throws WatchException {
        RawOptions options =
                RawOptions.DEFAULT.withThreadName("fswire-reader-poll").withPollInterval(interval);
        return RawBackends.byName("polling").open(handler, options);
    }

    @Test
    void changesOfEntriesAreReportedByTheNextListing() throws Exception {
        Files.writeString(root.resolve("old"), "1");
        Files.createDirectories(root.resolve("d"));
        session.watch(root, "r");
        assertThat(handler.untilNow(session)).isEmpty();
        Files.writeString(root.resolve("new"), "1");
        Files.writeString(root.resolve("old"), "12");
        Files.writeString(root.resolve("d/inside"), "not watched");
        assertThat(handler.untilNow(session))
                .containsExactlyInAnyOrder("r CREATED new NOT_DIRECTORY", "r MODIFIED old NOT_DIRECTORY");
        Files.move(root.resolve("old"), root.resolve("newer"));
        Files.delete(root.resolve("new"));
        assertThat(handler.untilNow(session))
                .containsExactlyInAnyOrder(
                        "r DELETED old NOT_DIRECTORY", "r CREATED newer NOT_DIRECTORY", "r DELETED new NOT_DIRECTORY");
    }

    @Test
    void itListsAtEveryInterval() throws Exception {
        session.close();
        session = open(Duration.ofMillis(5));
        session.watch(root, "r");
        Files.writeString(root.resolve("new"), "1");
        Eventually.await().until(() -> handler.contains("r CREATED new NOT_DIRECTORY"));
    }

    @Test
    void aDirectoryThatIsGoneOrReplacedEndsItsWatch() throws Exception {
        Path d = Files.createDirectories(root.resolve("d"));
        Files.writeString(d.resolve("f"), "1");
        RawWatch watch = session.watch(d, "d");
        Files.move(d, root.resolve("e"));
        Files.createDirectories(d);
        assertThat(handler.untilNow(session))
                .containsExactly("d DELETED f NOT_DIRECTORY", "d SELF_DELETED  DIRECTORY", "d WATCH_ENDED  DIRECTORY");
        assertThat(watch.isActive()).isFalse();
        assertThat(session.watchCount()).isZero();
        assertThatExceptionOfType(RootGoneException.class).isThrownBy(() -> session.watch(root.resolve("none"), "n"));
    }

    @Test
    void watchesAreAddedAndClosedInsideACallback() throws Exception {
        Path d = Files.createDirectories(root.resolve("d"));
        RawWatch watch = session.watch(root, "r");
        handler.onEvent = () -> {
            session.watch(d, "d");
            watch.close();
            watch.close();
        };
        Files.writeString(root.resolve("new"), "1");
        assertThat(handler.untilNow(session)).containsExactly("r CREATED new NOT_DIRECTORY");
        handler.onEvent = () -> {};
        Files.writeString(root.resolve("newer"), "1");
        Files.writeString(d.resolve("f"), "1");
        assertThat(handler.untilNow(session)).containsExactly("d CREATED f NOT_DIRECTORY");
        assertThat(session.watchCount()).isEqualTo(1);
    }

    @Test
    void G6_nothingIsReportedAfterClose() throws Exception {
        session.close();
        session = open(Duration.ofMillis(1));
        RawWatch watch = session.watch(root, "r");
        handler.onEvent = session::close;
        Files.writeString(root.resolve("new"), "1");
        Eventually.await().until(() -> handler.endings.get() == 2);
        assertThat(watch.isActive()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> session.watch(root, "again"));
        assertThatIllegalStateException().isThrownBy(() -> session.fence("token"));
        session.close();
    }

    private static final class Handler implements RawEventHandler {
        @FunctionalInterface
        interface Action {
            void run() throws WatchException;
        }

        final List<Exception> failures = new ArrayList<>(); // guarded by this
        final AtomicInteger endings = new AtomicInteger();
        private final List<String> records = new ArrayList<>(); // guarded by this
        volatile Action onEvent = () -> {};

        List<String> untilNow(RawSession session) throws InterruptedException {
            CountDownLatch passed = new CountDownLatch(1);
            session.fence(passed);
            assertThat(passed.await(10, TimeUnit.MINUTES)).isTrue();
            synchronized (this) {
                List<String> result = List.copyOf(records);
                records.clear();
                return result;
            }
        }

        synchronized boolean contains(String record) {
            return records.contains(record);
        }

        @Override
        public void onEvent(RawEvent event) {
            for (RawKind kind : RawKind.values()) {
                if (kind.in(event.kinds())) {
                    NativeName name = event.toName();
                    synchronized (this) {
                        records.add(event.attachment() + " " + kind + " " + name + " " + event.subject());
                    }
                }
            }
            try {
                onEvent.run();
            } catch (WatchException e) {
                onFailure(e);
            }
        }

        @Override
        public void onOverflow(RawEvent event) {
            throw new AssertionError("polling has no queue");
        }

        @Override
        public void onFence(Object token) {
            ((CountDownLatch) token).countDown();
        }

        @Override
        public synchronized void onFailure(Exception failure) {
            failures.add(failure);
        }

        @Override
        public void onTerminated() {
            endings.incrementAndGet();
        }
    }
}
