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
    private int workers; // guarded by this
    private boolean prepared; // guarded by this

    LaneQueue(LaneSetting setting, LaneResult result, List<Selection.Chosen> classes) {
        this.setting = setting;
        this.result = result;
        this.waiting = new ArrayDeque<>(classes);
    }

    LaneSetting setting() {
        return setting;
    }

    LaneResult result() {
        return result;
    }

    /**
     * Whether another worker may begin. A second one in a lane that takes little time has its start for nothing, unless there is
     * no other lane for it.
     */
    synchronized boolean enter(boolean otherwiseIdle) throws Exception {
        LaneSpec lane = result.lane();
        boolean one = lane.kind() == LaneSpec.Kind.WINE || lane.suite() == LaneSpec.Suite.CONTRACT && !otherwiseIdle;
        if (waiting.isEmpty() || workers == (one ? 1 : 2)) {
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
