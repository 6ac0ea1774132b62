package io.github.fswire.lanes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The classes of one lane that no worker has taken yet. */
final class LaneQueue {
    private final LaneSetting setting;
    private final LaneResult result;
    private final Deque<Selection.Chosen> waiting; // guarded by this
    private final int atMost;
    private int workers; // guarded by this
    private boolean prepared; // guarded by this

    /** {@code atMost}: how many workers may run classes of the lane at the same time. */
    LaneQueue(LaneSetting setting, LaneResult result, List<Selection.Chosen> classes, int atMost) {
        this.setting = setting;
        this.result = result;
        this.waiting = new ArrayDeque<>(classes);
        this.atMost = atMost;
    }

    LaneSetting setting() {
        return setting;
    }

    LaneResult result() {
        return result;
    }

    /** Whether another worker may begin. */
    synchronized boolean enter() throws Exception {
        if (waiting.isEmpty() || workers == atMost) {
            return false;
        }
        if (!prepared) {
            setting.prepare();
            prepared = true;
        }
        workers++;
        return true;
    }

    /** A worker has ended. */
    synchronized void leave() {
        workers--;
    }

    /** The next class, or null when there is none. */
    synchronized Selection.@Nullable Chosen next() {
        return waiting.poll();
    }
}
