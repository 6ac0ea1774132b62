/**
 * Polling behind the raw SPI: records made of what changed between two looks.
 *
 * <p>The watcher does not use it: it polls whole roots with its own index. This is for users of the SPI, who get the same
 * records everywhere.
 */
@NullMarked
package io.github.fswire.polling;

import org.jspecify.annotations.NullMarked;
