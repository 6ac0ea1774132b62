package io.github.fswire.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks many seeds, each in one of a few threads, and fails if a seed does not come to an end. */
final class SeedRun {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A machine that was suspended counts as one observation: only one that runs can use up a limit. */
    private static final int OBSERVATIONS = 20;

    private final String name;
    private final Duration limit;
    private final PrimitiveIterator.OfLong left; // guarded by itself
    private final LongPredicate check;
    private volatile @Nullable Long found;

    private final class Worker implements Runnable {
        private final CountDownLatch ended;
        private final Thread thread = new Thread(this, "simulation");
        private volatile long seed;
        private volatile int begun; // seeds
        private volatile @Nullable Throwable failure;
        private int observed; // owned by the observer, as the next one
        private int observations;

        Worker(CountDownLatch ended) {
            this.ended = ended;
            thread.setDaemon(true);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
        public void run() {
            try {
                for (Long next = next(); next != null; next = next()) {
                    seed = next;
                    begun++;
                    if (check.test(next)) {
                        found = next;
                    }
                }
            } catch (Throwable e) {
                failure = e;
                found = seed;
            } finally {
                ended.countDown();
            }
        }

        boolean isStuck() {
            observations = observed == begun && thread.isAlive() ? observations + 1 : 0;
            observed = begun;
            return observations >= OBSERVATIONS;
        }

        String describe() {
            return name + " -Dfswire.seed=" + seed + " is under way\n"
                    + Arrays.stream(thread.getStackTrace())
                            .map(frame -> "    at " + frame + "\n")
                            .collect(Collectors.joining());
        }
    }

    private SeedRun(String name, Duration limit, LongStream seeds, LongPredicate check) {
        this.name = name;
        this.limit = limit;
        this.left = seeds.iterator();
        this.check = check;
    }

    /** Returns a seed for which the check is true, if there is one. {@code name} describes the check in messages. */
    static OptionalLong any(String name, LongStream seeds, LongPredicate check) {
        return any(name, LIMIT, seeds, check);
    }

    /** The same with another limit for a single seed. */
    static OptionalLong any(String name, Duration limit, LongStream seeds, LongPredicate check) {
        return new SeedRun(name, limit, seeds, check).run();
    }

    private OptionalLong run() {
        int threads = Runtime.getRuntime().availableProcessors();
        CountDownLatch ended = new CountDownLatch(threads);
        List<Worker> workers =
                Stream.generate(() -> new Worker(ended)).limit(threads).toList();
        workers.forEach(worker -> worker.thread.start());
        try {
            while (!ended.await(limit.toNanos() / OBSERVATIONS, TimeUnit.NANOSECONDS)) {
                if (workers.stream().filter(Worker::isStuck).count() > 0) {
                    throw new AssertionError("a seed does not come to an end within " + limit + ":\n"
                            + workers.stream()
                                    .filter(worker -> worker.thread.isAlive())
                                    .map(Worker::describe)
                                    .collect(Collectors.joining()));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            workers.forEach(worker -> worker.thread.interrupt()); // a planted endless loop ends with that
        }
        for (Worker worker : workers) {
            if (worker.failure != null) {
                throw new AssertionError(name + " -Dfswire.seed=" + worker.seed, worker.failure);
            }
        }
        Long seed = found;
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    private @Nullable Long next() {
        synchronized (left) {
            return found == null && left.hasNext() ? left.next() : null;
        }
    }
}
