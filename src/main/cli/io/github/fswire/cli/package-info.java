/** The command line; not part of the library. */
@NullMarked
package io.github.fswire.cli;

import org.jspecify.annotations.NullMarked;
