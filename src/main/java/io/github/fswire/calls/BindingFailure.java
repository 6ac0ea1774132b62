package io.github.fswire.calls;

import io.github.fswire.raw.NativeAccessException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the errors of a JVM that cannot bind native code into one exception with advice.
 *
 * <p>The JVM reports only once why a class cannot be initialised. Later attempts throw a {@code NoClassDefFoundError} without
 * the reason, so the reason is kept here.
 */
final class BindingFailure {
    private static final String JNA = "jna";

    private static final Map<String, Throwable> REASONS = new HashMap<>(); // by binding; guarded by the class

    private BindingFailure() {}

    /** Opens a binding; one thread at a time, so that no thread meets a broken class before its reason is kept. */
    static synchronized <T> T explain(String binding, Supplier<T> open) throws NativeAccessException {
        if (!"64".equals(System.getProperty("sun.arch.data.model", "64"))) {
            throw failure(binding, "32_BIT", "fswire needs a 64-bit JVM.", null);
        }
        if (binding.equals(JNA)) {
            requireJna();
        }
        try {
            T opened = open.get();
            if (binding.equals(JNA) && System.getProperty("fswire.binding") == null) {
                NewerClasses.reportIfHidden();
            }
            return opened;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Error | RuntimeException e) { // JNA throws a plain Error for a native library of another version
            throw translate(binding, e);
        }
    }

    private static void requireJna() throws NativeAccessException {
        try {
            JnaLibrary.require();
        } catch (NoSuchMethodException e) {
            throw failure(JNA, "JNA_TOO_OLD", "JNA is too old: use " + JnaLibrary.ARTIFACT + ".", e);
        } catch (NoClassDefFoundError | IllegalAccessError e) { // the latter: a module finds it on the class path
            boolean named = BindingFailure.class.getModule().isNamed();
            String place = named ? "module path and pass --add-modules com.sun.jna" : "class path";
            String advice =
                    "JNA is missing: add " + JnaLibrary.ARTIFACT + ", to the " + place + ", or " + withoutJna() + ".";
            throw failure(JNA, "JNA_MISSING", advice, e);
        }
    }

    private static String withoutJna() {
        if (NewerClasses.areHidden()) {
            return "do without it: " + NewerClasses.ADVICE;
        }
        return Runtime.version().feature() < 22
                ? "use Java 22 or later, which needs no JNA"
                : "do without it: leave out -Dfswire.binding=jna";
    }

    private static NativeAccessException translate(String binding, Throwable thrown) {
        Throwable reason = thrown;
        if (thrown instanceof NoClassDefFoundError) {
            reason = REASONS.getOrDefault(binding, thrown);
        } else {
            REASONS.put(binding, thrown);
        }
        Throwable root = reason;
        while (root.getCause() != null) { // a class that could not be initialised wraps why
            root = root.getCause();
        }
        if (root instanceof IllegalCallerException) {
            Module caller = binding.equals(JNA) ? JnaLibrary.module() : BindingFailure.class.getModule();
            String name = binding.equals(JNA) ? "com.sun.jna" : "io.github.fswire";
            String advice = "Native access is not enabled: pass --enable-native-access="
                    + (caller.isNamed() ? name : "ALL-UNNAMED (on the module path " + name + ")")
                    + " to the JVM.";
            return failure(binding, "NATIVE_ACCESS_DENIED", advice, reason);
        }
        String why = root instanceof UnsupportedOperationException ? root.getMessage() : root.toString();
        if (binding.equals(JNA) && root instanceof UnsatisfiedLinkError) {
            why += ". JNA unpacks its library into the directory for temporary files, which must be writable and not"
                    + " mounted with noexec: pass -Djna.tmpdir=DIR to the JVM to name another one";
        }
        return failure(binding, "NOT_BOUND", "The binding cannot be used here: " + why + ".", reason);
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
