package io.github.fswire.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Allocates through {@code java.lang.foreign}. */
final class FfmMemory {
    private FfmMemory() {}

    static NativeMemory allocate(int bytes) {
        Arena arena = Arena.ofShared();
        MemorySegment segment = arena.allocate(bytes, 8);
        return new NativeMemory(segment.address(), segment.asByteBuffer(), arena::close);
    }
}
