package io.github.fswire.macos;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.github.fswire.calls.FsEvents;
import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Workspace;
import io.github.fswire.macos.StandIn.Event;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library that stands in for macOS notes what a Mac would punish. */
@Tag("standin")
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
@ExtendWith(NoLeaks.class)
class StandInRulesIT {
    private static final int FLAGS = 0x16;

    private final NativeLibrary library = NativeLibrary.getInstance(System.getProperty("fswire.coreservices"));

    @BeforeEach
    void script() {
        StandIn.script();
    }

    @AfterEach
    void forget() {
        StandIn.forget();
    }

    private Pointer call(String function, @Nullable Object... arguments) {
        return library.getFunction(function).invokePointer(arguments);
    }

    /** Creates a stream that nothing is called by; null if it was refused. */
    private Pointer stream(double latency, int flags) {
        Pointer string = call("CFStringCreateWithCString", null, "/nothing", FsEvents.kCFStringEncodingUTF8);
        try (Memory strings = new Memory(Long.BYTES)) {
            strings.setPointer(0, string);
            Pointer callBacks = library.getGlobalVariableAddress("kCFTypeArrayCallBacks");
            Pointer array = call("CFArrayCreate", null, strings, 1L, callBacks);
            Pointer callback = library.getFunction("standin_live");
            Pointer stream = call("FSEventStreamCreate", null, callback, null, array, -1L, latency, flags);
            call("CFRelease", array);
            call("CFRelease", string);
            return stream;
        }
    }

    /** Streams of which each may be the last that ends or the first that begins. */
    @Test
    void streamsBeginWhileOthersEnd() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                done.add(both.submit(() -> {
                    for (int cycle = 0; cycle < 300; cycle++) {
                        Pointer queue = call("dispatch_queue_create", "queue", null);
                        Pointer stream = stream(0.01, FLAGS);
                        call("FSEventStreamSetDispatchQueue", stream, queue);
                        call("FSEventStreamStart", stream);
                        call("FSEventStreamStop", stream);
                        call("FSEventStreamInvalidate", stream);
                        call("FSEventStreamRelease", stream);
                        call("dispatch_release", queue);
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            both.shutdown();
        }
        assertThat(StandIn.violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 22", "-1, 22", "0.01, 0", "0.01, 18", "0.01, 23"})
    void otherArgumentsThanOursAreRefused(double latency, int flags) {
        assertThat(stream(latency, flags)).isNull();
        assertThat(StandIn.violations()).contains("FSEventStreamCreate");
    }

    @Test
    void aQueueThatWasReleasedIsNotToBeUsed() {
        Pointer queue = call("dispatch_queue_create", "released", null);
        call("dispatch_release", queue);
        Pointer stream = stream(0.01, FLAGS);
        assertThat(StandIn.violations()).isEmpty();
        call("FSEventStreamSetDispatchQueue", stream, queue);
        assertThat(StandIn.violations()).contains("FSEventStreamSetDispatchQueue");
        StandIn.script();
        call("dispatch_sync_f", queue, null, library.getFunction("standin_live"));
        assertThat(StandIn.violations()).contains("queue that was released");
        call("FSEventStreamInvalidate", stream);
        call("FSEventStreamRelease", stream);
    }

    /** Changes from before the start may be reported after it, with ids above those that there were. */
    @Test
    void historyComesLate() throws Exception {
        StandIn.forget();
        try (Workspace workspace = Workspace.forSeed(1)) {
            Disk disk = new Disk(workspace.root());
            AtomicLong names = new AtomicLong();
            Eventually.await().until(() -> {
                disk.apply(Operation.parse("fill d" + names.incrementAndGet() + " 30"));
                long before = StandIn.newest();
                try (Trial trial = Trial.start(workspace)) {
                    boolean late = StandIn.newest() > before;
                    Eventually.await().until(() -> !late || trial.statistics().rawEvents() > 0);
                    trial.assertConverged();
                    return late;
                }
            });
        }
    }

    /** An event's path leads somewhere else by now: what is there keeps its own path. */
    @Test
    void aLinkInAPathIsNotFollowed() throws Exception {
        StandIn.forget();
        try (Workspace workspace = Workspace.onDisk()) {
            Disk disk = new Disk(workspace.root());
            disk.apply(Operation.parse("mkdir a"));
            disk.apply(Operation.parse("fill b/x 1"));
            try (Trial trial = Trial.start(workspace)) {
                StandIn.hold(true);
                for (String operation : List.of("mkdir a/x", "rmrf a", "lns b a", "fill b/x/y 1")) {
                    disk.apply(Operation.parse(operation));
                }
                StandIn.hold(false);
                trial.assertConverged();
            }
        }
    }

    /** A directory that was moved away goes on to report, and another one is at its path by then. */
    @Test
    void whatIsNotInADirectoryIsNotTakenForItsOwn() throws Exception {
        StandIn.forget();
        try (Workspace workspace = Workspace.onDisk()) {
            Disk disk = new Disk(workspace.root());
            disk.apply(Operation.parse("mkdir a"));
            try (Trial trial = Trial.start(workspace)) {
                StandIn.hold(true);
                for (String operation :
                        List.of("mv a ../outside/a", "fill a/x 1", "mkdir ../outside/a/x", "mv ../outside/a b")) {
                    disk.apply(Operation.parse(operation));
                }
                StandIn.hold(false);
                trial.assertConverged();
                StandIn.passTheTick(); // nothing is inspected again
                trial.assertConverged();
                disk.apply(Operation.parse("write a/x/y 5"));
                trial.assertConverged();
            }
        }
    }

    /** What the order of closing is for: a callback that has begun goes on, and then nobody may have freed anything. */
    @Test
    void G6_aStreamIsInvalidatedWhileACallbackRuns() throws Exception {
        AtomicLong batches = new AtomicLong();
        int before = StandIn.runningAtInvalidate();
        Thread closer;
        try (Workspace workspace = Workspace.onDisk()) {
            WatchOptions options = WatchOptions.builder().root(workspace.root()).build();
            FileWatcher watcher = FileWatcher.start(options, batch -> batches.incrementAndGet());
            StandIn.gate(true);
            StandIn.deliver(List.of(new Event("/private" + workspace.root().resolve("f"), 0, StandIn.newest() + 1)));
            Eventually.await().until(StandIn::isCalling);
            closer = new Thread(watcher::close);
            closer.start();
            Eventually.await().until(() -> StandIn.runningAtInvalidate() > before);
            StandIn.gate(false);
            closer.join();
        }
        assertThat(batches).hasValue(0);
        assertThat(StandIn.violations()).isEmpty();
    }
}
