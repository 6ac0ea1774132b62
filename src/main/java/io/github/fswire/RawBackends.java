package io.github.fswire;

import io.github.fswire.platform.Platform;
import io.github.fswire.raw.RawBackend;
import java.util.List;

/** The entrance for users of the raw layer: which backends there are. All methods may be called from any thread. */
public final class RawBackends {
    private RawBackends() {}

    /**
     * Every backend that the service loader finds, also those that cannot be used here.
     *
     * @return the backends, the preferred ones first
     */
    public static List<RawBackend> all() {
        return Platform.backends();
    }

    /**
     * A backend by its name.
     *
     * @param name its name, or {@code auto} for the best one that can be used here
     * @return a backend that can be used
     * @throws IllegalArgumentException if there is none of that name, or it cannot be used here; the message lists all
     */
    public static RawBackend byName(String name) {
        return Platform.backend(name);
    }
}
