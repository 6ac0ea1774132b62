package io.github.fswire.checks;

/**
 * Checks of invariants: those that cost nothing measurable are always made, the others where {@link #ON} is true.
 *
 * <p>A check that fails is a bug of this library, whatever the disk or a listener has done.
 */
public final class Checks {
    /** Whether to make the checks that cost something: with {@code -Dfswire.checks=true}, or where assertions are enabled. */
    public static final boolean ON = Boolean.getBoolean("fswire.checks") || Checks.class.desiredAssertionStatus();

    private Checks() {}

    /**
     * An invariant does not hold.
     *
     * @param what describes what is broken, with the numbers that show it
     * @return to be thrown
     */
    public static AssertionError broken(String what) {
        return new AssertionError("a bug in fswire: " + what);
    }
}
