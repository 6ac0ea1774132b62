/**
 * The index: the record of what was delivered, and the difference between it and the result of an inspection.
 *
 * <p>Imported by the packages of the watcher and by {@code polling}; knows no operating system. Everything belongs to the
 * engine thread.
 */
@NullMarked
package io.github.fswire.tree;

import org.jspecify.annotations.NullMarked;
