package io.github.fswire.watch;

import java.time.Duration;
import java.util.Objects;

/** How far behind a listener is; a snapshot. */
public final class ListenerStatistics {
    private final String name;
    private final long batches;
    private final int waiting;
    private final Duration busy;

    /**
     * Describes a listener; the watcher does.
     *
     * @param name see {@link #name}
     * @param batches see {@link #batches}
     * @param waiting see {@link #waiting}
     * @param busy see {@link #busy}
     */
    public ListenerStatistics(String name, long batches, int waiting, Duration busy) {
        this.name = Objects.requireNonNull(name, "name");
        this.batches = batches;
        this.waiting = waiting;
        this.busy = Objects.requireNonNull(busy, "busy");
    }

    /**
     * What the listener is called.
     *
     * @return the name of {@link ListenerOptions#named}, or an empty text
     */
    public String name() {
        return name;
    }

    /**
     * How many batches were delivered to it, the present one included.
     *
     * @return the number of the last batch, 0 if there was none
     */
    public long batches() {
        return batches;
    }

    /**
     * How many changes wait for it besides the present batch; those of one path count once if they are merged. Changes that wait
     * for the only listener of a watcher are not counted: they have not been looked for yet.
     *
     * @return 0 or more
     */
    public int waiting() {
        return waiting;
    }

    /**
     * How long the listener has been busy with its present batch, all deliveries of it included.
     *
     * @return 0 if it is not
     */
    public Duration busy() {
        return busy;
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + ": ") + batches + " batches, " + waiting + " changes wait, busy for "
                + busy.toMillis() + " ms";
    }
}
