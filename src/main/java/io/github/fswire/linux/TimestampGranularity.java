package io.github.fswire.linux;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * How far apart two changes of one file must be to get different time stamps.
 *
 * <p>Since Linux 6.13 some file systems take a finer clock for a file whose times have been read, so that a change after an
 * inspection is always seen: {@code FS_MGTIME}, multigrain timestamps. Elsewhere times advance with the timer tick, 1 to 10
 * ms.
 */
final class TimestampGranularity {
    /** Twice the longest timer tick. */
    static final long TICK_NANOS = MILLISECONDS.toNanos(20);

    /** File systems that store whole seconds, or every second one. */
    static final long SECONDS_NANOS = SECONDS.toNanos(2);

    private TimestampGranularity() {}

    /**
     * Judges a file system.
     *
     * @param type low 32 bits of {@code f_type}, statfs(2)
     * @param birthKnown whether statx(2) returns birth times there
     * @param multigrain whether the kernel has multigrain time stamps
     * @return nanoseconds, 0 if a change after an inspection always gets another time stamp
     */
    static long nanos(int type, boolean birthKnown, boolean multigrain) {
        return switch (type) {
            case MountKind.FAT, MountKind.HFS_PLUS -> SECONDS_NANOS;
            // Inodes of 128 bytes, as ext2 and ext3 had them, have neither birth times nor nanoseconds.
            case MountKind.EXT -> birthKnown ? multigrain ? 0 : TICK_NANOS : SECONDS_NANOS;
            case MountKind.XFS, MountKind.BTRFS, MountKind.TMPFS -> multigrain ? 0 : TICK_NANOS;
            default -> TICK_NANOS;
        };
    }

    /**
     * Whether a kernel has multigrain time stamps.
     *
     * @param release as uname(2) has it, {@code 6.13.2-1-generic}
     * @return true from 6.13 on
     */
    static boolean isMultigrain(String release) {
        int dot = release.indexOf('.');
        int major = number(release, 0);
        int minor = number(release, dot + 1);
        return dot > 0 && (major > 6 || major == 6 && minor >= 13);
    }

    /** The digits from {@code start} on; 0 if there are none. */
    private static int number(String text, int start) {
        int number = 0;
        for (int i = start; i < text.length() && Character.digit(text.charAt(i), 10) >= 0 && number < 10_000; i++) {
            number = 10 * number + Character.digit(text.charAt(i), 10);
        }
        return number;
    }
}
