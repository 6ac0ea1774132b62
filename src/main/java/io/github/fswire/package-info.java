/**
 * The entrance to the raw layer. Exported; it imports {@code platform} and {@code raw}, and no other package of the library
 * imports it. Everything may be called from any thread.
 */
@NullMarked
package io.github.fswire;

import org.jspecify.annotations.NullMarked;
