package io.github.fswire.conformance;

/** What not every subject can do. Rules that need what it cannot do are not run, and storms do without it. */
public enum Ability {
    /** A backend ends the watch of a directory that is deleted. */
    ENDS_WATCHES,
    /** A watcher watches what is below a directory as well. */
    RECURSIVE,
    /** {@link WatcherConformance#fence} waits until everything has been announced. */
    FENCE,
    /** A rename is one announcement with both paths. */
    RENAME_PAIRS,
    /** Names that are no text are announced byte by byte. */
    RAW_NAMES,
    /** Symbolic links are entries, whatever they lead to. */
    SYMLINKS,
    /** A file that changes is announced under all of its names. */
    HARD_LINKS,
    /** Sockets and the like are entries. */
    SOCKETS,
    /** A file of which only the modification time has changed is announced. */
    TIMES,
    /** What is there at the start is not announced. */
    QUIET_START,
    /** A root that is deleted and made again is watched again. */
    ROOT_RETURNS,
    /** A listener that throws gets later changes all the same. */
    LISTENER_MAY_THROW,
    /** A watcher can be closed inside its callback. */
    CLOSE_IN_CALLBACK,
    /** Threads end with {@code close}, or soon after it. */
    OWN_THREADS,
    /** What is not supported is refused, instead of being ignored. */
    REFUSES_UNSUPPORTED,
    /** Symbolic links to directories can be registered. */
    FOLLOWS_LINKS
}
