package io.github.fswire.calls;

/** Chooses the binding: FFM, or JNA if asked for. */
public final class Bindings {
    private Bindings() {}

    /**
     * The binding in use.
     *
     * @return {@code jna} or {@code ffm}
     */
    public static String name() {
        return System.getProperty("fswire.binding", "ffm");
    }
}
