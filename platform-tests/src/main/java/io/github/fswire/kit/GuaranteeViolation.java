package io.github.fswire.kit;

import org.jspecify.annotations.Nullable;

/** A watcher has broken one of its guarantees; the message begins with the guarantee's number. */
public final class GuaranteeViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private boolean stall;

    /** Describes what happened, for example {@code ("G2", "created over an existing entry: a")}. */
    public GuaranteeViolation(String guarantee, String what) {
        this(guarantee + ": " + what, (@Nullable Throwable) null);
    }

    /** A watcher has stopped delivering, and what there is meanwhile. */
    static GuaranteeViolation stall(String what) {
        GuaranteeViolation violation = new GuaranteeViolation("G5", what);
        violation.stall = true;
        return violation;
    }

    /** Whether it took a long silence to see this. */
    boolean isStall() {
        return stall;
    }

    private GuaranteeViolation(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same with the place where it happened. */
    GuaranteeViolation at(String place) {
        return new GuaranteeViolation(getMessage() + "\n" + place, this);
    }
}
