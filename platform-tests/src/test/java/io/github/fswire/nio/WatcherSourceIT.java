package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import io.github.fswire.platform.Platform;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawSession;
import io.github.fswire.scan.Scanner;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key joins a watcher that fails while it adds the directory. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class WatcherSourceIT {
    private static final Request REQUEST = new Request(Set.of(ENTRY_CREATE), false);

    private final List<DirectoryKey> ended = new ArrayList<>();

    @AutoClose
    private Workspace workspace;

    private WatcherSource source;
    private boolean refuses;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        WatchServiceOptions options = WatchServiceOptions.DEFAULT.withBackend(
                WrappedBackend.use((real, handler, its) -> failing(real.open(handler, its))));
        source = new WatcherSource(options, 1, ended::add);
    }

    @AfterEach
    void close() {
        source.close();
    }

    /** The same session; when it is asked for a watch, the watcher has failed. */
    private RawSession failing(RawSession session) {
        return (RawSession) Proxy.newProxyInstance(
                RawSession.class.getClassLoader(), new Class<?>[] {RawSession.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("watch")) {
                        source.onState(WatcherState.failed(new AssertionError("a failure that was planted")));
                        if (refuses) {
                            throw new AssertionError("a failure that was planted");
                        }
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Lets a new key join; its directory. */
    private DirectoryKey join() throws Exception {
        try (Scanner scanner = Platform.openScanner();
                OpenDirectory directory = OpenDirectory.open(scanner, NativeName.of(workspace.root()))) {
            DirectoryKey key = new DirectoryKey(
                    cancelled -> {},
                    new SignalledKeys(),
                    workspace.root(),
                    directory.identity(),
                    REQUEST.kinds(),
                    true);
            if (refuses) {
                assertThatThrownBy(() -> source.add(key, directory, REQUEST)).isNotNull();
            } else {
                source.add(key, directory, REQUEST);
            }
            return key;
        }
    }

    /** Whoever has another source keeps that one. */
    @Test
    void aKeyThatCannotJoinIsNotEnded() throws Exception {
        refuses = true;
        DirectoryKey key = join();
        assertThat(ended).isEmpty();
        assertThat(key.pollEvents()).isEmpty();
    }

    @Test
    void aKeyThatHasJoinedIsEnded() throws Exception {
        DirectoryKey key = join();
        assertThat(ended).containsExactly(key);
    }
}
