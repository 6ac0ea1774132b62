package io.github.fswire.threads;

import java.util.ArrayDeque;
import java.util.Deque;

/** What opening something has done so far: undone in reverse order unless it comes to its end. Owned by one thread. */
public final class Undo implements AutoCloseable {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    /** Nothing was done yet. */
    public Undo() {}

    /** Something was done, and this undoes it. */
    public void add(Runnable step) {
        steps.push(step);
    }

    /** Everything was done, and stays. */
    public void keep() {
        steps.clear();
    }

    @Override
    public void close() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }
}
