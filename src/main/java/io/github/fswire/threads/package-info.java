/** What all who own a thread need, and the clocks. Imports nothing of ours. */
@NullMarked
package io.github.fswire.threads;

import org.jspecify.annotations.NullMarked;
