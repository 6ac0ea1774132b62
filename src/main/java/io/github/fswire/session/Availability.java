package io.github.fswire.session;

import io.github.fswire.calls.Bindings;
import io.github.fswire.raw.NativeAccessException;
import org.jspecify.annotations.Nullable;

/** Whether a system's kernel interface can be used here. */
public final class Availability {
    private Availability() {}

    /** Opens calls through a binding. */
    @FunctionalInterface
    public interface Binding {
        /** Opens them for the calling thread. */
        AutoCloseable open(String binding, boolean shared) throws NativeAccessException;
    }

    /**
     * Says why an interface cannot be used.
     *
     * @param name the interface
     * @param system the only one that has it
     * @param prefix of that system's {@code os.name}
     * @param standIn the property that names a library to use elsewhere; null if there is none
     * @param calls opened, and closed again, to see whether that is possible
     * @return the reason, null if it can be used
     */
    public static @Nullable String unavailableBecause(
            String name, String system, String prefix, @Nullable String standIn, Binding calls) {
        String here = System.getProperty("os.name", "");
        if (!here.startsWith(prefix) && (standIn == null || System.getProperty(standIn) == null)) {
            return name + " exists on " + system + " only, and this is " + here;
        }
        try {
            calls.open(Bindings.name(), false).close();
            return null;
        } catch (NativeAccessException e) {
            return e.getReason();
        } catch (Exception e) {
            throw new IllegalStateException(e); // closing calls throws nothing
        }
    }
}
