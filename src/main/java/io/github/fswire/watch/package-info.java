/**
 * The watcher: what changed in a tree, delivered so that a mirror always converges (G1).
 *
 * <p>Users start at {@link io.github.fswire.watch.FileWatcher}. Here is what they touch and nothing else. Listeners run on the watcher's engine thread, one batch at a
 * time; everything else may be called from any thread.
 */
@NullMarked
package io.github.fswire.watch;

import org.jspecify.annotations.NullMarked;
