/**
 * The parts that the backends of all systems have in common: opening a session, its thread and its end, its watches, its
 * cursors, and calling the handler.
 *
 * <p>Stands on {@code calls}, {@code raw}, {@code threads} and {@code checks}; imported by the packages of the operating
 * systems and by {@code polling} only. A session's own thread reads and runs the handler; users of a session call from any
 * thread.
 */
@NullMarked
package io.github.fswire.session;

import org.jspecify.annotations.NullMarked;
