package io.github.fswire.deliver;

import io.github.fswire.watch.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a listener with a thread of its own has not received yet. It is bounded: beyond a number of changes, those of one path
 * are merged, and beyond a number of notices further ones are left out. Fences wait for changes, not for notices.
 *
 * <p>The engine's thread adds, the listener's takes.
 */
final class Backlog {
    /** Changes or a notice, and how much of what was added has been handed over with them. */
    record Item(List<Change> changes, @Nullable Runnable notice, long number) {}

    private record Waiter(long number, Runnable done) {}

    private static final int MOST_NOTICES = 1000;

    private final int bound;
    private final Set<Change.Kind> kinds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Item> items = new ArrayDeque<>(); // guarded by lock, as everything below
    private final Deque<Item> later = new ArrayDeque<>(); // notices that came after merged changes
    private final Queue<Waiter> waiters = new PriorityQueue<>((one, other) -> Long.compare(one.number, other.number));
    private MergedChanges merged;
    private boolean merging;
    private int waiting; // changes in the items
    private int notices;
    private long added;
    private long delivered;
    private boolean ending; // nothing is added any more
    private boolean ended; // nothing is taken any more

    /** With {@code bound} changes that wait as they are, of the kinds that the listener receives. */
    Backlog(int bound, Set<Change.Kind> kinds) {
        this.bound = bound;
        this.kinds = kinds;
        this.merged = new MergedChanges(kinds);
    }

    /** Whether moves must be added as deletions and creations, because changes are merged. */
    boolean isMerging() {
        lock.lock();
        try {
            return merging;
        } finally {
            lock.unlock();
        }
    }

    /** Adds changes; {@code split} if there is no move among them. */
    void add(List<Change> changes, boolean split) {
        lock.lock();
        try {
            added++;
            if (merging && split) {
                changes.forEach(merged::add);
            } else {
                items.add(new Item(changes, null, added));
                waiting += changes.size();
                merging = waiting >= bound;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a notice, {@code always} even if there are many; returns false if nothing is taken any more. */
    boolean add(Runnable notice, boolean always) {
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            if (always || notices < MOST_NOTICES) {
                notices++;
                (merging ? later : items).add(new Item(List.of(), notice, 0));
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next item, or null once there will be none, or without {@code wait} if there is none now. */
    @Nullable
    Item take(boolean wait) {
        lock.lock();
        try {
            while (!ended) {
                Item item = items.poll();
                if (item != null) {
                    waiting -= item.changes.size();
                    notices -= item.notice == null ? 0 : 1;
                    return item;
                }
                if (merging) {
                    return takeMerged();
                }
                if (ending) {
                    ended = true;
                } else if (wait) {
                    changed.awaitUninterruptibly();
                } else {
                    return null;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Item takeMerged() {
        List<Change> changes = merged.inOrder();
        merged = new MergedChanges(kinds);
        merging = false;
        items.addAll(later);
        later.clear();
        return new Item(changes, null, added);
    }

    /** Everything up to this number has been delivered. */
    void delivered(long number) {
        List<Runnable> done = new ArrayList<>();
        lock.lock();
        try {
            delivered = Math.max(delivered, number);
            while (!waiters.isEmpty() && waiters.element().number <= delivered) {
                done.add(waiters.remove().done);
            }
        } finally {
            lock.unlock();
        }
        done.forEach(Runnable::run);
    }

    /** Runs something once everything that was added so far has been delivered, or never will be. */
    void whenDelivered(Runnable done) {
        lock.lock();
        try {
            if (delivered < added && !ended) {
                waiters.add(new Waiter(added, done));
                return;
            }
        } finally {
            lock.unlock();
        }
        done.run();
    }

    /** Whether everything that was added has been delivered. */
    boolean isIdle() {
        lock.lock();
        try {
            return delivered == added;
        } finally {
            lock.unlock();
        }
    }

    /** How many changes wait, those that are merged counted once. */
    int size() {
        lock.lock();
        try {
            return waiting + merged.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a time; returns false as soon as nothing is to be delivered any more. */
    boolean pause(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!ending && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !ending && !ended;
        } catch (InterruptedException e) {
            return !ending && !ended; // a listener has interrupted its own thread: the pause is short
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is added any more: the thread ends when it has taken everything. */
    void end() {
        lock.lock();
        try {
            ending = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is taken any more. */
    void stop() {
        List<Runnable> done;
        lock.lock();
        try {
            ended = true;
            done = waiters.stream().map(Waiter::done).toList();
            waiters.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        done.forEach(Runnable::run);
    }
}
