package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;

/**
 * Directories are inspected every interval instead of being watched, or a single file is, because the records of its
 * directory do not report every change.
 *
 * @param directories how many are degraded at the moment; 1 for a single file
 * @param first the first of them, or the file
 * @param reason why, with what to do about it
 */
public record DegradedNotice(int directories, NativeName first, WatchException reason) {}
