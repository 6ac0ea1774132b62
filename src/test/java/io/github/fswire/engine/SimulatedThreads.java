package io.github.fswire.engine;

import io.github.fswire.deliver.ListenerThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntUnaryOperator;

/** The threads of the listeners in a simulation: the only thread takes their steps. */
final class SimulatedThreads {
    private final List<ListenerThread> threads = new ArrayList<>();
    private boolean delivering;

    ThreadFactory factory() {
        return work -> {
            threads.add((ListenerThread) work);
            return new Thread(() -> {});
        };
    }

    /** Takes so many steps, as long as there is something to do; {@code choice} has a number below its argument. */
    void deliver(int steps, IntUnaryOperator choice) {
        boolean more = !threads.isEmpty() && !delivering; // no listener is called inside another one
        for (int i = 0; i < steps && more; i++) {
            int first = choice.applyAsInt(threads.size());
            delivering = true;
            more = false;
            for (int k = 0; k < threads.size() && !more; k++) {
                more = threads.get((first + k) % threads.size()).next(false);
            }
            delivering = false;
        }
    }
}
