package io.github.fswire.kit;

import org.jspecify.annotations.Nullable;

/** A watcher has broken one of its guarantees; the message begins with the guarantee's number. */
public final class GuaranteeViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    /** Describes what happened, for example {@code ("G2", "created over an existing entry: a")}. */
    public GuaranteeViolation(String guarantee, String what) {
        this(guarantee + ": " + what, (@Nullable Throwable) null);
    }

    private GuaranteeViolation(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same with the place where it happened. */
    GuaranteeViolation at(String place) {
        return new GuaranteeViolation(getMessage() + "\n" + place, this);
    }
}
