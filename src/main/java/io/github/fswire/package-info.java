/** The entrance to the raw layer. */
@NullMarked
package io.github.fswire;

import org.jspecify.annotations.NullMarked;
