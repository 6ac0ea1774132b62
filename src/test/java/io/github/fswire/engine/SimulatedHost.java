package io.github.fswire.engine;

import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.threads.Time;

/** The host of a watcher without a thread of its own: a disk, whose clock moves only when somebody moves it. */
abstract class SimulatedHost implements WatchLoop.Host, Time {
    final SimulatedDisk disk = new SimulatedDisk();

    @Override
    public final void wakeUp() {}

    @Override
    public final boolean pause(long nanos) {
        disk.now += nanos;
        return true;
    }

    @Override
    public final long nanoTime() {
        return disk.now;
    }

    @Override
    public final long currentNanos() {
        return disk.now;
    }
}
