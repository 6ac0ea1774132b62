package io.github.fswire.calls;

import io.github.fswire.raw.NativeAccessException;

/**
 * Chooses and opens the binding: JNA, the only one before Java 22.
 *
 * <p>This class exists twice; the jar's multi-release mechanism takes the one that fits the JVM. Nothing falls back silently.
 */
public final class Bindings {
    private Bindings() {}

    /** The binding in use, {@code ffm} or {@code jna}. */
    public static String name() {
        return System.getProperty("fswire.binding", "jna");
    }

    /** The Java release that this copy of the class is for. */
    static int release() {
        return 17;
    }

    /** Opens the calls of Linux for the calling thread. */
    public static LinuxCalls linux() throws NativeAccessException {
        return linux(name(), false);
    }

    /** Opens the calls of Linux for several threads, which must take turns under a lock. */
    public static LinuxCalls sharedLinux() throws NativeAccessException {
        return linux(name(), true);
    }

    /** Opens the calls of Linux through the binding of that name. */
    public static LinuxCalls linux(String binding, boolean shared) throws NativeAccessException {
        return linux(binding, shared, false);
    }

    /** The same; {@code byNumber} makes system calls as with a C library that is too old to have functions for them. */
    static LinuxCalls linux(String binding, boolean shared, boolean byNumber) throws NativeAccessException {
        return BindingFailure.explain(binding, () -> switch (binding) {
            case "ffm" -> throw NewerClasses.missing();
            case "jna" -> new JnaLinuxCalls(byNumber);
            default -> throw new UnsupportedOperationException("the bindings are ffm and jna");
        });
    }

    /** Opens the calls of Windows through the binding of that name, for one thread or for several that take turns. */
    public static WindowsCalls windows(String binding, boolean shared) throws NativeAccessException {
        return BindingFailure.explain(binding, () -> switch (binding) {
            case "ffm" -> throw NewerClasses.missing();
            case "jna" -> new JnaWindowsCalls();
            default -> throw new UnsupportedOperationException("the bindings are ffm and jna");
        });
    }

    /** Opens the calls of macOS through the binding of that name, for one thread or for several that take turns. */
    public static MacCalls mac(String binding, boolean shared) throws NativeAccessException {
        return BindingFailure.explain(binding, () -> switch (binding) {
            case "ffm" -> throw NewerClasses.missing();
            case "jna" -> new JnaMacCalls();
            default -> throw new UnsupportedOperationException("the bindings are ffm and jna");
        });
    }

    /** Allocates zeroed memory that any thread may use, aligned to 8 bytes. */
    public static NativeMemory allocate(int bytes) {
        return JnaMemory.allocate(bytes);
    }
}
