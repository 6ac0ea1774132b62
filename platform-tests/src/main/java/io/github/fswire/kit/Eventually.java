package io.github.fswire.kit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.TerminalFailureException;

/** Waiting for what must come, without a guess at how long a slow and busy machine needs for it. */
public final class Eventually {
    /** It is not coming any more. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration STEP = Duration.ofMillis(10);

    private Eventually() {}

    /** A wait that fails when nothing has gone on in this process for {@link Progress#LIMIT}, and after {@link #LIMIT}. */
    public static ConditionFactory await() {
        return await(Progress.LIMIT);
    }

    /** The same with another limit of silence. */
    static ConditionFactory await(Duration silence) {
        Progress.mark(); // somebody has come to this line
        long start = System.nanoTime(); // what was silent before is not stuck here
        return Awaitility.await()
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(STEP)
                .failFast("nothing goes on any more", () -> {
                    boolean waited = System.nanoTime() - start > silence.toNanos();
                    if (waited && Progress.silentNanos() > silence.toNanos()) {
                        throw new AssertionError("nothing has gone on for " + silence + ":\n" + Progress.report());
                    }
                });
    }

    /**
     * Waits in this thread until something is the case, for as long as anything goes on.
     *
     * @param silence gives up when nothing at all has gone on in this process for so long
     * @param what what is waited for, and what there is meanwhile; asked when it has not come
     * @throws AssertionError if it does not come
     */
    public static void until(Duration silence, Supplier<String> what, Callable<Boolean> condition) {
        try {
            await(silence).forever().pollInSameThread().until(condition);
        } catch (TerminalFailureException e) {
            throw new AssertionError(what.get(), e);
        }
    }
}
