/**
 * What belongs to macOS alone: FSEvents, and the scanner.
 *
 * <p>Stands on {@code session}, {@code calls}, {@code scan}, {@code raw} and {@code threads}; imported by {@code platform} and the service loader.
 */
@NullMarked
package io.github.fswire.macos;

import org.jspecify.annotations.NullMarked;
