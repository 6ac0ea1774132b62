/**
 * macOS: the FSEvents backend, and the scanner.
 *
 * <p>Stands on {@code session}, {@code calls}, {@code scan}, {@code raw} and {@code threads}; imported by {@code platform}
 * and the service loader. FSEvents calls on threads of its own, which only fill the ring; a session's reader thread decodes;
 * a scanner belongs to one thread.
 */
@NullMarked
package io.github.fswire.macos;

import org.jspecify.annotations.NullMarked;
