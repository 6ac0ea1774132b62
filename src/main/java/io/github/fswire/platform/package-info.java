/**
 * The one room that knows the rooms of all operating systems: which backend and scanner belong together here.
 *
 * <p>Imported by {@code engine}, {@code polling} and the root package.
 */
@NullMarked
package io.github.fswire.platform;

import org.jspecify.annotations.NullMarked;
