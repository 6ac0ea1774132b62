package io.github.fswire.linux;

import io.github.fswire.raw.NativeName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code /proc/self/mountinfo}: proc_pid_mountinfo(5). */
final class MountTable {
    /** Where the kernel shows it; poll(2) with POLLPRI reports that it has changed. */
    static final NativeName FILE = NativeName.of("/proc/self/mountinfo");

    private static final int MOUNT_POINT = 4; // fields before it
    private static final int ESCAPE_LENGTH = 4;

    private MountTable() {}

    /** The number of the topmost mount at each mount point. */
    static Map<NativeName, Long> parse(byte[] table) {
        Map<NativeName, Long> mounts = new HashMap<>();
        int start = 0;
        for (int end = 0; end < table.length; end++) {
            if (table[end] == '\n') {
                line(table, start, end, mounts);
                start = end + 1;
            }
        }
        return mounts;
    }

    private static void line(byte[] table, int start, int end, Map<NativeName, Long> mounts) {
        long id = 0;
        int at = start;
        while (at < end && table[at] != ' ') {
            id = id * 10 + table[at++] - '0';
        }
        for (int field = 1; field < MOUNT_POINT && at < end; field++) {
            at = next(table, at + 1, end);
        }
        if (at < end) {
            mounts.put(unescaped(table, at + 1, next(table, at + 1, end)), id);
        }
    }

    private static int next(byte[] table, int from, int end) {
        int at = from;
        while (at < end && table[at] != ' ') {
            at++;
        }
        return at;
    }

    /** Blanks, tabs, line ends and backslashes are shown as a backslash and three octal digits. */
    private static NativeName unescaped(byte[] table, int start, int end) {
        byte[] path = new byte[end - start];
        int length = 0;
        int at = start;
        while (at < end) {
            boolean escaped = table[at] == '\\' && at + ESCAPE_LENGTH <= end;
            path[length++] = escaped
                    ? (byte) (table[at + 1] - '0' << 6 | table[at + 2] - '0' << 3 | table[at + 3] - '0')
                    : table[at];
            at += escaped ? ESCAPE_LENGTH : 1;
        }
        return NativeName.of(Arrays.copyOf(path, length));
    }
}
