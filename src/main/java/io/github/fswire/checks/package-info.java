/**
 * Whether the code checks its own invariants at run time. Imports no package of this library; every package may import it.
 * Everything may be called from any thread.
 */
@NullMarked
package io.github.fswire.checks;

import org.jspecify.annotations.NullMarked;
