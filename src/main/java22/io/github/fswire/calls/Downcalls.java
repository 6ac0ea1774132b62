package io.github.fswire.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** Links C functions and turns their failures into negative results. The only class that makes restricted calls. */
final class Downcalls {
    static final MemoryLayout INT = ValueLayout.JAVA_INT;
    static final MemoryLayout LONG = ValueLayout.JAVA_LONG;

    static final MemoryLayout BYTE = ValueLayout.JAVA_BYTE;

    static final MemoryLayout DOUBLE = ValueLayout.JAVA_DOUBLE;

    /** Where this system stores the reason why a call has failed. */
    private static final String ERROR =
            System.getProperty("os.name", "").startsWith("Windows") ? "GetLastError" : "errno";

    /** Where the linker leaves it. */
    static final StructLayout STATE = Linker.Option.captureStateLayout();

    private static final long ERROR_OFFSET = STATE.byteOffset(MemoryLayout.PathElement.groupElement(ERROR));

    private Downcalls() {}

    /** Links a function whose errno is captured; its handle takes the segment for that first. */
    static MethodHandle link(String name, MemoryLayout result, MemoryLayout... parameters) {
        return link(name, -1, result, parameters);
    }

    /** The same for a function of a library, which is loaded for as long as the JVM lives. */
    @SuppressWarnings("restricted") // with the method below the one place where native functions are linked
    static MethodHandle link(SymbolLookup library, String name, MemoryLayout result, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(
                        symbol(library, name),
                        FunctionDescriptor.of(result, parameters),
                        Linker.Option.captureCallState(ERROR));
    }

    /** The same for one that returns nothing. */
    @SuppressWarnings("restricted") // see above
    static MethodHandle linkVoid(SymbolLookup library, String name, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(
                        symbol(library, name),
                        FunctionDescriptor.ofVoid(parameters),
                        Linker.Option.captureCallState(ERROR));
    }

    private static MemorySegment symbol(SymbolLookup library, String name) {
        return library.find(name).orElseThrow(() -> new UnsatisfiedLinkError("the library has no symbol " + name));
    }

    /** Where something of a library is. */
    static long address(SymbolLookup library, String name) {
        return symbol(library, name).address();
    }

    /** The same of the C library. */
    static long address(String name) {
        return address(Linker.nativeLinker().defaultLookup(), name);
    }

    /** A function that C can call until the arena is closed. */
    @SuppressWarnings("restricted") // see above
    static MemorySegment upcall(MethodHandle target, FunctionDescriptor type, Arena arena) {
        return Linker.nativeLinker().upcallStub(target, type, arena);
    }

    /** All memory, from address 0 on. */
    @SuppressWarnings("restricted") // see above
    static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /** Loads a library. */
    @SuppressWarnings("restricted") // see above
    static SymbolLookup library(String name) {
        return SymbolLookup.libraryLookup(name, Arena.global());
    }

    /** The same for a function that is variadic from parameter number {@code variadic} on. */
    @SuppressWarnings("restricted") // the one place where native functions are linked
    static MethodHandle link(String name, int variadic, MemoryLayout result, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        List<Linker.Option> options = new ArrayList<>();
        options.add(Linker.Option.captureCallState(ERROR));
        if (variadic >= 0) {
            options.add(Linker.Option.firstVariadicArg(variadic));
        }
        return linker.downcallHandle(
                symbol, FunctionDescriptor.of(result, parameters), options.toArray(new Linker.Option[0]));
    }

    /** Whether the C library has a function. */
    static boolean isThere(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).isPresent();
    }

    /** A segment for errno or the last error. */
    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    /** What C returned, or minus errno. */
    static int result(int value, MemorySegment state) {
        return value < 0 ? -state.get(ValueLayout.JAVA_INT, ERROR_OFFSET) : value;
    }

    /** What C returned, or minus errno. */
    static long result(long value, MemorySegment state) {
        return value < 0 ? -state.get(ValueLayout.JAVA_INT, ERROR_OFFSET) : value;
    }

    /** The code of GetLastError, negative; never 0. */
    static int lastError(MemorySegment state) {
        return -Math.max(1, state.get(ValueLayout.JAVA_INT, ERROR_OFFSET));
    }

    /** Passes errors of use, such as a call from another thread, on unchanged; a handle throws nothing else. */
    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(thrown);
    }
}
