package io.github.fswire.engine;

import io.github.fswire.engine.Simulation.Kernel;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.windows.SimulatedWindows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** What a seed decides before a simulation begins: the disk, the kernel, what goes wrong, and the options of the watcher. */
final class SimulatedSetting {
    static final long MILLISECOND = 1_000_000;

    private static final long FIRST_LATER = 1_795_895_000_000_000L; // a seed
    private static final long FIRST_WITH_THREADS = 1_795_907_000_000_000L;

    final Kernel system;
    final Plant plant;
    final SimulatedLimits limits;
    final boolean initial; // what is there at the start is delivered, and there are changes meanwhile
    final boolean links;
    final int handleLimit;
    final boolean rootLives;
    final int calm; // calls between two changes
    final int faults; // calls between two faults; 0 if there are none
    final int late; // calls by which records may be late; 0 if they are not
    final boolean forbids;
    final boolean refuses; // the listener, at times
    final boolean settles;
    final boolean grows; // it begins with two small roots, and a large one around them comes and goes
    private final boolean isExtended;
    private final int queueLimit;
    private final long seed;
    private final boolean fat;
    private final long tickNanos;
    private final boolean hasProc;
    private final boolean listsTypes;
    private final int watchLimit;

    SimulatedSetting(long seed, Kernel system, Plant plant) {
        this.seed = seed;
        this.system = system;
        this.plant = plant;
        this.limits = plant.hasLimits() ? SimulatedLimits.of(new SplittableRandom(seed + 2)) : SimulatedLimits.NONE;
        SplittableRandom random = new SplittableRandom(seed);
        boolean delivered = random.nextBoolean();
        boolean linked = random.nextInt(3) == 0 || plant.needsLinks() || plant.hasNameless();
        links = linked
                && system != Kernel.WINDOWS
                && !plant.hasLimits(); // or names outside of the part that is watched
        calm = links ? 12 : random.nextInt(2, 30); // with links a greater hurry meets the limit that the guides name
        boolean lives = random.nextInt(8) == 0 || plant.needsLivingRoot();
        rootLives = lives && !plant.hasNameless(); // what is in a root that comes back is a limit that the guides name
        faults = random.nextInt(3) == 0 ? random.nextInt(10, 100) : 0;
        late = random.nextInt(3) == 0 ? random.nextInt(1, 30) : 0;
        forbids = random.nextInt(4) == 0;
        refuses = random.nextInt(4) == 0;
        settles = random.nextInt(6) == 0;
        queueLimit = random.nextInt(3) == 0 ? random.nextInt(2, 20) : Integer.MAX_VALUE;
        fat = random.nextInt(10) == 0;
        tickNanos = fat ? 2_000 * MILLISECOND : random.nextInt(2) == 0 ? 10 * MILLISECOND : MILLISECOND;
        hasProc = random.nextInt(10) > 0;
        listsTypes = random.nextInt(10) > 0;
        watchLimit = random.nextInt(5) == 0 ? random.nextInt(4) : Integer.MAX_VALUE;
        initial = delivered || forbids; // what cannot be read at the start is not known to be there
        int limit = random.nextInt(8) == 0 ? random.nextInt(4, 8) : Integer.MAX_VALUE;
        handleLimit = system != Kernel.WINDOWS ? limit : Integer.MAX_VALUE;
        grows = random.nextInt(5) == 0 && initial && !rootLives && !links; // no link from outside
        isExtended = random.nextBoolean();
    }

    boolean isWindows() {
        return system == Kernel.WINDOWS;
    }

    /** Sets up what has just been made. */
    void apply(SimulatedDisk disk, SimulatedKernel kernel) {
        disk.isLate = late > 0 && !isWindows();
        disk.queueLimit = queueLimit;
        disk.tickNanos = tickNanos;
        if (fat) {
            kernel.useFat();
        } else if (system == Kernel.MULTIGRAIN) {
            kernel.useMultigrain();
        }
        kernel.hasProc = hasProc;
        kernel.listsTypes = listsTypes;
        kernel.hasOpenat2 = listsTypes;
        kernel.watchLimit = watchLimit;
    }

    /** Sets up what has just been made. */
    void apply(SimulatedWindows windows) {
        windows.isExtended = isExtended;
        windows.room = queueLimit == Integer.MAX_VALUE ? Integer.MAX_VALUE : queueLimit * 16;
    }

    /** Whether calls may find that a limit of the system is reached. */
    boolean hasLimit() {
        return !opensEverything() || watchLimit < Integer.MAX_VALUE;
    }

    /** Whether no directory is there that cannot be opened for want of a descriptor. */
    boolean opensEverything() {
        return handleLimit == Integer.MAX_VALUE;
    }

    WatchOptions options(List<String> roots, SimulatedDisk disk) {
        SplittableRandom random = new SplittableRandom(~seed);
        WatchOptions.Builder options = WatchOptions.builder().waitForRoots(grows);
        roots.forEach(root -> options.root(Path.of(root)));
        options.quietPeriod(Duration.ofMillis(random.nextInt(3) * 10L));
        options.maxDelay(Duration.ofMillis(random.nextInt(20, 200)));
        options.maxBatch(random.nextInt(3) == 0 ? random.nextInt(1, 4) : 4096);
        if (random.nextInt(6) == 0) {
            options.debounce(WatchOptions.Debounce.LEADING);
        }
        if (random.nextInt(4) == 0 && !links) { // whose inspects new links do not count: nothing is concluded from them
            options.reconcileEvery(Duration.ofMillis(random.nextInt(30, 300)));
        }
        if (settles) {
            int period = random.nextInt(1, 500);
            options.settle(Duration.ofMillis(period));
            if (random.nextInt(3) == 0) { // with a bound, because not everything is closed
                options.settleUntil(WatchOptions.SettleUntil.CLOSED);
                options.settleAtMost(Duration.ofMillis(period + random.nextInt(5000)));
            }
        }
        options.previousAttributes(isLater() && (seed & 1) == 0);
        if (hasThreads()) {
            options.listener(ListenerOptions.EVERYTHING.maxBacklog(random.nextInt(1, 20)));
        }
        limits.apply(options, disk);
        return options.initial(initial).build();
    }

    /** Seeds that were found earlier keep their histories: they do not have what came later. */
    private boolean isLater() {
        return seed > FIRST_LATER;
    }

    boolean hasThreads() {
        return seed > FIRST_WITH_THREADS && seed % 3 == 0 && !grows;
    }

    boolean selects() {
        return isLater() && !grows && !rootLives;
    }

    /** Whether some fences compare everything. */
    boolean compares() {
        return seed > FIRST_WITH_THREADS && !links;
    }

    /** Whether every promise holds at each fence, and not only in the end. */
    boolean promisesFences() {
        return !settles && faults == 0 && opensEverything();
    }

    @Override
    public String toString() {
        return String.format(
                "initial %s, links %s, root lives %s, calm %d, faults %d, late %d, settles %s, tick %d ms, proc %s, types %s,"
                        + " limits: queue %d, watches %d, descriptors %d",
                initial,
                links,
                rootLives,
                calm,
                faults,
                late,
                settles,
                tickNanos / MILLISECOND,
                hasProc,
                listsTypes,
                queueLimit,
                watchLimit,
                handleLimit);
    }
}
