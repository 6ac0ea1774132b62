/**
 * Inspects the disk: walks directories, inspects entries, and passes what it finds to the difference. It knows no listener.
 *
 * <p>Imported by {@code engine}. Runs on the engine thread.
 */
@NullMarked
package io.github.fswire.crawl;

import org.jspecify.annotations.NullMarked;
