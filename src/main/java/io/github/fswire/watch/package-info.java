/** The watcher. */
@NullMarked
package io.github.fswire.watch;

import org.jspecify.annotations.NullMarked;
