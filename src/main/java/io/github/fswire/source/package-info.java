/**
 * The kernel's side: the raw session, its events collected into pending places, and the directories that are watched or
 * degraded.
 *
 * <p>Imported by {@code crawl} and {@code engine}. The session's reader thread collects; everything else runs on the engine
 * thread.
 */
@NullMarked
package io.github.fswire.source;

import org.jspecify.annotations.NullMarked;
