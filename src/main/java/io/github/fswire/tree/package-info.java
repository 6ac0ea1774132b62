/**
 * Truth: the record of what was delivered, the places that must be looked at, and the difference between the two.
 *
 * <p>Imported by the rooms of the watcher and by {@code polling}; knows no operating system. {@link io.github.fswire.tree.DirtySet} is shared between
 * threads, everything else belongs to the engine thread.
 */
@NullMarked
package io.github.fswire.tree;

import org.jspecify.annotations.NullMarked;
