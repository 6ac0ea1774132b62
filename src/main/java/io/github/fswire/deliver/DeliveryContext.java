package io.github.fswire.deliver;

import io.github.fswire.observe.Counters;
import io.github.fswire.watch.UndeliveredException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all listeners of a watcher have in common.
 *
 * @param watcher its number
 * @param maxBatch the largest number of changes in a batch
 * @param retries how often a batch is delivered again
 * @param executor runs the callbacks, or null
 * @param factory makes threads for several listeners; null if one thread is to call all of them
 * @param counters counts what is delivered
 * @param pause takes nanoseconds, and returns false if the watcher was closed; for the engine's thread
 * @param givenUp receives the error of a batch that was given up
 * @param failed receives what ends the watcher
 * @param idle runs whenever a listener has received everything
 * @param currentNanos the time in nanoseconds since 1970
 * @param over whether nobody is called any more
 * @param threads the listeners' threads that have not ended; thread-safe
 * @param inside the threads that run a callback; thread-safe
 */
public record DeliveryContext(
        int watcher,
        int maxBatch,
        int retries,
        @Nullable Executor executor,
        @Nullable ThreadFactory factory,
        Counters counters,
        LongPredicate pause,
        Consumer<UndeliveredException> givenUp,
        Consumer<Throwable> failed,
        Runnable idle,
        LongSupplier currentNanos,
        BooleanSupplier over,
        Set<Thread> threads,
        Set<Thread> inside) {}
