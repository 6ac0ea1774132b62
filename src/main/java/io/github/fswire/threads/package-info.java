/** What all who own a thread need. Imports nothing of ours. */
@NullMarked
package io.github.fswire.threads;

import org.jspecify.annotations.NullMarked;
