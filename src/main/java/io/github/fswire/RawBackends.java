package io.github.fswire;

import io.github.fswire.raw.RawBackend;
import java.util.List;
import java.util.ServiceLoader;

/** The backends that exist here. */
public final class RawBackends {
    private RawBackends() {}

    /**
     * Lists every backend.
     *
     * @return the backends, in no particular order
     */
    public static List<RawBackend> all() {
        return ServiceLoader.load(RawBackend.class, RawBackend.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
