/**
 * The command line; not part of the library. It runs on the class path of its own jar, {@code fswire-cli.jar}, and nothing
 * imports it.
 *
 * <h2>Commands</h2>
 *
 * <pre>
 * fswire watch [--json] [--exclude GLOB]... [--include GLOB]... [--ignore SET]... [--gitignore] [--depth N]
 *              [--quiet-period MS] [--max-delay MS] [--backend NAME] [--interval MS] [--reconcile SECONDS] [--settle MS] [--settle-at-most MS]
 *              [--settle-until rested|closed] [--debounce trailing|leading] [--verify metadata|content] [--checkpoint FILE] [--follow-links] [--initial] [--wait]
 *              [--stats SECONDS] [--print0] [--relative] [--on-busy queue|restart|ignore] [--exec-initial] [--kill-after MS]
 * DIR... [--exec COMMAND | -- COMMAND WORD...]
 * fswire raw [--backend NAME] DIR...
 * fswire doctor [--json] [DIR]
 * fswire sync-check [--json] [--every SECONDS] [--for SECONDS] [--backend NAME] DIR
 * fswire completion bash|zsh
 * </pre>
 *
 * <p>{@code watch} and {@code raw} run until Ctrl-C (SIGINT, SIGTERM or SIGHUP). {@code watch} then reports the changes made
 * before the signal, if that takes no longer than five seconds, prints its statistics and ends with 0. Every failure is
 * reported in one line on standard error that begins with {@code fswire:}; there are no stack traces.
 *
 * <h2>Exit codes</h2>
 *
 * <ul>
 *   <li>0: Ctrl-C; or the program that read the output has ended, which is noticed at the next line
 *   <li>1: a directory cannot be watched, no backend works here, the watcher has failed, or the output cannot be written;
 *       {@code sync-check} has found a difference
 *   <li>2: wrong usage: an unknown option or backend, a value out of range, something that is not a glob
 * </ul>
 *
 * <h2>The JSON form of {@code watch}</h2>
 *
 * {@code watch --json} prints one JSON object a line on standard output, in UTF-8 whatever the locale is; each batch of
 * changes is flushed as a whole. This form is a contract: fields and events are added, none is removed or renamed, so a reader
 * ignores what it does not know. An object with {@code "kind"} is a change, any other one has {@code "event"}.
 *
 * <p><b>The first line</b> is printed when the watcher is ready. Every change made after it is reported.
 *
 * <pre>
 * {"event":"ready","roots":[PATH...],"entries":N,"directories":N,"backend":"inotify","binding":"ffm","millis":N}
 * </pre>
 *
 * <ul>
 *   <li>{@code roots}: absolute, without {@code .} and {@code ..}; a root inside another one is left out
 *   <li>{@code entries}, {@code directories}: how many there are, the roots included
 *   <li>{@code backend}: {@code inotify}, {@code polling} or the name of another one; {@code binding}: {@code ffm} or {@code jna}, or {@code
 *       none} as long as the kernel could not be asked to watch anything
 *   <li>{@code millis}: from the start of scanning until the fence holds, that is until every later change is certain to be
 *       reported
 * </ul>
 *
 * If the process is ended before it is ready, nothing is printed.
 *
 * <p><b>A change:</b>
 *
 * <pre>
 * {"kind":"CREATED","path":PATH,"type":"FILE","cause":"EVENT","size":BYTES,"modified":TIME,"time":TIME}
 * {"kind":"MOVED","path":PATH,"from":PATH,"type":"DIRECTORY","cause":"RESCAN","size":BYTES,"modified":TIME,"time":TIME}
 * </pre>
 *
 * <ul>
 *   <li>{@code kind}: {@code CREATED}, {@code MODIFIED}, {@code DELETED} or {@code MOVED}
 *   <li>{@code path}: absolute, with the separators of the system; of a move the new one. {@code from}: the old one, with MOVED only
 *   <li>{@code type}: {@code FILE}, {@code DIRECTORY}, {@code SYMLINK} or {@code OTHER} (fifo, socket, device); of a deleted
 *       entry the type it had. Symbolic links are not followed, unless {@code
 *       --follow-links} is given: then what is behind one is reported under its real path
 *   <li>{@code cause}: why the place was inspected: {@code EVENT}, the kernel reported something; {@code RESCAN}, the kernel
 *       had dropped records; {@code POLL}, the place is polled or degraded, see below; {@code
 *       RECONCILE}, the kernel had reported nothing, and {@code --reconcile} found the change; {@code INITIAL}, the entry was
 *       there at the start and {@code --initial} was given; {@code RESUME}, the change was made since the last run with the
 *       same {@code --checkpoint}
 *   <li>{@code aspects}: with MODIFIED only, what changed as far as can be seen: {@code CONTENT}, {@code METADATA} or both
 *   <li>{@code size}, {@code modified}: size in bytes and modification time, as ISO 8601 in UTC; not with DELETED
 *   <li>{@code time}: when fswire noticed the change, as ISO 8601 in UTC
 * </ul>
 *
 * Changes can be applied to a mirror in their order: parents are created before children, children are deleted before parents,
 * a moved directory carries everything below it, and a moved file replaces what was at its new path.
 *
 * <p><b>Paths that are not valid UTF-8</b> show each byte in question as {@code \xHH} in {@code path} (in JSON the backslash
 * is doubled), and have their exact bytes in base64 as {@code "pathBytes"}, {@code "fromBytes"}; if it concerns one of the
 * roots, all of them as {@code "rootsBytes"}. Where there is no such field, the text is exact.
 *
 * <p><b>What is not a change:</b>
 *
 * <pre>
 * {"event":"overflow","overflows":N}
 * {"event":"degraded","directories":N,"path":PATH,"operation":TEXT,"code":N,"symbol":TEXT,"advice":TEXT}
 * {"event":"error","message":TEXT}
 * {"event":"error","message":TEXT,"path":PATH,"operation":TEXT,"code":N,"symbol":TEXT,"advice":TEXT}
 * </pre>
 *
 * <ul>
 *   <li>{@code overflow}: the kernel has dropped records, {@code overflows} times since the start; one line can stand for
 *       several times. A rescan follows, and nothing is lost
 *   <li>{@code degraded}: {@code directories} are not watched by the kernel but inspected every interval; {@code path} is the
 *       first of them. Printed once for each reason, which is a failed call of the system: {@code operation} is the call,
 *       {@code code} its error number and {@code symbol} that number's name, {@code advice} what to do about it. Also printed
 *       for each root that is polled although nobody asked for it, with {@code code} 0 and the file system as {@code symbol};
 *       and for each file that is, with {@code code} 0: a mount point of its own, or a root that is a symbolic link
 *   <li>{@code exec}: a run of the command of {@code --exec} has started or ended, or could not be started: {@code
 *       {"event":"exec","state":"started","run":N,"command":[TEXT...],"pid":N,"paths":N,"truncated":TEXT}}, with {@code
 *       truncated} only if the command does not get every path; {@code
 *       {"event":"exec","state":"ended","run":N,"exitCode":N,"stopped":true|false,"millis":N}}; {@code
 *       {"event":"exec","state":"failed","run":N,"message":TEXT}}
 *   <li>{@code error}: something went wrong that is none of these; the further fields are there if it was a failed call, {@code path}
 *       if it was about one place
 * </ul>
 *
 * <p><b>The last line</b> after Ctrl-C counts from the start. There is none if the output cannot be written any more. With
 * {@code --stats SECONDS} such a line also comes every so many seconds.
 *
 * <pre>
 * {"event":"stats","backend":"inotify","binding":"ffm","entries":N,"directories":N,"watches":N,"degraded":N,
 *  "rawEvents":N,"overflows":N,"rescans":N,"rescanMillis":N,"looks":N,"batches":N,"changes":N,"retries":N,"errors":N,
 *  "polls":N,"pollMillis":N,"missed":N,"indexBytes":N,"coalesced":N,"pendingHighWater":N,
 *  "unverified":N}
 * </pre>
 *
 * <ul>
 *   <li>{@code entries}, {@code directories}, {@code watches}, {@code degraded}: at the end
 *   <li>{@code rawEvents}: records read from the kernel; {@code overflows}: times it dropped some
 *   <li>{@code rescans}: times that everything was inspected because of that, {@code rescanMillis} the time it took
 *   <li>{@code looks}: cycles, in which the watcher inspected the pending places; {@code batches}, {@code changes}: what was
 *       reported
 *   <li>{@code polls}: complete inspections of the roots that are polled, {@code pollMillis} the time they took
 *   <li>{@code missed}: changes that only reconciliation found
 *   <li>{@code indexBytes}: heap that the index takes; {@code coalesced}: records that were merged with others; {@code
 *       pendingHighWater}: the most places that were pending at once; {@code unverified}: entries reported as modified
 *       although nothing shows whether they were
 *   <li>{@code retries}: batches that had to be reported again; {@code errors}: events of that name
 * </ul>
 *
 * <h2>The JSON form of {@code sync-check}</h2>
 *
 * {@code sync-check --json} prints the first line and what is not a change as {@code watch} does, and a line for each check; if
 * it has found differences, a line for each of them follows, and it ends.
 *
 * <pre>
 * {"event":"check","check":N,"entries":N,"changes":N,"overflows":N,"differences":N,"undecided":N,"unreadable":N,
 *  "synced":true|false}
 * {"event":"difference","path":PATH,"disk":ENTRY|null,"mirror":ENTRY|null}
 * </pre>
 *
 * An {@code ENTRY} is {@code {"type":TYPE,"size":N,"modifiedNanos":N}}.
 *
 * <h2>The JSON form of {@code doctor}</h2>
 *
 * {@code doctor --json} prints one object:
 *
 * <pre>
 * {"system":TEXT,"jdk":TEXT,"fileNames":TEXT,
 *  "backends":[{"name":TEXT,"available":true},{"name":TEXT,"available":false,"reason":TEXT}...],
 *  "backend":TEXT|null,"binding":TEXT|null,"scanner":TEXT,
 *  "path":PATH,"fileSystem":TEXT,"eventsReliable":true|false,"fileSystemReason":TEXT,"directories":N,"unreadable":N,
 *  "limits":[{"name":"fs.inotify.max_user_watches","value":N,"used":N}...],
 *  "sufficient":true|false,"problems":[TEXT...],"remedies":[COMMAND...]}
 * </pre>
 *
 * <ul>
 *   <li>{@code backends}: the preferred ones first; {@code backend}: the one that {@code watch} would take; {@code binding}:
 *       how it calls the kernel, null if no session can be opened
 *   <li>{@code path}: the directory or file that is judged; {@code directories}: how many a watcher of it would watch, those
 *       below included
 *   <li>{@code eventsReliable}: whether every change in this file system is made through this kernel, so that it can be
 *       reported
 *   <li>{@code limits}: without {@code used} where it is not a sum over this user's processes; a user namespace's own limit
 *       stands in place of a higher one
 *   <li>{@code sufficient}: whether {@code problems} is empty; {@code problems}: also why the directory cannot be watched, which
 *       is tried, and what to do about it; {@code remedies}: the exact commands that raise a limit
 * </ul>
 */
@NullMarked
package io.github.fswire.cli;

import org.jspecify.annotations.NullMarked;
