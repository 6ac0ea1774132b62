package io.github.fswire.nio;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * How a {@link FswireWatchService} works.
 *
 * @param backend the name of a backend, as {@code fswire doctor} lists them; {@code auto}, the default, takes the best one
 * @param overflow what a consumer receives when events were lost
 * @param pollInterval how often a directory is compared if the kernel reports nothing of it; at least 1 ms, 1 s by default
 */
public record WatchServiceOptions(String backend, Overflow overflow, Duration pollInterval) {
    /** What a consumer receives when the kernel dropped events, or when it does not poll its events for long. */
    public enum Overflow {
        /**
         * The events that were lost: directories are compared with what was reported of them. Events that nobody polls are merged by
         * name. {@link java.nio.file.StandardWatchEventKinds#OVERFLOW} comes only where that is impossible. The names of all
         * entries are kept in memory, some 100 bytes each.
         */
        REPAIR,
        /**
         * {@link java.nio.file.StandardWatchEventKinds#OVERFLOW}, as from the JDK's own services. Directories that are compared
         * anyway, as on Windows and macOS, send it only for events that nobody polls.
         */
        REPORT
    }

    /** The best backend, {@link Overflow#REPAIR}, 1 s. */
    public static final WatchServiceOptions DEFAULT =
            new WatchServiceOptions("auto", Overflow.REPAIR, Duration.ofSeconds(1));

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if {@code pollInterval} is below 1 ms
     */
    public WatchServiceOptions {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(overflow, "overflow");
        if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("pollInterval must be at least 1 ms: " + pollInterval);
        }
    }

    /**
     * The same options with another backend.
     *
     * @param name its name, or {@code auto}
     * @return new options
     */
    public WatchServiceOptions withBackend(String name) {
        return new WatchServiceOptions(Objects.requireNonNull(name, "name"), overflow, pollInterval);
    }

    /**
     * The same options with another treatment of lost events.
     *
     * @param treatment what a consumer receives
     * @return new options
     */
    public WatchServiceOptions withOverflow(Overflow treatment) {
        return new WatchServiceOptions(backend, Objects.requireNonNull(treatment, "treatment"), pollInterval);
    }

    /**
     * The same options with another interval of polling.
     *
     * @param interval at least 1 ms
     * @return new options
     */
    public WatchServiceOptions withPollInterval(Duration interval) {
        return new WatchServiceOptions(backend, overflow, Objects.requireNonNull(interval, "interval"));
    }

    /**
     * The options of a program that was not written for this library: {@code -Dfswire.nio.backend=NAME} and {@code
     * -Dfswire.nio.overflow=repair} or {@code report}.
     *
     * @return the default with what the system properties say
     * @throws IllegalArgumentException if a property has no such value
     */
    public static WatchServiceOptions ofProperties() {
        String treatment = System.getProperty("fswire.nio.overflow", "repair");
        for (Overflow overflow : Overflow.values()) {
            if (overflow.name().toLowerCase(Locale.ROOT).equals(treatment)) {
                return DEFAULT.withBackend(System.getProperty("fswire.nio.backend", DEFAULT.backend))
                        .withOverflow(overflow);
            }
        }
        throw new IllegalArgumentException("-Dfswire.nio.overflow takes repair or report: " + treatment);
    }
}
