package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.FileNotify;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NotingHandler;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
import io.github.fswire.threads.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * By the binding of the lane on a stand-in for kernel32. Every test ends with as many handles and as much native memory as it
 * began with.
 */
abstract class StandInTest extends NotingHandler {
    static final int ADDED = FileNotify.FILE_ACTION_ADDED;
    static final int REMOVED = FileNotify.FILE_ACTION_REMOVED;
    static final int MODIFIED = FileNotify.FILE_ACTION_MODIFIED;
    static final int OLD_NAME = FileNotify.FILE_ACTION_RENAMED_OLD_NAME;
    static final int NEW_NAME = FileNotify.FILE_ACTION_RENAMED_NEW_NAME;

    @TempDir
    Path root;

    int handles;
    long bytes;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        StandIn.build();
    }

    @BeforeEach
    void standIn() {
        StandIn.use();
        handles = StandIn.handles();
        bytes = NativeMemory.liveBytes();
    }

    @AfterEach
    void nothingIsLeft() {
        StandIn.leave();
        assertThat(StandIn.handles()).as("handles").isEqualTo(handles);
        assertThat(NativeMemory.liveBytes()).as("native bytes").isEqualTo(bytes);
    }

    @Override
    public synchronized void onOverflow(RawEvent event) {
        reported.add("OVERFLOW " + event.attachment());
    }

    RawSession open() throws WatchException {
        RawSession session = new ReadDirectoryBackend().open(this, RawOptions.DEFAULT);
        assertThat(session.binding()).isEqualTo(Lane.expectedBinding());
        return session;
    }

    RawSession open(IntFunction<NativeMemory> allocator) throws WatchException {
        String binding = Lane.expectedBinding();
        return new SessionSetup<WindowsCalls>(
                        this,
                        RawOptions.DEFAULT,
                        binding,
                        () -> Bindings.windows(binding, true),
                        () -> Bindings.windows(binding, false),
                        allocator,
                        Threads.daemons("reader"))
                .open(ReadDirectorySession::prepare);
    }

    RawWatch watch(RawSession session) throws WatchException {
        return session.watch(NativeName.of(root), "root");
    }
}
