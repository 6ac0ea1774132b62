package io.github.fswire.watch;

import io.github.fswire.raw.WatchException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a watcher works, and where it does not as well as it should: everything that a user can act on. Immutable.
 *
 * <p>Whatever the state, no change is lost for good: what the kernel does not watch is inspected every {@link
 * WatchOptions.Builder#pollInterval}.
 */
public final class WatcherState {
    /** How a watcher is. */
    public enum Status {
        /** The kernel watches everything. */
        RUNNING,
        /** The watcher works, with restrictions. */
        DEGRADED,
        /** The watcher has failed and delivers nothing any more; it must still be closed. */
        FAILED,
        /** The watcher was closed. */
        CLOSED
    }

    /** What a restriction is about. */
    public enum Kind {
        /** A root does not exist, or is no directory that can be opened: it is watched again once it is there. */
        ROOT_MISSING,
        /** A root is not left to the kernel, but inspected as a whole every interval. */
        POLLED,
        /** Directories or single files that the kernel does not watch, or that cannot be read. */
        NOT_WATCHED
    }

    /** Something that is inspected every interval, because the kernel does not watch it. Immutable. */
    public static final class Restriction {
        private final Kind kind;
        private final int places;
        private final Path first;
        private final @Nullable WatchException reason;

        /**
         * Describes a restriction; the watcher does.
         *
         * @param kind see {@link #kind}
         * @param places see {@link #places}
         * @param first see {@link #first}
         * @param reason see {@link #reason}
         */
        public Restriction(Kind kind, int places, Path first, @Nullable WatchException reason) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.places = places;
            this.first = Objects.requireNonNull(first, "first");
            this.reason = reason;
        }

        /**
         * What it is about.
         *
         * @return the kind
         */
        public Kind kind() {
            return kind;
        }

        /**
         * How many directories or files are concerned for the same reason.
         *
         * @return at least 1; of a root that is missing or polled 1
         */
        public int places() {
            return places;
        }

        /**
         * The first of them.
         *
         * @return an absolute path
         */
        public Path first() {
            return first;
        }

        /**
         * Why, and what to do about it.
         *
         * @return the failure with its advice; null if the options want it so
         */
        public @Nullable WatchException reason() {
            return reason;
        }

        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof Restriction other
                    && kind == other.kind
                    && places == other.places
                    && first.equals(other.first)
                    && Objects.equals(text(reason), text(other.reason));
        }

        private static @Nullable String text(@Nullable WatchException reason) {
            return reason == null ? null : reason.getMessage();
        }

        @Override
        public int hashCode() {
            return Objects.hash(kind, places, first);
        }

        @Override
        public String toString() {
            return kind + " " + first + (places > 1 ? " and " + (places - 1) + " more" : "")
                    + (reason == null ? "" : ": " + reason.getMessage());
        }
    }

    private final Status status;
    private final List<Restriction> restrictions;
    private final @Nullable Throwable failure;

    private WatcherState(Status status, List<Restriction> restrictions, @Nullable Throwable failure) {
        this.status = status;
        this.restrictions = List.copyOf(restrictions);
        this.failure = failure;
    }

    /**
     * The state of a watcher that works.
     *
     * @param restrictions what is not watched
     * @return the state; {@link Status#RUNNING} if nothing is restricted
     */
    public static WatcherState running(List<Restriction> restrictions) {
        Objects.requireNonNull(restrictions, "restrictions");
        return new WatcherState(restrictions.isEmpty() ? Status.RUNNING : Status.DEGRADED, restrictions, null);
    }

    /**
     * The state of a watcher that has failed.
     *
     * @param failure why
     * @return the state
     */
    public static WatcherState failed(Throwable failure) {
        return new WatcherState(Status.FAILED, List.of(), Objects.requireNonNull(failure, "failure"));
    }

    /**
     * The state of a watcher that was closed.
     *
     * @return the state
     */
    public static WatcherState closed() {
        return new WatcherState(Status.CLOSED, List.of(), null);
    }

    /**
     * How the watcher is.
     *
     * @return the status
     */
    public Status status() {
        return status;
    }

    /**
     * What is not watched.
     *
     * @return at least one if the status is {@link Status#DEGRADED}, else none
     */
    public List<Restriction> restrictions() {
        return restrictions;
    }

    /**
     * Why the watcher has failed.
     *
     * @return null unless the status is {@link Status#FAILED}
     */
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof WatcherState other
                && status == other.status
                && restrictions.equals(other.restrictions)
                && Objects.equals(failure, other.failure);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, restrictions);
    }

    @Override
    public String toString() {
        return status + (restrictions.isEmpty() ? "" : " " + restrictions) + (failure == null ? "" : ": " + failure);
    }
}
