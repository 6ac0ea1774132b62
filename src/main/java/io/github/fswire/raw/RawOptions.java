package io.github.fswire.raw;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a session is opened.
 *
 * @param bufferBytes size of the read buffer in bytes; at least 4096, 65536 by default; Windows takes no less than 262,144 and
 *     no more than 16,777,216, whatever is given
 * @param interest the kinds to ask the kernel for; self records, unmount, watch end and overflow always come
 * @param threadName name of the reader thread
 * @param pollInterval how often a backend that has no queue lists the watched directories; at least 1 ms, 1 s by default
 * @param since the position of an earlier session, see {@link RawSession#position()}; watches that are added before the first
 *     fence receive the events since then, or an overflow where these are not known; null, the default, begins with the
 *     events from now on
 */
public record RawOptions(
        int bufferBytes,
        Set<RawKind> interest,
        String threadName,
        Duration pollInterval,
        @Nullable String since) {
    /** Everything but nothing more: 64 KiB, all kinds, {@code fswire-reader}, 1 s. */
    public static final RawOptions DEFAULT =
            new RawOptions(1 << 16, Set.of(RawKind.values()), "fswire-reader", Duration.ofSeconds(1), null);

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if {@code bufferBytes} is below 4096 nothing is of interest, or {@code
     *     pollInterval} is below 1 ms
     */
    public RawOptions {
        if (bufferBytes < 4096) {
            throw new IllegalArgumentException("bufferBytes must be at least 4096: " + bufferBytes);
        }
        interest = Set.copyOf(interest);
        if (interest.isEmpty()) {
            throw new IllegalArgumentException("interest must not be empty");
        }
        Objects.requireNonNull(threadName, "threadName");
        if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("pollInterval must be at least 1 ms: " + pollInterval);
        }
    }

    /**
     * The same options with another buffer.
     *
     * @param bytes size in bytes, at least 4096
     * @return new options
     */
    public RawOptions withBufferBytes(int bytes) {
        return new RawOptions(bytes, interest, threadName, pollInterval, since);
    }

    /**
     * The same options with another interest.
     *
     * @param kinds the kinds to ask the kernel for
     * @return new options
     */
    public RawOptions withInterest(Set<RawKind> kinds) {
        return new RawOptions(bufferBytes, kinds, threadName, pollInterval, since);
    }

    /**
     * The same options with another thread name.
     *
     * @param name the reader thread's name
     * @return new options
     */
    public RawOptions withThreadName(String name) {
        return new RawOptions(bufferBytes, interest, name, pollInterval, since);
    }

    /**
     * The same options with another interval of polling.
     *
     * @param interval at least 1 ms
     * @return new options
     */
    public RawOptions withPollInterval(Duration interval) {
        return new RawOptions(bufferBytes, interest, threadName, interval, since);
    }

    /**
     * The same options with a place in the kernel's history to begin at.
     *
     * @param position the result of an earlier session's {@link RawSession#position()}
     * @return new options
     */
    public RawOptions withSince(@Nullable String position) {
        return new RawOptions(bufferBytes, interest, threadName, pollInterval, position);
    }
}
