/**
 * Helpers for owners of threads, and clocks. Imports no package of this library; every package may import it. Everything may
 * be called from any thread.
 */
@NullMarked
package io.github.fswire.threads;

import org.jspecify.annotations.NullMarked;
