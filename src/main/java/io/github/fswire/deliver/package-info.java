/**
 * Delivery to listeners: the view of each listener, batches and their repetition, executors, the queue and the publisher. It
 * knows no disk.
 *
 * <p>Imported by {@code engine}. Runs on the engine thread; callbacks may run on a user's executor, and consumers of the queue and
 * subscribers of the publisher call from any thread.
 */
@NullMarked
package io.github.fswire.deliver;

import org.jspecify.annotations.NullMarked;
