package io.github.fswire.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What to watch and how.
 *
 * @param roots directories, made absolute; at least one; what lies inside another one is left out
 * @param exclusions globs of what is neither watched nor listed, see {@link Builder#exclude}
 * @param quietPeriod how long nothing must happen before changes are looked at
 * @param maxDelay the longest time that changes wait for such a pause
 * @param pollInterval how often directories are looked at that the kernel does not watch
 * @param backend name of the backend, or {@code auto}
 * @param reconcileEvery how long a pass of reconciliation takes; 0 if there is none
 */
public record WatchOptions(
        List<Path> roots,
        List<String> exclusions,
        Duration quietPeriod,
        Duration maxDelay,
        Duration pollInterval,
        String backend,
        Duration reconcileEvery) {

    /** The name that leaves the choice of the backend to the library. */
    static final String AUTO = "auto";

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if there is no root or a duration is out of range
     */
    public WatchOptions {
        List<Path> given = roots.stream()
                .map(p -> p.toAbsolutePath().normalize())
                .distinct()
                .toList();
        roots = given.stream()
                .filter(p -> given.stream().noneMatch(q -> !q.equals(p) && p.startsWith(q)))
                .toList();
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("no root to watch");
        }
        exclusions = List.copyOf(exclusions);
        if (quietPeriod.isNegative() || maxDelay.compareTo(quietPeriod) < 0) {
            throw new IllegalArgumentException(
                    "quietPeriod must be 0 or more and maxDelay at least as long: " + quietPeriod + ", " + maxDelay);
        }
        if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("pollInterval must be at least 1 ms: " + pollInterval);
        }
        Objects.requireNonNull(backend, "backend");
        if (reconcileEvery.isNegative()) {
            throw new IllegalArgumentException("reconcileEvery must be 0 or more: " + reconcileEvery);
        }
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder without roots
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; not safe for use by several threads. */
    public static final class Builder {
        private final List<Path> roots = new ArrayList<>();
        private final List<String> exclusions = new ArrayList<>();
        private Duration quietPeriod = Duration.ofMillis(50);
        private Duration maxDelay = Duration.ofSeconds(1);
        private Duration pollInterval = Duration.ofSeconds(1);
        private String backend = AUTO;
        private Duration reconcileEvery = Duration.ZERO;

        private Builder() {}

        /**
         * Adds a directory to watch with everything below it.
         *
         * @param directory made absolute
         * @return this builder
         */
        public Builder root(Path directory) {
            roots.add(directory);
            return this;
        }

        /**
         * Excludes what matches a glob: it is neither watched nor listed nor reported.
         *
         * <p>The glob is matched as in {@link java.nio.file.FileSystem#getPathMatcher} against the path relative to the root.
         * Without a slash it is matched against the name alone, at any depth: {@code node_modules}, {@code *.class}, {@code
         * target/classes}, {@code **}{@code /generated}.
         *
         * @param glob a glob
         * @return this builder
         */
        public Builder exclude(String glob) {
            exclusions.add(glob);
            return this;
        }

        /**
         * How long nothing must happen before changes are looked at. Default 50 ms.
         *
         * @param period 0 or more
         * @return this builder
         */
        public Builder quietPeriod(Duration period) {
            quietPeriod = period;
            return this;
        }

        /**
         * The longest time that changes wait for a pause. Default 1 s.
         *
         * @param delay at least the quiet period
         * @return this builder
         */
        public Builder maxDelay(Duration delay) {
            maxDelay = delay;
            return this;
        }

        /**
         * How often directories are looked at that the kernel does not watch: beyond a limit, unreadable, or a root that is
         * gone. Default 1 s. Roots that are polled as a whole are looked at after this interval too; it grows up to ten
         * times as long while nothing changes there.
         *
         * @param interval at least 1 ms
         * @return this builder
         */
        public Builder pollInterval(Duration interval) {
            pollInterval = interval;
            return this;
        }

        /**
         * The backend to use. Default {@code auto}: the best one that works here; a root on a file system whose changes this
         * kernel does not hear of (network, FUSE, procfs) is polled, which the listener is told. A backend that is named is
         * used for every root; {@code polling} polls every root.
         *
         * @param name {@code auto} or a backend's name
         * @return this builder
         */
        public Builder backend(String name) {
            backend = name;
            return this;
        }

        /**
         * Looks beside the kernel's records whether they tell everything: every directory is listed once in this time and
         * compared with what was delivered. What is found is delivered with the cause {@code RECONCILE} and counted. It takes
         * at most a twentieth of one core; of a tree that is too large for that, a pass takes longer. Default 0: not at all.
         *
         * <p>It finds what no record tells: a file written through a hard link outside the roots, something mounted over a
         * directory, a kernel or file system that keeps silent.
         *
         * @param time 0 or more
         * @return this builder
         */
        public Builder reconcileEvery(Duration time) {
            reconcileEvery = time;
            return this;
        }

        /**
         * Ends building.
         *
         * @return the options
         * @throws IllegalArgumentException if there is no root or a duration is out of range
         */
        public WatchOptions build() {
            return new WatchOptions(roots, exclusions, quietPeriod, maxDelay, pollInterval, backend, reconcileEvery);
        }
    }
}
