/**
 * The statistics of a watcher: counters, the management bean, events of the flight recorder.
 *
 * <p>Imported by {@code source}, {@code deliver} and {@code engine}. Written by the engine thread, some counters by the reader;
 * read by any thread.
 */
@NullMarked
package io.github.fswire.observe;

import org.jspecify.annotations.NullMarked;
