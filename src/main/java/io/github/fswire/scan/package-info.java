/**
 * The interface to the disk: lists one directory or inspects one entry, by raw names and without following links.
 *
 * <p>Imported by the packages of the operating systems, which implement it, and by the packages of the watcher, which use it.
 * A scanner belongs to one thread.
 */
@NullMarked
package io.github.fswire.scan;

import org.jspecify.annotations.NullMarked;
