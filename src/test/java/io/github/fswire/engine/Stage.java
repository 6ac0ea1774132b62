package io.github.fswire.engine;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedBackend;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.OverflowThrottle;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import io.github.fswire.watch.WatcherState;
import io.github.fswire.windows.SimulatedReadDirectory;
import io.github.fswire.windows.SimulatedWindows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A watcher on a simulated kernel with a clock that stands still: a play of few, chosen events. One thread. */
final class Stage extends SimulatedHost implements SimulatedKernel.Meanwhile, ChangeListener, AutoCloseable {
    private static final class Throttle extends OverflowThrottle {
        @Override
        public synchronized void rest() {}
    }

    private record Play(WatchLoop loop, Scanner scanner, WatchLoop.DiskAccess access) {}

    static final long MS = 1_000_000;

    final SimulatedKernel kernel = new SimulatedKernel(disk, this);
    final List<String> lines = new ArrayList<>();
    final List<Exception> errors = new ArrayList<>();
    final List<DegradedNotice> notices = new ArrayList<>();
    final List<String> states = new ArrayList<>();
    WatchRegistry.Verdict verdict = WatchRegistry.Verdict.TRUSTED;
    ChangeListener audience = batch -> {};
    int calls; // of the kernel
    final Map<SimulatedKernel.Call, Integer> failures = new EnumMap<>(SimulatedKernel.Call.class); // with which errors
    BiConsumer<SimulatedKernel.Call, String> meanwhile = (call, argument) -> {}; // at each of them, before it is made
    UnaryOperator<Scanner> lens = scanner -> scanner;
    private final SimulatedBackend backend = new SimulatedBackend(kernel);
    private final @Nullable SimulatedWindows windows; // else it is Linux
    private final @Nullable SimulatedReadDirectory recursive;
    private @Nullable Play play;

    /** On Linux. */
    Stage() {
        this(false);
    }

    /** On Windows, or on Linux. */
    Stage(boolean onWindows) {
        windows = onWindows ? new SimulatedWindows(disk, false, this) : null;
        recursive = windows != null ? new SimulatedReadDirectory(windows) : null;
    }

    /** From now on the kernel of Windows keeps a history, as that of macOS does. */
    void keepHistory() {
        Objects.requireNonNull(recursive).keepHistory();
    }

    /** Starts the watcher. */
    void start(UnaryOperator<WatchOptions.Builder> options) throws IOException {
        WatchOptions.Builder builder = WatchOptions.builder()
                .root(Path.of(SimulatedMirror.ROOT))
                .quietPeriod(Duration.ofMillis(30))
                .maxDelay(Duration.ofMillis(60));
        RawBackend queue = recursive != null ? recursive : backend;
        WatchLoop loop =
                new WatchLoop(options.apply(builder).build(), this, queue, root -> verdict, this, new Throttle(), this);
        Scanner scanner = lens.apply(windows != null ? windows.scanner() : kernel.scanner());
        WatchLoop.DiskAccess access = loop.open(scanner);
        play = new Play(loop, scanner, access);
        loop.begin(access, () -> {});
    }

    private Play play() {
        return Objects.requireNonNull(play);
    }

    /** Lets time pass, in which the watcher does what it has to do. */
    void pass(long millis) {
        long end = disk.now + millis * MS;
        while (disk.now < end) {
            long wait = step();
            disk.now = wait <= 0 ? disk.now : Math.min(end, disk.now + Math.min(wait, end));
        }
    }

    /** Does the next thing that is due now. */
    long step() {
        read();
        return inspect();
    }

    /** Reads the kernel's queue to its end. */
    void read() {
        while (recursive != null ? recursive.read() : backend.read()) {
            // one step each
        }
    }

    /** Does the next thing that is due now, without what is in the kernel's source. */
    long inspect() {
        return play().loop().step(play().access());
    }

    /** Adds a root; what that means is done when time passes. */
    void addRoot(NativeName path) {
        var unused = play().loop().addRoot(path);
    }

    /** Removes a root; what that means is done when time passes. */
    void removeRoot(NativeName path) {
        var unused = play().loop().removeRoot(path);
    }

    WatchLoop.Fence reconcile() {
        return play().loop().reconcile();
    }

    WatcherState state() {
        return play().loop().state();
    }

    WatchStatistics statistics() {
        return play().loop().statistics();
    }

    @Override
    public void close() {
        if (play == null) {
            return;
        }
        play().loop().end();
        play().scanner().close();
    }

    @Override
    public void onBatch(ChangeBatch batch) throws Exception {
        audience.onBatch(batch);
        batch.forEach(change -> lines.add(line(change)));
    }

    private static String line(Change change) {
        String path = change.nativePath().toString();
        boolean root = path.equals(SimulatedMirror.ROOT);
        return change.kind() + " " + (root ? "." : path.substring(SimulatedMirror.ROOT.length() + 1));
    }

    @Override
    public void onError(Exception error) {
        errors.add(error);
    }

    @Override
    public void onState(WatcherState state) {
        states.add(state.status() + " "
                + state.restrictions().stream()
                        .map(one -> one.kind() + " " + one.first() + " " + one.places())
                        .toList());
    }

    @Override
    public void onDegraded(DegradedNotice notice) {
        notices.add(notice);
    }

    @Override
    public int before(SimulatedKernel.Call call, String argument) {
        disk.now += 100;
        calls++;
        meanwhile.accept(call, argument);
        return failures.getOrDefault(call, 0);
    }

    @Override
    public int portion(int most) {
        return Math.min(most, 1000);
    }

    @Override
    public @Nullable ThreadFactory listenerThreads(int watcher) {
        return null; // one thread does everything
    }

    /** Makes a directory in the simulated tree. */
    Inode makeDirectory(Inode parent, String name) {
        disk.create(parent, name, SimulatedDisk.DIRECTORY);
        return Objects.requireNonNull(parent.children().get(name));
    }
}
