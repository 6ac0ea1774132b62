/**
 * The watcher's public types: options, listeners, batches, changes, the queue, statistics. A mirror built from the delivered
 * changes always converges (G1).
 *
 * <p>Users start at {@link io.github.fswire.watch.FileWatcher}. No class of the engine lives here. Exported; imported by
 * {@code observe}, {@code source}, {@code deliver} and {@code engine}. Listeners run on the watcher's engine thread or on one of their own, one
 * batch at a time; everything else may be called from any thread.
 */
@NullMarked
package io.github.fswire.watch;

import org.jspecify.annotations.NullMarked;
