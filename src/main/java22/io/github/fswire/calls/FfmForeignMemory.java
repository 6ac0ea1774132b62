package io.github.fswire.calls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Everything there is, from address 0 on; what C lends may have any alignment. */
final class FfmForeignMemory implements ForeignMemory {
    private static final MemorySegment EVERYTHING = Downcalls.everything();

    @Override
    public long getLong(long address) {
        return EVERYTHING.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    @Override
    public int getInt(long address) {
        return EVERYTHING.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    @Override
    public int stringLength(long address) {
        long end = address;
        while (EVERYTHING.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        return (int) (end - address);
    }

    @Override
    public void copy(long address, byte[] target, int offset, int length) {
        MemorySegment.copy(EVERYTHING, ValueLayout.JAVA_BYTE, address, target, offset, length);
    }
}
