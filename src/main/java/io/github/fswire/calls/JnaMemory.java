package io.github.fswire.calls;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** Allocates through JNA. */
final class JnaMemory {
    private JnaMemory() {}

    static NativeMemory allocate(int bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        return new NativeMemory(Pointer.nativeValue(memory), memory.getByteBuffer(0, bytes), memory::close);
    }
}
