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
import io.github.fswire.threads.Time;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import io.github.fswire.windows.SimulatedReadDirectory;
import io.github.fswire.windows.SimulatedWindows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a watcher on a simulated kernel: one thread, one seed, virtual time. Whatever is done to the disk is done between
 * two calls of the watcher, its reader takes a step there too, and calls fail.
 *
 * <p>Everything is decided by the seed and the number of the decision, so that a run in which some of what happened is left out
 * is much like the whole.
 */
final class Simulation implements SimulatedKernel.Meanwhile, WatchLoop.Host, Time {
    private static final long MILLISECOND = 1_000_000;
    private static final long SETTLED = 15_000 * MILLISECOND; // longer than everything that the watcher postpones
    private static final long FIRST_LATER = 1_795_895_000_000_000L; // a seed
    private static final long FIRST_WITH_THREADS = 1_795_907_000_000_000L;
    private static final int FAT = 0x4D44;
    private static final int TMPFS = 0x01021994;
    private static final List<String> SMALL = List.of(SimulatedMirror.ROOT + "/a", SimulatedMirror.ROOT + "/b");

    /** A throttle at which the only thread does not wait. */
    private static final class Throttle extends OverflowThrottle {
        @Override
        public synchronized void rest() {}
    }

    private static final String[] OPERATIONS = {
        "file",
        "file",
        "file",
        "mkdir",
        "mkdir",
        "mkdir",
        "symlink",
        "write",
        "write",
        "write",
        "close",
        "chmod",
        "write older",
        "rm",
        "rm",
        "link",
        "exchange",
        "root",
        "rename", // the last kind
        "rename",
        "rename",
        "rename",
        "rename",
        "rename"
    };

    private static final int LINK = 15;
    private static final int LAST_KIND = 18;

    private final long seed;
    private final Set<Long> without;
    private final Plant plant;
    private final boolean tracing;

    /** What happened, by the number of the decision: changes and faults. */
    final List<Long> happened = new ArrayList<>();

    /** The same and what the watcher did, for people; if it is traced. */
    final List<String> history = new ArrayList<>();

    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedKernel kernel = new SimulatedKernel(disk, this);
    private final SimulatedBackend backend = new SimulatedBackend(kernel);
    private final @Nullable SimulatedWindows windows; // else it is Linux
    private final @Nullable SimulatedReadDirectory recursive;
    private final SimulatedMirror mirror = new SimulatedMirror(disk, this::trace, this::toll);
    private final SimulatedFilter filter;
    private final SimulatedLimits limits;
    private final SimulatedMirror filtered = new SimulatedMirror(disk, line -> trace("    " + line), this::toll);
    private final SimulatedSelection selected;
    private final Throttle throttle = new Throttle();
    private final SimulatedThreads threads = new SimulatedThreads(); // take steps as the reader does
    private final boolean initial; // what is there at the start is delivered, and there are changes meanwhile
    private final boolean links;
    private final int handleLimit;
    private final boolean rootLives;
    private final int calm; // calls between two changes
    private final int faults; // calls between two faults; 0 if there are none
    private final int late; // calls by which records may be late; 0 if they are not
    private final boolean forbids;
    private final boolean refuses; // the listener, at times
    private final boolean settles;
    private final boolean grows; // it begins with two small roots, and a large one around them comes and goes
    private boolean grown;
    private boolean joined; // the filtered one has
    private boolean busy;
    private boolean failing;
    private boolean reading;
    private boolean forbidden; // some directory is
    private boolean reported; // what is written through descriptors without a name can be
    private final List<Inode> nameless = new ArrayList<>(); // open descriptors
    private final Set<Inode> unwatched =
            new HashSet<>(); // files without a watch of their own, limits that the guides name
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
        this.filter = SimulatedFilter.of(new SplittableRandom(seed + 1));
        this.selected = SimulatedSelection.of(new SplittableRandom(seed + 2), line -> trace(line));
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
        disk.isLate = late > 0;
        disk.queueLimit = random.nextInt(3) == 0 ? random.nextInt(2, 20) : Integer.MAX_VALUE;
        boolean fat = random.nextInt(10) == 0;
        disk.tickNanos = fat ? 2_000 * MILLISECOND : random.nextInt(2) == 0 ? 10 * MILLISECOND : MILLISECOND;
        kernel.fileSystem = fat ? FAT : system == Kernel.MULTIGRAIN ? TMPFS : 0;
        disk.isMultigrain = system == Kernel.MULTIGRAIN && !fat;
        kernel.hasProc = random.nextInt(10) > 0;
        kernel.listsTypes = random.nextInt(10) > 0;
        kernel.hasOpenat2 = kernel.listsTypes;
        kernel.watchLimit = random.nextInt(5) == 0 ? random.nextInt(4) : Integer.MAX_VALUE;
        initial = delivered || forbids; // what cannot be read at the start is not known to be there
        int limit = random.nextInt(8) == 0 ? random.nextInt(4, 8) : Integer.MAX_VALUE;
        handleLimit = system != Kernel.WINDOWS ? limit : Integer.MAX_VALUE;
        grows = random.nextInt(5) == 0 && initial && !rootLives && !links; // no link from outside
        if (system == Kernel.WINDOWS) {
            windows = new SimulatedWindows(disk, false, this);
            windows.isExtended = random.nextBoolean();
            windows.room = disk.queueLimit == Integer.MAX_VALUE ? Integer.MAX_VALUE : disk.queueLimit * 16;
            recursive = new SimulatedReadDirectory(windows);
            disk.isLate = false;
        } else {
            windows = null;
            recursive = null;
        }
    }

    private WatchOptions options() {
        SplittableRandom random = new SplittableRandom(~seed);
        WatchOptions.Builder options = WatchOptions.builder().waitForRoots(grows);
        roots().forEach(root -> options.root(Path.of(root)));
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

    private boolean hasThreads() {
        return seed > FIRST_WITH_THREADS && seed % 3 == 0 && !grows;
    }

    private ListenerOptions backlog(ListenerOptions options) {
        return hasThreads() ? options.maxBacklog(random(5_000_000_000L).nextInt(1, 20)) : options;
    }

    private void deliver(int steps) {
        SplittableRandom random = random(4_000_000_000L + decisions);
        threads.deliver(steps, random::nextInt);
    }

    private boolean selects() {
        return isLater() && !grows && !rootLives;
    }

    private void verifySelected(Map<String, String> expected) {
        if (selects()) {
            assertThat(selected.shown()).as("selected").isEqualTo(selected.of(expected));
        }
    }

    private List<String> roots() {
        return grows && !grown ? SMALL : List.of(SimulatedMirror.ROOT);
    }

    private Map<String, String> expected() {
        if (rootLives) {
            mirror.copyFromOtherRoots();
            filtered.copyFromOtherRoots();
        }
        return limits.of(disk, SimulatedMirror.of(disk, roots()), given());
    }

    /** The roots, those inside another one among them. */
    private List<String> given() {
        return !grows
                ? roots()
                : !grown
                        ? SMALL
                        : Stream.concat(roots().stream(), SMALL.stream()).toList();
    }

    private Map<String, String> filtered(Map<String, String> expected) {
        return filter.of(expected, roots());
    }

    /** Adds the large root, or removes it. */
    private void regrow(WatchLoop loop, WatchLoop.DiskAccess access) {
        trace(grown ? "remove /r" : "add /r");
        NativeName root = NativeName.of(SimulatedMirror.ROOT);
        var done = grown ? loop.removeRoot(root) : loop.addRoot(root);
        var changed = done.thenRun(() -> {
            grown = !grown;
            if (!grown) {
                mirror.keep(SMALL);
                filtered.keep(SMALL);
            }
        });
        step(loop, access, 0);
        assertThat(changed).isDone();
    }

    private WatchLoop loop() {
        try {
            return new WatchLoop(
                    options(),
                    plant.listener(mirror),
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
        trace(String.format(
                "initial %s, links %s, root lives %s, calm %d, faults %d, late %d, settles %s, tick %d ms, proc %s, types %s,"
                        + " limits: queue %d, watches %d, descriptors %d",
                initial,
                links,
                rootLives,
                calm,
                faults,
                late,
                settles,
                disk.tickNanos / MILLISECOND,
                kernel.hasProc,
                kernel.listsTypes,
                disk.queueLimit,
                kernel.watchLimit,
                handleLimit));
        change(random(0).nextInt(20));
        if (!initial) {
            mirror.copy(expected()::containsKey);
        }
        WatchLoop loop = loop();
        try (Scanner scanner = plant.scanner(windows != null ? windows.scanner() : kernel.scanner())) {
            WatchLoop.DiskAccess access = loop.open(scanner);
            try {
                boolean disturbed = initial && !grows;
                busy = disturbed;
                failing = disturbed;
                kernel.handleLimit = disturbed ? handleLimit : Integer.MAX_VALUE;
                mirror.know(roots(), expected());
                loop.begin(access, () -> {});
                kernel.handleLimit = handleLimit;
                boolean limited = handleLimit < Integer.MAX_VALUE || kernel.watchLimit < Integer.MAX_VALUE;
                reported = faults == 0 && !forbids && !limited;
                SimulatedDisk.directories(disk.top).forEach(directory -> directory.children().values().stream()
                        .filter(inode -> inode.isFile() && inode.links() > 1)
                        .forEach(unwatched::add));
                SplittableRandom random = random(1);
                int steps = random.nextInt(5, 60);
                int joins = random.nextInt(steps); // the filtered listener
                busy = true;
                failing = true;
                for (int i = 0; i < steps; i++) {
                    if (i == joins) {
                        filtered.know(roots(), mirror.shown());
                        var joining = loop.subscribe(backlog(filter.options()), filtered);
                        kernel.isConcluding = false; // sizes and times for the initial changes
                        step(loop, access, 0);
                        kernel.isConcluding = true;
                        joined = true;
                        assertThat(joining).as("joining").isDone();
                        if (selects()) {
                            var unused = loop.subscribe(backlog(selected.options()), selected);
                        }
                    }
                    something(loop, access, random(1000 + i));
                }
                settle(loop, access);
                verify(loop.statistics());
            } finally {
                busy = false;
                failing = false;
                loop.end();
            }
        } catch (IOException e) {
            assertThat(rootLives || grows || faults > 0 || handleLimit < Integer.MAX_VALUE)
                    .as("cannot start: " + e)
                    .isTrue();
        }
        assertThat(kernel.leaks()).as("descriptors and memory left").isZero();
        assertThat(windows == null ? 0 : windows.leaks())
                .as("handles and memory left")
                .isZero();
    }

    private void something(WatchLoop loop, WatchLoop.DiskAccess access, SplittableRandom random) {
        if (grows && random.nextInt(8) == 0) {
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
        boolean compares = seed > FIRST_WITH_THREADS
                && !links
                && random(6_000_000_000L + decisions).nextInt(4) == 0;
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
        if (!settles && !forbidden && faults == 0 && handleLimit == Integer.MAX_VALUE) {
            var expected = expected();
            assertThat(mirror.shown()).as("after sync").isEqualTo(expected);
            if (joined) {
                assertThat(filtered.shown()).as("filtered, after sync").isEqualTo(filtered(expected));
                verifySelected(expected);
            }
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
        while (disk.now < end) {
            read(Integer.MAX_VALUE);
            long patience = recursive == null ? SETTLED : SimulatedReadDirectory.CHECK_NANOS;
            step(loop, access, Math.min(patience, end - disk.now + 1));
            deliver(Integer.MAX_VALUE);
        }
    }

    private void verify(WatchStatistics statistics) {
        var expected = expected();
        assertThat(mirror.shown()).isEqualTo(expected);
        assertThat(filtered.shown()).as("filtered").isEqualTo(filtered(expected));
        verifySelected(expected);
        List<String> roots = roots();
        long absent = roots.stream().filter(root -> disk.at(root) == null).count();
        long unlisted = roots.equals(SMALL) ? absent : 1; // nodes of roots that are not in the mirror
        assertThat(statistics.entries()).as("entries of the index").isEqualTo(expected.size() + unlisted);
        assertThat(statistics.degraded()).as("degraded directories").isEqualTo(absent);
        if (windows == null) {
            SimulatedDisk.directories(disk.outside).forEach(inode -> assertThat(SimulatedDisk.watches(inode))
                    .as("watches outside of " + inode)
                    .isZero());
        }
        for (String root : windows != null ? List.<String>of() : roots) {
            Inode top = disk.at(root);
            if (top != null) {
                verifyWatches(root, top, expected);
            }
        }
        if (!links && faults == 0 && late == 0 && !rootLives) { // no record reports what happens above a root
            assertThat(statistics.missed())
                    .as("changes that the kernel did not report")
                    .isZero();
        }
    }

    private void verifyWatches(String path, Inode directory, Map<String, String> expected) {
        boolean watched = (roots().contains(path) || expected.containsKey(path)) && limits.isListed(path, given());
        assertThat(SimulatedDisk.watches(directory))
                .as("watches of " + path + ", " + directory)
                .isEqualTo(watched ? 1 : 0);
        directory.children().forEach((name, inode) -> {
            if (inode.isDirectory()) {
                verifyWatches(path + "/" + name, inode, expected);
            }
        });
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
        if (late > 0 && random.nextInt(late) == 0) {
            disk.reportLate();
        }
        if (random.nextInt(calm) == 0) {
            change(number, random);
        }
        boolean reads = call == Call.OPENAT || call == Call.GETDENTS || call == Call.STATX;
        if (reads && random.nextInt(8) == 0) {
            read(random.nextInt(1, 5)); // never in a call that is made under the lock of the session
            deliver(random.nextInt(3));
        }
        if (faults > 0
                && failing
                && random.nextInt(faults) == 0
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
        if (busy && refuses && random(3_000_000_000L + decisions).nextInt(3) == 0) {
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
        Inode from = directory(random);
        Inode to = directory(random);
        String name = name(random);
        String other = name(random);
        int what = random.nextInt(OPERATIONS.length);
        if (plant.hasNameless() && what > LAST_KIND) {
            what = LINK;
        }
        int detail = random.nextInt(8);
        Inode child = from.children().get(name);
        if (without.contains(number) || isWritten(what) && nameless.contains(child)) {
            return;
        }
        if (isWritten(what) && child != null && child.links() > 1) {
            unwatched.add(child);
        }
        happened.add(number);
        disk.now += random.nextInt(3) * random.nextLong(2 * MILLISECOND);
        switch (what) {
            case 0, 1, 2 -> disk.create(from, name, SimulatedDisk.FILE);
            case 3, 4, 5 -> disk.create(from, name, SimulatedDisk.DIRECTORY);
            case 6 -> disk.create(from, name, SimulatedDisk.LINK);
            case 7, 8, 9 -> disk.write(from, name, detail == 0);
            case 10 -> disk.closeWritten(from, name);
            case 11 -> chmod(from, name, detail);
            case 12 -> disk.writeAndSetBack(from, name);
            case 13, 14 -> disk.remove(from, name);
            case LINK -> {
                if (links && (detail < 4 || !plant.hasNameless())) {
                    disk.link(from, name, to, other);
                } else if (links && reported) {
                    nameless(from, name, to, other, random);
                }
            }
            case 16 -> disk.exchange(from, name, to, other);
            case 17 -> root(detail);
            default -> disk.rename(from, name, to, other);
        }
        trace(OPERATIONS[what] + " " + from + name + " " + to + other + (detail == 0 ? " (0)" : ""));
    }

    /** If it is also written by a name that is new, a file has no watch of its own, a limit that the guides name. */
    private static boolean isWritten(int what) {
        return what >= 7 && what <= 10 || what == 12;
    }

    /** Something is done with a descriptor without a name: that is known to be a change only if it is in the tree. */
    private void nameless(Inode from, String name, Inode to, String other, SplittableRandom random) {
        if (nameless.isEmpty() || random.nextInt(4) == 0) {
            if (!unwatched.contains(from.children().get(name))) {
                nameless.add(disk.openNameless(from, name));
            }
            return;
        }
        int which = random.nextInt(nameless.size());
        Inode inode = nameless.get(which);
        switch (random.nextInt(6)) {
            case 0, 1 -> disk.linkNameless(inode, to, other);
            case 2 -> disk.closeNameless(nameless.remove(which));
            default -> disk.writeNameless(inode);
        }
    }

    private void chmod(Inode dir, String name, int detail) {
        int[] choices = {SimulatedDisk.OPEN, 0, 0444, 0311};
        int permissions = choices[forbids ? detail % choices.length : 0];
        forbidden |= permissions != SimulatedDisk.OPEN;
        disk.chmod(dir, name, detail == 7 ? 0700 : permissions);
    }

    private void root(int detail) {
        Inode above = disk.above();
        if (!rootLives) {
            return;
        }
        if (above == null || windows == null && detail > 4) {
            // Without /proc a path that leads elsewhere for an instant may put the watch there, which nothing shows.
            above(kernel.hasProc ? detail : 0);
            return;
        }
        switch (detail) {
            case 0 -> disk.remove(above, "r");
            case 1 -> disk.rename(above, "r", disk.outside, "a");
            case 2 -> disk.rename(disk.outside, "a", above, "r");
            default -> disk.create(above, "r", SimulatedDisk.DIRECTORY);
        }
    }

    /** At times the last thing that happens before it is quiet, so that no other record leads to it. */
    private void changeAbove() {
        if (!rootLives || windows != null) {
            return;
        }
        long number = 1_000_000 + ++decisions;
        SplittableRandom random = random(number);
        int detail = random.nextInt(3, 8);
        if (detail > 4 && !without.contains(number)) {
            happened.add(number);
            trace("above " + detail);
            above(detail);
        }
    }

    /** Nothing is watched above the root, so no record reports this. */
    private void above(int detail) {
        switch (detail) {
            case 5 -> disk.rename(disk.top, "p", disk.outside, "b");
            case 6 -> disk.rename(disk.outside, "b", disk.top, "p");
            case 7 -> disk.exchange(disk.top, "p", disk.outside, "b");
            default -> disk.createRoot();
        }
    }

    private Inode directory(SplittableRandom random) {
        Inode root = disk.root();
        List<Inode> all = SimulatedDisk.directories(root == null || random.nextInt(6) == 0 ? disk.outside : root);
        return all.get(random.nextInt(all.size()));
    }

    private static String name(SplittableRandom random) {
        return String.valueOf((char) ('a' + random.nextInt(4)));
    }

    private void trace(String line) {
        if (tracing) {
            history.add(line);
        }
    }

    @Override
    public void wakeUp() {}

    @Override
    public @Nullable ThreadFactory listenerThreads(int watcher) {
        return hasThreads() ? threads.factory() : null;
    }

    @Override
    public boolean pause(long nanos) {
        disk.now += nanos;
        return true;
    }

    @Override
    public long nanoTime() {
        return disk.now;
    }

    @Override
    public long currentNanos() {
        return disk.now;
    }
}
