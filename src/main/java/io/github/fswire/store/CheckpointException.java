package io.github.fswire.store;

import java.io.IOException;

/** A checkpoint that cannot be used. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says why in one sentence. */
    public CheckpointException(String message) {
        super(message);
    }
}
