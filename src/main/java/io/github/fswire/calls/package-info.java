/**
 * The only room with a door to C: the functions that each system's backend and scanner call, bound by JNA and by
 * {@code java.lang.foreign}.
 *
 * <p>Imported by the rooms of the operating systems. A calls object belongs to the thread that opened it.
 */
@NullMarked
package io.github.fswire.calls;

import org.jspecify.annotations.NullMarked;
