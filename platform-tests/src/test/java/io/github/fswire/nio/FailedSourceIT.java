package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import io.github.fswire.raw.RawSession;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** A service whose queue or watcher has failed ends the keys of that one, and registers directories all the same. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class FailedSourceIT {
    private final List<RawSession> sessions = new ArrayList<>();
    private final AtomicReference<Thread> registering = new AtomicReference<>(); // to be told of a failure last
    private final AtomicInteger passing = new AtomicInteger(Integer.MAX_VALUE); // calls before those that fail

    @AutoClose
    private Workspace workspace;

    private FswireWatchService service;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        service = FswireWatchService.open(
                WatchServiceOptions.DEFAULT.withBackend(WrappedBackend.use((real, handler, options) -> {
                    RawSession session = real.open(handler, options);
                    sessions.add(session);
                    return failing(session);
                })));
    }

    /** The same session, which fails to watch on demand. */
    private RawSession failing(RawSession session) {
        return (RawSession) Proxy.newProxyInstance(
                RawSession.class.getClassLoader(), new Class<?>[] {RawSession.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("watch") && passing.getAndDecrement() <= 0) {
                        makeLast(registering.getAndSet(null));
                        throw new AssertionError("a failure that was planted");
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Lets a thread ask the watcher once more, so that it learns of a failure after everybody else. */
    private static void makeLast(Thread thread) {
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
            Eventually.await().until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.WAITING);
        }
    }

    @AfterEach
    void close() throws IOException {
        service.close();
    }

    private WatchKey register(String name, WatchEvent.Modifier... modifiers) throws IOException {
        Path directory = Files.createDirectories(workspace.root().resolve(name));
        return FswireWatchService.register(directory, service, new WatchEvent.Kind<?>[] {ENTRY_CREATE}, modifiers);
    }

    private static void expectEvent(WatchKey key) throws IOException {
        Files.createTempFile((Path) key.watchable(), "f", null);
        Eventually.await().until(() -> !key.pollEvents().isEmpty());
        assertThat(key.isValid()).isTrue();
    }

    @Test
    void aQueueThatIsNotReadAnyMore() throws Exception {
        WatchKey before = register("before");
        sessions.get(0).close();
        Eventually.await().until(() -> !before.isValid());
        expectEvent(register("after"));
    }

    @Test
    void aSecondRegistrationThatFailsLeavesTheFirst() throws Exception {
        WatchKey key = register("before");
        for (int calls = 0; calls < 2; calls++) { // the queue's own, then also those of the watcher that takes over
            passing.set(calls);
            registering.set(Thread.currentThread());
            assertThatThrownBy(() -> register("before", FileTree.MODIFIER))
                    .isInstanceOf(calls == 0 ? AssertionError.class : IllegalStateException.class);
            assertThat(Thread.interrupted()).isEqualTo(calls > 0);
            passing.set(Integer.MAX_VALUE);
            expectEvent(key);
            assertThat(key.reset()).isTrue();
        }
        assertThat(register("before", FileTree.MODIFIER)).isEqualTo(key);
        Files.createDirectories(workspace.root().resolve("before/below/deeper"));
        Eventually.await().until(() -> key.pollEvents().stream()
                .anyMatch(event -> event.context().equals(Path.of("below", "deeper"))));
    }

    @Test
    void aWatcherThatHasFailed() throws Exception {
        WatchKey before = register("before", FileTree.MODIFIER);
        expectEvent(before);
        passing.set(0);
        assertThatIllegalStateException().isThrownBy(() -> register("meanwhile", FileTree.MODIFIER));
        passing.set(Integer.MAX_VALUE);
        Eventually.await().until(() -> !before.isValid());
        expectEvent(register("after", FileTree.MODIFIER));
    }
}
