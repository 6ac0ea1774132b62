/**
 * What the backends of all systems do alike: opening a session, its thread and its end, its watches, its cursors, and calling the
 * handler.
 *
 * <p>Stands on {@code calls}, {@code raw}, {@code threads} and {@code checks}; imported by the rooms of the operating systems and
 * by {@code polling} only.
 */
@NullMarked
package io.github.fswire.session;

import org.jspecify.annotations.NullMarked;
