package io.github.fswire.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fences on their way through a completion port.
 *
 * <p>The records of changes before a fence may be in a completion that is in the port already, or in the kernel's buffer of a
 * root that is not armed at the moment. So a fence goes through the port twice. The reader arms that root before it sees the
 * fence for the first time; that puts the buffered records into the port before the fence is put there again.
 *
 * <p>Wine receives a change from a queue of the system, later than the thread that has made the change goes on, and the
 * thread that has armed a read fetches the records at some later time. So under Wine every read is cancelled as well, and the
 * fence waits for its completion, which comes with or without records. That is repeated, because the completion of a read may
 * have been under way when the fence was requested.
 *
 * <p>Guarded by the session.
 */
final class Fences {
    private static final int LAPS = 2;
    private static final int WINE_LAPS = 8; // in each of which its server reads 4 KiB of what the system has queued

    private static final class Fence {
        private final Object token;
        private int left;
        private boolean returned;
        private Set<Long> reads = new HashSet<>(); // by key, those that are waited for

        private Fence(Object token, int left) {
            this.token = token;
            this.left = left;
        }
    }

    private final Map<Long, Fence> underWay = new HashMap<>(); // by key, which is negative
    private final LongConsumer port;
    private final Supplier<Set<Long>> reads;
    private final int laps;
    private long last = ReadDirectorySession.WAKE_KEY;

    /**
     * Fences of a session.
     *
     * @param port puts a key into the port
     * @param reads asks every pending read to complete and returns their keys; null if that is not needed
     */
    Fences(LongConsumer port, @Nullable Supplier<Set<Long>> reads) {
        this.port = port;
        this.reads = reads == null ? Set::of : reads;
        this.laps = reads == null ? LAPS : WINE_LAPS;
    }

    void begin(Object token) {
        underWay.put(--last, new Fence(token, laps));
        port.accept(last);
    }

    /** A fence has come out of the port; returns its token if it has passed, else null. */
    @Nullable
    Object returned(long key) {
        Fence fence = underWay.get(key);
        if (fence == null) {
            return null; // only a wake-up
        }
        fence.left--;
        fence.returned = true;
        return goOn(key, fence);
    }

    /** The records of a read were handed out; returns the fences that have passed with that. */
    List<Object> completed(long read) {
        List<Object> passed = new ArrayList<>();
        for (Map.Entry<Long, Fence> entry : List.copyOf(underWay.entrySet())) {
            if (entry.getValue().reads.remove(read)) {
                Object token = goOn(entry.getKey(), entry.getValue());
                if (token != null) {
                    passed.add(token);
                }
            }
        }
        return passed;
    }

    private @Nullable Object goOn(long key, Fence fence) {
        if (!fence.returned || !fence.reads.isEmpty()) {
            return null;
        }
        if (fence.left == 0) {
            underWay.remove(key);
            return fence.token;
        }
        fence.returned = false;
        fence.reads = new HashSet<>(reads.get());
        port.accept(key);
        return null;
    }
}
