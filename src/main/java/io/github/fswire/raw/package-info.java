/**
 * The raw layer: every record of a kernel's change queue through one uniform interface, unmerged and in the kernel's order.
 *
 * <p>Framework authors start at {@code io.github.fswire.RawBackends}; whoever adds a backend implements {@link
 * io.github.fswire.raw.RawBackend}. Handlers run on the session's reader thread; everything else may be called from any
 * thread.
 */
@NullMarked
package io.github.fswire.raw;

import org.jspecify.annotations.NullMarked;
