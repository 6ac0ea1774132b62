/**
 * The one package that knows the packages of all operating systems: which backend and scanner belong together here.
 *
 * <p>Imported by {@code engine}, {@code polling}, the root package and the command line. Everything may be called from any
 * thread.
 */
@NullMarked
package io.github.fswire.platform;

import org.jspecify.annotations.NullMarked;
