package io.github.fswire.kit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waiting for what must come, without a guess at how long a slow and busy machine needs for it. */
public final class Eventually {
    /** It is not coming any more. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private Eventually() {}

    /** A wait that fails after {@link #LIMIT}. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT);
    }
}
