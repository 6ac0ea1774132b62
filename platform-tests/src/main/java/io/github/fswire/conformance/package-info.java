/**
 * The conformance kit for whoever has a backend, a {@link java.nio.file.WatchService} or a watcher of another kind: one class to
 * extend for each kind of subject. {@link io.github.fswire.conformance.Rule} has the rules. The tests run on JUnit Jupiter.
 */
@NullMarked
package io.github.fswire.conformance;

import org.jspecify.annotations.NullMarked;
