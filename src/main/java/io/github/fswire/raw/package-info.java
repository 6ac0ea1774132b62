/** The raw layer: what a backend is. */
@NullMarked
package io.github.fswire.raw;

import org.jspecify.annotations.NullMarked;
