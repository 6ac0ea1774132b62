/**
 * The state of a watcher that outlives its process: the checkpoint, the journal and the lock of their files.
 *
 * <p>Imported by {@code deliver} and {@code engine}. Runs on the engine thread, but for loading, which runs on the thread
 * that starts the watcher.
 */
@NullMarked
package io.github.fswire.store;

import org.jspecify.annotations.NullMarked;
