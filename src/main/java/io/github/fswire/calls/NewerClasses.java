package io.github.fswire.calls;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices that the JVM could use the classes for Java 22, but has loaded those for Java 17.
 *
 * <p>That happens in a jar of several libraries without {@code Multi-Release: true} in its manifest, in a jar that has lost
 * {@code META-INF/versions}, and in a directory of unpacked classes. fswire works there, but through JNA.
 */
final class NewerClasses {
    /** What to do about it. */
    static final String ADVICE =
            "fswire's classes for Java 22 and later are not in use: the jar that contains fswire needs"
                    + " \"Multi-Release: true\" in its manifest and the folder META-INF/versions (unpacked classes cannot have it)";

    private static final int SINCE = 22;

    private static final System.Logger LOG = System.getLogger(NewerClasses.class.getName());
    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    private NewerClasses() {}

    /** Whether this JVM is new enough for them and has not loaded them. */
    static boolean areHidden() {
        return Bindings.release() < SINCE && Runtime.version().feature() >= SINCE;
    }

    /** Why there is no {@code java.lang.foreign}. */
    static UnsupportedOperationException missing() {
        return new UnsupportedOperationException(areHidden() ? ADVICE : "java.lang.foreign needs Java 22 or later");
    }

    /** Logs once that JNA is in use instead. */
    static void reportIfHidden() {
        if (areHidden() && REPORTED.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "fswire calls the kernel through JNA, although this is Java "
                            + Runtime.version().feature() + ". " + ADVICE
                            + ". To stay with JNA, pass -Dfswire.binding=jna.");
        }
    }
}
