/** The Linux backends. */
@NullMarked
package io.github.fswire.linux;

import org.jspecify.annotations.NullMarked;
