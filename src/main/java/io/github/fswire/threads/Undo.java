package io.github.fswire.threads;

import java.util.ArrayDeque;
import java.util.Deque;

/** What opening something has done so far: undone in reverse order unless it comes to its end. Owned by one thread. */
public final class Undo implements AutoCloseable {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    /**
     * Does something in steps, and undoes them unless all are done.
     *
     * @param steps does them, and adds to the given object what undoes each
     */
    public static <T, E extends Exception> T unlessComplete(Steps<T, E> steps) throws E {
        try (Undo undo = new Undo()) {
            T result = steps.run(undo);
            undo.keep();
            return result;
        }
    }

    /**
     * Does something in steps.
     *
     * @param <T> what comes of it
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Steps<T, E extends Exception> {
        /** Does all steps. */
        T run(Undo undo) throws E;
    }

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
