package io.github.fswire.calls;

import static io.github.fswire.calls.Downcalls.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** {@code FSEventStreamCallback} by {@code java.lang.foreign}. An exception that left it would end the JVM. */
final class FfmUpcall implements MacCalls.Upcall {
    private static final ForeignMemory MEMORY = new FfmForeignMemory();
    private static final MethodHandle EVENTS = events();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment stub;
    private final MacCalls.StreamCallback target;

    FfmUpcall(MacCalls.StreamCallback target) {
        this.target = target;
        this.stub = Downcalls.upcall(
                EVENTS.bindTo(this), FunctionDescriptor.ofVoid(LONG, LONG, LONG, LONG, LONG, LONG), arena);
    }

    private static MethodHandle events() {
        try {
            MethodType type = MethodType.methodType(
                    void.class, long.class, long.class, long.class, long.class, long.class, long.class);
            return MethodHandles.lookup().findVirtual(FfmUpcall.class, "events", type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by its handle
    private void events(long stream, long info, long count, long paths, long flags, long ids) {
        try {
            target.events(MEMORY, info, count, paths, flags, ids);
        } catch (Throwable e) {
            // The target notes its own failures; others can be reported to nobody, and the JVM must go on.
        }
    }

    @Override
    public long address() {
        return stub.address();
    }

    @Override
    public void close() {
        arena.close();
    }
}
