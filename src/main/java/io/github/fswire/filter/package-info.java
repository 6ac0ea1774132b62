/**
 * Which entries count: globs, checked and compiled, and the filter made of them.
 *
 * <p>Imported by {@code watch}, whose options check their globs, and by {@code crawl}, {@code deliver} and {@code engine}. A filter
 * belongs to one thread.
 */
@NullMarked
package io.github.fswire.filter;

import org.jspecify.annotations.NullMarked;
