/**
 * Linux: the inotify backend, the scanner, and which file systems can be trusted.
 *
 * <p>Imported by {@code platform} only. A session's reader thread reads and decodes; a scanner belongs to one thread.
 */
@NullMarked
package io.github.fswire.linux;

import org.jspecify.annotations.NullMarked;
