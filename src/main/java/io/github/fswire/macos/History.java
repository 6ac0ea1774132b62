package io.github.fswire.macos;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.calls.MacCalls;
import io.github.fswire.calls.NativeMemory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last event of the volumes' histories: its id, its time, and the UUIDs of the histories. A history that was begun anew
 * has another UUID. The system discards old events at some time and does not report that, so a position is valid for a day.
 * Owned by the owner of the calls.
 */
final class History {
    private static final Pattern POSITION =
            Pattern.compile("fsevents ([0-9]{1,20}) ([0-9]{1,15})((?: [0-9A-Za-z-]+)*)");
    private static final long GOOD_SECONDS = 24 * 60 * 60;
    private static final int UUID_BYTES = 128;

    private final MacCalls calls;
    private final IntFunction<NativeMemory> allocator;
    private final Map<Long, String> uuids = new HashMap<>(); // by device, empty if it keeps no history

    History(MacCalls calls, IntFunction<NativeMemory> allocator) {
        this.calls = calls;
        this.allocator = allocator;
    }

    /** The text of a position: after this event, at this time, on these devices. */
    String position(long id, long seconds, Iterable<Long> devices) {
        TreeSet<String> known = new TreeSet<>();
        devices.forEach(device -> known.add(uuids.computeIfAbsent(device, this::uuid)));
        known.remove("");
        return "fsevents " + Long.toUnsignedString(id) + " " + seconds
                + (known.isEmpty() ? "" : " " + String.join(" ", known));
    }

    /**
     * The id to begin after; 0 if a position is none, is too old, or is of another history, in which ids mean something else.
     *
     * @param newest the newest id there is
     * @param device on whose history it is judged
     * @param now seconds since 1970
     */
    long begin(@Nullable String position, long newest, long device, long now) {
        long id = position == null || !covers(position, device) ? 0 : id(position, now);
        return Long.compareUnsigned(id, newest) > 0 ? 0 : id;
    }

    private static long id(String position, long now) {
        Matcher matcher = POSITION.matcher(position);
        try {
            boolean good = matcher.matches() && Math.abs(now - Long.parseLong(matcher.group(2))) < GOOD_SECONDS;
            return good ? Long.parseUnsignedLong(matcher.group(1)) : 0;
        } catch (NumberFormatException e) {
            return 0; // too large: none of ours
        }
    }

    /** Whether a device's history is one that a position is in. */
    boolean covers(String position, long device) {
        String uuid = uuids.computeIfAbsent(device, this::uuid);
        return !uuid.isEmpty() && Arrays.asList(position.split(" ", -1)).contains(uuid);
    }

    private String uuid(long device) {
        long uuid = calls.FSEventsCopyUUIDForDevice((int) device);
        if (uuid == 0) {
            return ""; // a volume that cannot be written to
        }
        long string = calls.CFUUIDCreateString(0, uuid);
        calls.CFRelease(uuid);
        if (string == 0) {
            return "";
        }
        try (NativeMemory memory = allocator.apply(UUID_BYTES)) {
            StringBuilder text = new StringBuilder();
            if (calls.CFStringGetCString(string, memory.address(), UUID_BYTES, FsEvents.kCFStringEncodingUTF8) != 0) {
                for (int i = 0; i < UUID_BYTES && memory.buffer().get(i) != 0; i++) {
                    text.append((char) memory.buffer().get(i));
                }
            }
            return text.toString();
        } finally {
            calls.CFRelease(string);
        }
    }
}
