/**
 * The watcher's loop: waits until places are due, has them inspected, has the differences delivered, and runs what other threads
 * submit.
 *
 * <p>Nobody imports it: {@code watch} finds its {@link io.github.fswire.engine.EngineProvider} by the service loader. One engine
 * thread a watcher runs the loop; the Javadoc of {@link io.github.fswire.engine.Engine} names the methods that other threads
 * may call.
 */
@NullMarked
package io.github.fswire.engine;

import org.jspecify.annotations.NullMarked;
