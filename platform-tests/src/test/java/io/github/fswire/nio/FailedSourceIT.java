package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean failing = new AtomicBoolean();

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
                    if (failing.get() && method.getName().equals("watch")) {
                        throw new AssertionError("a failure that was planted");
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
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
        Files.createFile(((Path) key.watchable()).resolve("f"));
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
    void aWatcherThatHasFailed() throws Exception {
        WatchEvent.Modifier fileTree =
                (WatchEvent.Modifier) Class.forName("com.sun.nio.file.ExtendedWatchEventModifier")
                        .getField("FILE_TREE")
                        .get(null);
        WatchKey before = register("before", fileTree);
        expectEvent(before);
        failing.set(true);
        assertThatIllegalStateException().isThrownBy(() -> register("meanwhile", fileTree));
        failing.set(false);
        Eventually.await().until(() -> !before.isValid());
        expectEvent(register("after", fileTree));
    }
}
