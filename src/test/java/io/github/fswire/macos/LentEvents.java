package io.github.fswire.macos;

import io.github.fswire.calls.ForeignMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Events in memory, where FSEvents would have put them. */
record LentEvents(List<Event> events) implements ForeignMemory {
    private static final long PATHS = 1 << 20;
    private static final long FLAGS = 2 << 20;
    private static final long IDS = 3 << 20;
    private static final long TEXTS = 4 << 20;

    record Event(String path, int flags, long id) {}

    /** Calls back as FSEvents does. */
    void bring(EventRing ring, long stream) {
        bring(ring, stream, events.size());
    }

    /** The same with another number of events. */
    void bring(EventRing ring, long stream, int count) {
        ring.events(this, stream, count, PATHS, FLAGS, IDS);
    }

    @Override
    public long getLong(long address) {
        return address >= IDS ? events.get((int) (address - IDS) / 8).id : TEXTS + (address - PATHS) / 8;
    }

    @Override
    public int getInt(long address) {
        return events.get((int) (address - FLAGS) / 4).flags;
    }

    private byte[] text(long address) {
        return events.get((int) (address - TEXTS)).path.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int stringLength(long address) {
        return text(address).length;
    }

    @Override
    public void copy(long address, byte[] target, int offset, int length) {
        System.arraycopy(text(address), 0, target, offset, length);
    }
}
