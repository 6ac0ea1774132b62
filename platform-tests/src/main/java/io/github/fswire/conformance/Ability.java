package io.github.fswire.conformance;

/** What not every subject can do. Rules that need what it cannot do are not run. */
public enum Ability {
    /** Threads end with {@code close}, or soon after it. */
    OWN_THREADS,
    /** What is not supported is refused, instead of being ignored. */
    REFUSES_UNSUPPORTED,
    /** Symbolic links to directories can be registered. */
    FOLLOWS_LINKS
}
