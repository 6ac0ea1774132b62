package io.github.fswire.calls;

/** Chooses the binding: JNA before Java 22. */
public final class Bindings {
    private Bindings() {}

    /**
     * The binding in use.
     *
     * @return {@code jna} or {@code ffm}
     */
    public static String name() {
        return "jna";
    }
}
