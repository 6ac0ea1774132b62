package io.github.fswire.deliver;

import io.github.fswire.observe.Counters;
import io.github.fswire.watch.UndeliveredException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * What all listeners of a watcher have in common.
 *
 * @param watcher its number
 * @param maxBatch the largest number of changes in a batch
 * @param retries how often a batch is delivered again
 * @param callbacks runs every callback
 * @param counters counts what is delivered
 * @param pause takes nanoseconds, and returns false if the watcher was closed
 * @param givenUp receives the error of a batch that was given up
 * @param currentNanos the time in nanoseconds since 1970
 * @param over whether nobody is called any more
 */
public record DeliveryContext(
        int watcher,
        int maxBatch,
        int retries,
        Callbacks callbacks,
        Counters counters,
        LongPredicate pause,
        Consumer<UndeliveredException> givenUp,
        LongSupplier currentNanos,
        BooleanSupplier over) {}
