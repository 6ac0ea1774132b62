/**
 * Polling behind the raw SPI: records made of the differences between two inspections.
 *
 * <p>The watcher does not use it, but polls whole roots with its own index. Users of the SPI get the same records on every
 * file system. Imported by {@code engine} and the service loader. One thread a session lists directories and runs the
 * handler.
 */
@NullMarked
package io.github.fswire.polling;

import org.jspecify.annotations.NullMarked;
