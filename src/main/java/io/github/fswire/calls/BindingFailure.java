package io.github.fswire.calls;

import io.github.fswire.raw.NativeAccessException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what the JVM throws when native code cannot be bound into one exception that says what to do. */
final class BindingFailure {
    private BindingFailure() {}

    static <T> T explain(String binding, Supplier<T> open) throws NativeAccessException {
        if (!"64".equals(System.getProperty("sun.arch.data.model", "64"))) {
            throw failure(binding, "32_BIT", "fswire needs a 64-bit JVM.", null);
        }
        try {
            return open.get();
        } catch (LinkageError | RuntimeException e) {
            throw translate(binding, e);
        }
    }

    private static NativeAccessException translate(String binding, Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) { // a class that could not be initialised wraps why, the second time twice
            cause = cause.getCause();
        }
        String module = binding.equals("jna") ? "com.sun.jna" : "io.github.fswire";
        if (cause instanceof IllegalCallerException) {
            String advice = "Native access is not enabled: pass --enable-native-access=" + module
                    + " (or ALL-UNNAMED on the class path).";
            return failure(binding, "NATIVE_ACCESS_DENIED", advice, thrown);
        }
        if (cause instanceof NoClassDefFoundError
                && String.valueOf(cause.getMessage()).contains("com/sun/jna")) {
            String advice = "JNA is not there: add net.java.dev.jna:jna to the class path, or --add-modules com.sun.jna"
                    + " on the module path, or use Java 22 or later.";
            return failure(binding, "JNA_MISSING", advice, thrown);
        }
        return failure(binding, "NOT_BOUND", "The binding cannot be used here: " + cause + ".", thrown);
    }

    private static NativeAccessException failure(
            String binding, String symbol, String advice, @Nullable Throwable cause) {
        NativeAccessException failure = new NativeAccessException(null, "binding " + binding, 0, symbol, advice);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
