package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedBackend;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel;
import io.github.fswire.linux.SimulatedKernel.Call;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.OverflowThrottle;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.windows.SimulatedReadDirectory;
import io.github.fswire.windows.SimulatedWindows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One run of a watcher on a simulated kernel: one thread, one seed, virtual time. Whatever is done to the disk is done between
 * two calls of the watcher, its reader takes a step there too, and calls fail.
 *
 * <p>Everything is decided by the seed and the number of the decision, so that a run in which some of what happened is left out
 * is much like the whole.
 */
final class Simulation extends SimulatedHost implements SimulatedKernel.Meanwhile {
    private static final long MILLISECOND = SimulatedSetting.MILLISECOND;
    private static final long SETTLED = 15_000 * MILLISECOND; // longer than everything that the watcher postpones
    private static final long LONGEST_REST =
            20 * SETTLED; // but for the rest after an inspection in which much happened
    /** A throttle at which the only thread does not wait. */
    private static final class Throttle extends OverflowThrottle {
        @Override
        public synchronized void rest() {}
    }

    private final long seed;
    private final Set<Long> without;
    private final Plant plant;
    private final SimulatedSetting setting;
    private final boolean tracing;

    /** What happened, by the number of the decision: changes and faults. */
    final List<Long> happened = new ArrayList<>();

    /** The same and what the watcher did, for people; if it is traced. */
    final List<String> history = new ArrayList<>();

    private final SimulatedKernel kernel = new SimulatedKernel(disk, this);
    private final SimulatedChanges changes;
    private final SimulatedBackend backend = new SimulatedBackend(kernel);
    private final @Nullable SimulatedWindows windows; // else it is Linux
    private final @Nullable SimulatedReadDirectory recursive;
    private final SimulatedListeners listeners;
    private final Throttle throttle = new Throttle();
    private final SimulatedThreads threads = new SimulatedThreads(); // take steps as the reader does
    private boolean busy;
    private boolean failing;
    private boolean reading;
    private long decisions;

    /** What is simulated. */
    enum Kernel {
        LINUX,
        /** With the time stamps that there are since 6.13. */
        MULTIGRAIN,
        /** Where listings do not show that a file has several names: there are no hard links. */
        WINDOWS
    }

    Simulation(long seed, Kernel system, Plant plant, Set<Long> without, boolean tracing) {
        this.seed = seed;
        this.plant = plant;
        this.without = without;
        this.tracing = tracing;
        this.setting = new SimulatedSetting(seed, system, plant);
        setting.apply(disk, kernel);
        this.changes = new SimulatedChanges(setting, disk, kernel.hasProc);
        this.listeners = new SimulatedListeners(seed, setting, disk, this::trace, this::toll);
        if (system == Kernel.WINDOWS) {
            windows = new SimulatedWindows(disk, false, this);
            setting.apply(windows);
            recursive = new SimulatedReadDirectory(windows);
        } else {
            windows = null;
            recursive = null;
        }
    }

    private ListenerOptions backlog(ListenerOptions options) {
        return setting.hasThreads() ? options.maxBacklog(random(5_000_000_000L).nextInt(1, 20)) : options;
    }

    private void deliver(int steps) {
        SplittableRandom random = random(4_000_000_000L + decisions);
        threads.deliver(steps, random::nextInt);
    }

    /** Adds the large root, or removes it. */
    private void regrow(WatchLoop loop, WatchLoop.DiskAccess access) {
        boolean grown = listeners.isGrown();
        trace(grown ? "remove /r" : "add /r");
        NativeName root = NativeName.of(SimulatedMirror.ROOT);
        var done = grown ? loop.removeRoot(root) : loop.addRoot(root);
        var changed = done.thenRun(listeners::changeRoots);
        step(loop, access, 0);
        assertThat(changed).isDone();
    }

    /** Adds a listener. Until it has its initial changes, what is inspected may be for their sizes and times only. */
    private CompletableFuture<?> join(WatchLoop loop, ListenerOptions options, ChangeListener listener) {
        kernel.isConcluding = false;
        return loop.subscribe(backlog(options), listener).whenComplete((joined, failure) -> kernel.isConcluding = true);
    }

    private WatchLoop loop() {
        try {
            return new WatchLoop(
                    setting.options(listeners.roots(), disk),
                    plant.listener(listeners.mirror),
                    plant.backend(recursive != null ? recursive : backend, kernel::inodeOf),
                    root -> WatchRegistry.Verdict.TRUSTED,
                    this,
                    throttle,
                    this);
        } catch (IOException e) {
            throw new AssertionError("there is no checkpoint", e);
        }
    }

    /** Runs until everything has settled and holds the watcher to its promises. */
    void run() {
        trace(setting.toString());
        change(random(0).nextInt(20));
        if (!setting.initial) {
            listeners.copy();
        }
        WatchLoop loop = loop();
        try (Scanner scanner = plant.scanner(windows != null ? windows.scanner() : kernel.scanner())) {
            WatchLoop.DiskAccess access = loop.open(scanner);
            try {
                boolean disturbed = setting.initial && !setting.grows;
                busy = disturbed;
                failing = disturbed;
                kernel.handleLimit = disturbed ? setting.handleLimit : Integer.MAX_VALUE;
                listeners.begin();
                loop.begin(access, () -> {});
                kernel.handleLimit = setting.handleLimit;
                changes.begun();
                SplittableRandom random = random(1);
                int steps = random.nextInt(5, 60);
                int joins = random.nextInt(steps); // the filtered listener
                busy = true;
                failing = true;
                for (int i = 0; i < steps; i++) {
                    if (i == joins) {
                        listeners.join();
                        var joining = join(loop, listeners.filter.options(), listeners.filtered);
                        step(loop, access, 0);
                        listeners.joined();
                        assertThat(joining).as("joining").isDone();
                        if (setting.selects()) {
                            var unused = join(loop, listeners.selected.options(), listeners.selected);
                        }
                    }
                    something(loop, access, random(1000 + i));
                }
                settle(loop, access);
                listeners.verify(loop.statistics());
            } finally {
                busy = false;
                failing = false;
                loop.end();
            }
        } catch (IOException e) {
            assertThat(setting.rootLives
                            || setting.grows
                            || setting.faults > 0
                            || setting.handleLimit < Integer.MAX_VALUE)
                    .as("cannot start: " + e)
                    .isTrue();
        }
        assertThat(kernel.leaks()).as("descriptors and memory left").isZero();
        assertThat(windows == null ? 0 : windows.leaks())
                .as("handles and memory left")
                .isZero();
    }

    private void something(WatchLoop loop, WatchLoop.DiskAccess access, SplittableRandom random) {
        if (setting.grows && random.nextInt(8) == 0) {
            regrow(loop, access);
        }
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> change(random.nextInt(10));
            case 3, 4, 5 -> read(random.nextInt(1, 8));
            case 6 -> {
                disk.now += random.nextInt(100) * MILLISECOND;
                deliver(random.nextInt(8));
            }
            case 7 -> sync(loop, access);
            default -> step(loop, access, random.nextInt(50) * MILLISECOND);
        }
    }

    private void step(WatchLoop loop, WatchLoop.DiskAccess access, long patience) {
        long wait = loop.step(access); // meanwhile time passes
        disk.now += Math.min(Math.max(wait, 0), patience);
    }

    /** G5: what happened before a fence has been delivered when the fence is complete. */
    private void sync(WatchLoop loop, WatchLoop.DiskAccess access) {
        busy = false;
        changeAbove();
        disk.reportLate();
        boolean compares =
                setting.compares() && random(6_000_000_000L + decisions).nextInt(4) == 0;
        trace(compares ? "reconcile" : "sync");
        WatchLoop.Fence fence = compares ? loop.reconcile() : loop.fence();
        for (int i = 0; !fence.isDone(); i++) {
            assertThat(i).as("steps of a sync").isLessThan(500);
            int most = random(5_000_000_000L + decisions + i).nextInt(8); // the engine need not wait for the reader
            boolean whole = most >= 4;
            read(whole ? Integer.MAX_VALUE : most);
            step(loop, access, whole ? Long.MAX_VALUE : MILLISECOND);
            deliver(whole ? Integer.MAX_VALUE : most);
        }
        loop.forget(fence);
        if (setting.promisesFences() && !changes.haveForbidden()) {
            listeners.verifyFence();
        }
        busy = true;
    }

    private void settle(WatchLoop loop, WatchLoop.DiskAccess access) {
        busy = false;
        failing = false;
        disk.reportLate();
        disk.isLate = false;
        kernel.watchLimit = Integer.MAX_VALUE;
        kernel.handleLimit = Integer.MAX_VALUE;
        for (Inode dir : SimulatedDisk.directories(disk.top)) {
            dir.children().forEach((name, inode) -> disk.allow(dir, name)); // but what was lost is not touched
        }
        changeAbove();
        disk.createRoot();
        disk.queueLimit = Integer.MAX_VALUE;
        trace("quiet from now on");
        long end = disk.now + SETTLED;
        long latest = disk.now + LONGEST_REST;
        while (disk.now < end || disk.now < latest && listeners.isDegraded(loop.statistics())) {
            read(Integer.MAX_VALUE);
            long patience = recursive == null ? SETTLED : SimulatedReadDirectory.CHECK_NANOS;
            step(loop, access, Math.min(patience, (disk.now < end ? end : latest) - disk.now + 1));
            deliver(Integer.MAX_VALUE);
        }
    }

    private SplittableRandom random(long number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }

    private void read(int times) {
        if (!reading && !throttle.isResting()) {
            reading = true;
            for (int i = 0; i < times && (recursive != null ? recursive.read() : backend.read()); i++) {
                // one step each
            }
            reading = false;
        }
    }

    @Override
    public int before(Call call, String argument) {
        disk.now += 5_000;
        if (!busy) {
            return 0;
        }
        long number = 1_000_000 + ++decisions;
        SplittableRandom random = random(number);
        if (setting.late > 0 && random.nextInt(setting.late) == 0) {
            disk.reportLate();
        }
        if (random.nextInt(setting.calm) == 0) {
            change(number, random);
        }
        boolean reads = call == Call.OPENAT || call == Call.GETDENTS || call == Call.STATX;
        if (reads && random.nextInt(8) == 0) {
            read(random.nextInt(1, 5)); // never in a call that is made under the lock of the session
            deliver(random.nextInt(3));
        }
        if (setting.faults > 0
                && failing
                && random.nextInt(setting.faults) == 0
                && !call.errors().isEmpty()
                && !without.contains(number)) {
            int error = call.errors().get(random.nextInt(call.errors().size()));
            happened.add(number);
            trace(call + " " + argument + " fails: " + error);
            return error;
        }
        return 0;
    }

    @Override
    public int portion(int most) {
        return busy ? random(2_000_000_000L + decisions).nextInt(most) + 1 : most;
    }

    /** The listener's price for a batch. */
    private void toll() throws IOException {
        before(Call.RM_WATCH, "");
        if (busy && setting.refuses && random(3_000_000_000L + decisions).nextInt(3) == 0) {
            trace("        refused");
            throw new IOException("not now");
        }
    }

    private void change(int times) {
        for (int i = 0; i < times; i++) {
            long number = 1_000_000 + ++decisions;
            change(number, random(number));
        }
    }

    private void change(long number, SplittableRandom random) {
        String change = without.contains(number) ? null : changes.make(random);
        if (change != null) {
            happened.add(number);
            trace(change);
        }
    }

    /** At times the last thing that happens before it is quiet, so that no other record leads to it. */
    private void changeAbove() {
        if (!setting.rootLives || windows != null) {
            return;
        }
        long number = 1_000_000 + ++decisions;
        SplittableRandom random = random(number);
        int detail = random.nextInt(3, 8);
        if (detail > 4 && !without.contains(number)) {
            happened.add(number);
            trace("above " + detail);
            changes.above(detail);
        }
    }

    private void trace(String line) {
        if (tracing) {
            history.add(line);
        }
    }

    @Override
    public @Nullable ThreadFactory listenerThreads(int watcher) {
        return setting.hasThreads() ? threads.factory() : null;
    }
}
