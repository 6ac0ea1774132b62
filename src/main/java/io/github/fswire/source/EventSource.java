package io.github.fswire.source;

import io.github.fswire.observe.Counters;
import io.github.fswire.pending.Pending;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.tree.Causes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The raw session of a watcher: opens it, opens it anew when it is lost, and passes fences through its queue.
 *
 * <p>{@link #fence}, {@link #behind}, {@link #close} and the session's callbacks may be called from any thread; everything
 * else belongs to the engine thread.
 */
public final class EventSource implements EventCollector.SessionListener {
    private static final Logger LOGGER = System.getLogger(EventSource.class.getName());
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long HISTORY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long SLICE_MILLIS = 20;

    /** A task that runs once behind the events in the queue, also if the queue is lost. */
    private final class Passing implements Runnable {
        private final Runnable target;

        private Passing(Runnable target) {
            this.target = target;
            passing.add(this);
        }

        @Override
        public void run() {
            if (passing.remove(this)) {
                target.run();
            }
        }
    }

    private final RawBackend backend;
    private final String threadName;
    private final Pending pending;
    private final WatchRegistry watches;
    private final Counters counters;
    private final Runnable wakeUp;
    private final OverflowThrottle throttle;
    private final @Nullable Writers writers;
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final Set<Passing> passing = ConcurrentHashMap.newKeySet(); // under way
    private final Coverage coverage;
    private boolean wanted;
    private volatile boolean closed;
    private volatile boolean lost;
    private volatile boolean mountsChanged;
    private volatile @Nullable RawSession session;
    private volatile @Nullable EventCollector collector;

    /** Opens nothing yet. {@code wakeUp} is called when a getter of this has a new result. */
    public EventSource(
            RawBackend backend,
            String threadName,
            Pending pending,
            WatchRegistry watches,
            Counters counters,
            OverflowThrottle throttle,
            @Nullable Writers writers,
            Runnable wakeUp) {
        this.backend = backend;
        this.threadName = threadName;
        this.pending = pending;
        this.watches = watches;
        this.counters = counters;
        this.throttle = throttle;
        this.writers = writers;
        this.wakeUp = wakeUp;
        this.coverage = Coverage.of(backend.capabilities());
    }

    /**
     * Opens a session. If a limit prevents that, also one of threads or memory, there is no session, and everything is
     * inspected every interval until one can be opened.
     *
     * @param since where in the kernel's history to begin; null: with the events from now on
     * @throws WatchException if the backend does not work here
     */
    public void open(@Nullable String since) throws WatchException {
        wanted = false;
        throttle.restart();
        if (writers != null) {
            writers.clear();
        }
        EventCollector opening = new EventCollector(
                pending,
                this,
                counters.rawEvents,
                counters.overflows,
                throttle,
                writers,
                backend.capabilities(),
                since == null);
        collector = opening;
        try {
            RawSession opened = backend.open(
                    opening, RawOptions.DEFAULT.withThreadName(threadName).withSince(since));
            session = opened;
            counters.binding = opened.binding();
            watches.use(opened, null, coverage);
        } catch (WatchLimitException e) {
            watches.use(null, e, coverage);
        } catch (OutOfMemoryError e) {
            watches.use(null, noMemory(e), coverage);
        }
        wanted = true;
    }

    /** Most often no thread could be started, which is a passing failure. */
    private static WatchLimitException noMemory(OutOfMemoryError refusal) {
        String advice = "The session needs a thread and memory (" + refusal.getMessage()
                + "): raise the limits of threads (ulimit -u, or the container's number of processes) and of memory.";
        WatchLimitException reason = new WatchLimitException(null, "open", 0, "OUT_OF_MEMORY", advice);
        reason.initCause(refusal);
        return reason;
    }

    /** Ends the session; nobody rests at the throttle any more. */
    public void close() {
        closed = true;
        throttle.close();
        end();
    }

    /** From now on nobody waits here; the session ends with {@link #close}. */
    public void closing() {
        closed = true;
        throttle.close();
    }

    private void end() {
        RawSession present = session;
        session = null;
        collector = null;
        if (present != null) {
            present.close();
        }
    }

    /** Puts a fence behind the places of all events that are in the kernel's queue now; it is taken with them. */
    public void fence(Object fence) {
        if (!passesOn(fence)) {
            pending.fence(fence);
        }
    }

    /** Runs a task, on any thread, when all events that are in the kernel's queue now have become pending places. */
    public void behind(Runnable target) {
        Passing last = new Passing(target);
        if (!passesOn(last)) {
            last.run();
        }
    }

    /** Whether the session takes a fence; if not, the events in its queue are lost, and everything becomes pending. */
    private boolean passesOn(Object fence) {
        RawSession present = session;
        try {
            if (present != null) {
                throttle.expect();
                present.fence(fence);
                return true;
            }
        } catch (IllegalStateException e) {
            throttle.passed();
            LOGGER.log(Level.DEBUG, "the session has just ended", e);
            if (!closed) {
                pending.everything(Causes.RESCAN);
            }
        }
        return false;
    }

    /** Whether there is a session. */
    public boolean isOpen() {
        return session != null;
    }

    /** Whether the session has ended by itself. */
    public boolean isLost() {
        return lost;
    }

    /** Opens another session in place of a lost one; nothing is watched then. */
    public void reopen() {
        lost = false;
        end();
        List.copyOf(passing).forEach(Passing::run);
        watches.lost();
        openIfPossible();
    }

    /** If there is no session for want of instances or descriptors, tries again. */
    public void retry() {
        if (session == null && wanted) {
            openIfPossible();
        }
    }

    private void openIfPossible() {
        try {
            open(null);
        } catch (WatchException e) {
            watches.use(null, e, coverage);
            wanted = true;
        }
    }

    /** Lets a reader that rests read its queue first, because the coming rescan sees those changes anyway. */
    public void drainIfResting() {
        if (session != null && throttle.isResting() && !drain(DRAIN_NANOS)) {
            LOGGER.log(Level.DEBUG, "the reader does not come to the end of its queue"); // perhaps a rescan more
        }
    }

    /** Waits until all events of the kernel's history have become pending places; false if they cannot be waited for. */
    public boolean drainHistory() {
        return drain(HISTORY_NANOS);
    }

    /** The session has reported all events from before the start. */
    public void live() {
        EventCollector present = collector;
        if (present != null) {
            present.live();
        }
    }

    private boolean drain(long nanos) {
        CountDownLatch drained = new CountDownLatch(1);
        behind(drained::countDown);
        long end = System.nanoTime() + nanos;
        while (!closed && !lost && System.nanoTime() - end < 0) {
            try {
                if (drained.await(SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            } catch (InterruptedException e) {
                LOGGER.log(Level.DEBUG, "somebody has interrupted the watcher's thread", e); // which means nothing
            }
        }
        return false;
    }

    /** The drained events were taken: from now on an overflow is a new one. */
    public void taken() {
        throttle.reset();
    }

    /** The next failure that was not reported yet, or null. */
    public @Nullable Exception nextFailure() {
        return failures.poll();
    }

    /**
     * The position in the kernel's history up to which all events have become pending places; empty if the kernel keeps none.
     */
    public String position() {
        RawSession present = session;
        try {
            String position = present == null ? null : present.position();
            return position == null ? "" : position;
        } catch (IllegalStateException e) {
            LOGGER.log(Level.DEBUG, "the session has just ended", e); // it is opened anew in the next cycle
            return "";
        }
    }

    /** Whether something was mounted or unmounted since this was asked last. */
    public boolean takeMountsChanged() {
        boolean changed = mountsChanged;
        if (changed) {
            mountsChanged = false;
        }
        return changed;
    }

    /** How many directories and files the kernel watches. */
    public int watchCount() {
        RawSession present = session;
        return present == null ? 0 : present.watchCount();
    }

    @Override
    public void failed(EventCollector from, Exception failure) {
        failures.add(failure);
        wakeUp.run();
    }

    @Override
    public void mountsChanged() {
        mountsChanged = true;
        wakeUp.run();
    }

    @Override
    public void terminated(EventCollector from) {
        if (from == collector && !closed) {
            lost = true;
            wakeUp.run();
        }
    }
}
