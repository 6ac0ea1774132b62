/** The only room with a door to C. */
@NullMarked
package io.github.fswire.calls;

import org.jspecify.annotations.NullMarked;
