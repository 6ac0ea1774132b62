/**
 * Windows: the ReadDirectoryChangesW backend, the scanner, and which volumes are another machine's.
 *
 * <p>Imported by {@code platform} and the service loader. A session's reader thread reads and decodes; a scanner belongs to one
 * thread.
 */
@NullMarked
package io.github.fswire.windows;

import org.jspecify.annotations.NullMarked;
