package io.github.fswire.macos;

import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemCreated;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemIsFile;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.MacCalls;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NotingHandler;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * By the binding of the lane, on a stand-in for FSEvents that reports what the test demands. Every test ends with as many native
 * objects and as much native memory as it began with, and with nothing done that a Mac would punish.
 */
abstract class StandInTest extends NotingHandler {
    static final int CREATED = kFSEventStreamEventFlagItemCreated | kFSEventStreamEventFlagItemIsFile;

    @TempDir
    Path root;

    private Set<Path> fences = Set.of();
    private int live;
    private long bytes;
    long lastId = 1L << 41;

    @BeforeEach
    void standIn() throws IOException {
        StandIn.script();
        live = StandIn.live();
        fences = fenceDirectories();
        bytes = NativeMemory.liveBytes();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        StandIn.leave();
        assertThat(StandIn.live()).as("native objects").isEqualTo(live);
        assertThat(NativeMemory.liveBytes()).as("native bytes").isEqualTo(bytes);
        assertThat(fenceDirectories()).as("directories of fences").isEqualTo(fences);
    }

    /** Those of this process. */
    private static Set<Path> fenceDirectories() throws IOException {
        String ours = "fswire-fences-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(path -> path.getFileName().toString().startsWith(ours))
                    .collect(Collectors.toSet());
        }
    }

    RawSession open() throws WatchException {
        RawSession session = new FsEventsBackend().open(this, RawOptions.DEFAULT);
        assertThat(session.binding()).isEqualTo(Lane.expectedBinding());
        return session;
    }

    RawSession open(IntFunction<NativeMemory> allocator, ThreadFactory threads) throws WatchException {
        String binding = Lane.expectedBinding();
        return new SessionSetup<MacCalls>(
                        this,
                        RawOptions.DEFAULT,
                        binding,
                        () -> Bindings.mac(binding, true),
                        () -> Bindings.mac(binding, false),
                        allocator,
                        threads)
                .open(FsEventsSession::prepare);
    }

    RawWatch watch(RawSession session) throws WatchException {
        return session.watch(NativeName.of(root), "root");
    }

    StandIn.Event event(String name, int flags) {
        return new StandIn.Event("/private" + root + (name.isEmpty() ? "" : "/" + name), flags, ++lastId);
    }

    static void deliver(StandIn.Event... events) {
        StandIn.deliver(Arrays.asList(events));
    }
}
