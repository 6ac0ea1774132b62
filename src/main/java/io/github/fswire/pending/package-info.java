/**
 * The only mechanism for later: the places that are to be inspected, when each is due, and which fences wait for it. Nothing
 * else in the engine waits, postpones or puts back.
 *
 * <p>Imported by {@code source}, {@code crawl} and {@code engine}; knows neither disk nor kernel. The reader's thread adds to {@link
 * io.github.fswire.pending.Pending}, the engine thread takes.
 */
@NullMarked
package io.github.fswire.pending;

import org.jspecify.annotations.NullMarked;
