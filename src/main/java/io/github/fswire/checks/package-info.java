/**
 * Whether what the code takes for granted is checked as well. Imports nothing of ours; everybody may import it.
 */
@NullMarked
package io.github.fswire.checks;

import org.jspecify.annotations.NullMarked;
