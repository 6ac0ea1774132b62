/** What every backend must do, as tests that the author of another backend can run. */
@NullMarked
package io.github.fswire.kit;

import org.jspecify.annotations.NullMarked;
