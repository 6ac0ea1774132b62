package io.github.fswire.calls;

import io.github.fswire.raw.NativeAccessException;
import java.lang.foreign.Arena;

/**
 * Chooses and opens the binding: {@code java.lang.foreign}, or JNA if {@code -Dfswire.binding=jna}.
 *
 * <p>This class exists twice; the jar's multi-release mechanism takes the one that fits the JVM. Nothing falls back silently.
 */
public final class Bindings {
    private Bindings() {}

    /** The binding in use, {@code ffm} or {@code jna}. */
    public static String name() {
        return System.getProperty("fswire.binding", "ffm");
    }

    /** The Java release that this copy of the class is for. */
    static int release() {
        return 22;
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
            case "ffm" -> new FfmLinuxCalls(shared ? Arena.ofShared() : Arena.ofConfined(), byNumber);
            case "jna" -> new JnaLinuxCalls(byNumber);
            default -> throw new UnsupportedOperationException("the bindings are ffm and jna");
        });
    }

    /** Opens the calls of Windows through the binding of that name, for one thread or for several that take turns. */
    public static WindowsCalls windows(String binding, boolean shared) throws NativeAccessException {
        return BindingFailure.explain(binding, () -> switch (binding) {
            case "ffm" -> new FfmWindowsCalls(shared ? Arena.ofShared() : Arena.ofConfined());
            case "jna" -> new JnaWindowsCalls();
            default -> throw new UnsupportedOperationException("the bindings are ffm and jna");
        });
    }

    /** Opens the calls of macOS through the binding of that name, for one thread or for several that take turns. */
    public static MacCalls mac(String binding, boolean shared) throws NativeAccessException {
        return BindingFailure.explain(binding, () -> switch (binding) {
            case "ffm" -> new FfmMacCalls(shared ? Arena.ofShared() : Arena.ofConfined());
            case "jna" -> new JnaMacCalls();
            default -> throw new UnsupportedOperationException("the bindings are ffm and jna");
        });
    }

    /** Allocates zeroed memory that any thread may use, aligned to 8 bytes. */
    public static NativeMemory allocate(int bytes) {
        return name().equals("jna") ? JnaMemory.allocate(bytes) : FfmMemory.allocate(bytes);
    }
}
