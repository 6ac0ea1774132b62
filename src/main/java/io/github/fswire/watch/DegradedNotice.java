package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;

/**
 * Directories are looked at every interval instead of being watched, or a single file of which its directory's records do not
 * report every change.
 *
 * @param directories how many are degraded at the moment; 1 for a single file
 * @param first the first of them, or the file
 * @param reason why, with what to do about it
 */
public record DegradedNotice(int directories, NativeName first, WatchException reason) {}
