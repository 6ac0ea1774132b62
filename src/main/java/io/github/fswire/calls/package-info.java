/**
 * The only package that calls C: the functions that each system's backend and scanner need, bound by JNA and by {@code
 * java.lang.foreign}.
 *
 * <p>Imported by {@code session} and the packages of the operating systems. A calls object belongs to the thread that opened
 * it.
 */
@NullMarked
package io.github.fswire.calls;

import org.jspecify.annotations.NullMarked;
