package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;

/**
 * Directories are looked at every interval instead of being watched.
 *
 * @param directories how many are degraded at the moment
 * @param first the first of them
 * @param reason why, with what to do about it
 */
public record DegradedNotice(int directories, NativeName first, WatchException reason) {}
