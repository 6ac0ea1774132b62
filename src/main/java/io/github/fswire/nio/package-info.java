/**
 * {@code java.nio.file} on top of this library: a {@link java.nio.file.WatchService}, and a default file system provider whose
 * watch service it is, so that programs use it without a change.
 *
 * <p>Exported; stands on {@code watch}, {@code platform}, {@code scan} and {@code raw}, and no other package of the library
 * imports it. Users call from any thread; the events come from the reader's thread of a raw session, or from the thread that
 * delivers the changes of a watcher.
 */
@NullMarked
package io.github.fswire.nio;

import org.jspecify.annotations.NullMarked;
