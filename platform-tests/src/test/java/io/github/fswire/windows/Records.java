package io.github.fswire.windows;

import io.github.fswire.calls.FileNotify;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes records as Windows does. */
final class Records {
    private static final int CAPACITY = 1 << 16;

    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private final boolean extended;
    private int last = -1;
    private int end;

    Records(boolean extended) {
        this.extended = extended;
    }

    /** Appends one; the name has backslashes. */
    Records add(int action, String name) {
        int start = last < 0 ? 0 : end + 7 & ~7;
        if (last >= 0) {
            buffer.putInt(last + FileNotify.NEXT_ENTRY_OFFSET, start - last);
        }
        buffer.putInt(start + FileNotify.ACTION_OFFSET, action);
        int length = extended ? FileNotify.EXTENDED_FILE_NAME_LENGTH_OFFSET : FileNotify.FILE_NAME_LENGTH_OFFSET;
        int at = start + (extended ? FileNotify.EXTENDED_FILE_NAME_OFFSET : FileNotify.FILE_NAME_OFFSET);
        buffer.putInt(start + length, 2 * name.length());
        for (int i = 0; i < name.length(); i++) {
            buffer.putChar(at, name.charAt(i));
            at += Character.BYTES;
        }
        last = start;
        end = at;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer.array(), end);
    }
}
