/**
 * The command line; not part of the library.
 *
 * <h2>The JSON form</h2>
 *
 * {@code watch --json} prints one JSON object a line, in UTF-8 whatever the locale is. This form is a contract: fields are
 * added, never removed or renamed.
 *
 * <p>The first line is
 *
 * <pre>
 * {"event":"ready","roots":[PATH...],"entries":N,"directories":N,"backend":"inotify","binding":"ffm|jna","millis":N}
 * </pre>
 *
 * where {@code millis} runs from the start of scanning until every later change is certain to be reported. Each change is
 *
 * <pre>
 * {"kind":"CREATED|MODIFIED|DELETED|MOVED","path":PATH,"from":PATH,"type":"FILE|DIRECTORY|SYMLINK|OTHER",
 *  "cause":"EVENT|RESCAN|POLL"}
 * </pre>
 *
 * with absolute paths and {@code from} for MOVED only. The lines can be applied to a mirror in their order: parents are
 * created before children, children are deleted before parents, a moved directory carries what is below it, and a moved file
 * replaces what was at its new path. A path that is not valid UTF-8 shows the bytes in question as {@code \xHH} and is given
 * exactly, in base64, as {@code "pathBytes"} (and {@code "fromBytes"}).
 *
 * <p>Other lines tell what is not a change:
 *
 * <pre>
 * {"event":"overflow","overflows":N}             the kernel dropped records for the Nth time; a rescan follows
 * {"event":"degraded","directories":N,"path":PATH,"operation":..,"code":N,"symbol":..,"advice":..}
 *                                                N directories are looked at every interval; PATH is one of them
 * {"event":"error","message":..}                 with "path", "operation", "code", "symbol", "advice" where known
 * {"event":"stats","backend":..,"binding":..,"entries":N,"directories":N,"watches":N,"degraded":N,"rawEvents":N,
 *  "overflows":N,"rescans":N,"rescanMillis":N,"looks":N,"batches":N,"changes":N,"retries":N,"errors":N}
 *                                                the last line
 * </pre>
 *
 * <h2>Exit codes</h2>
 *
 * 0 after Ctrl-C, SIGTERM, or when nobody reads the output any more; 1 if a root cannot be watched; 2 for wrong usage.
 */
@NullMarked
package io.github.fswire.cli;

import org.jspecify.annotations.NullMarked;
