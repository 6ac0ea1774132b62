package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import io.github.fswire.raw.RawKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Translates between inotify's mask bits and the uniform kinds. */
final class Kinds {
    private static final Map<RawKind, Integer> BITS = new EnumMap<>(Map.ofEntries(
            Map.entry(RawKind.CREATED, Inotify.IN_CREATE),
            Map.entry(RawKind.MODIFIED, Inotify.IN_MODIFY),
            Map.entry(RawKind.ATTRIBUTES, Inotify.IN_ATTRIB),
            Map.entry(RawKind.CLOSE_WRITE, Inotify.IN_CLOSE_WRITE),
            Map.entry(RawKind.DELETED, Inotify.IN_DELETE),
            Map.entry(RawKind.MOVED_FROM, Inotify.IN_MOVED_FROM),
            Map.entry(RawKind.MOVED_TO, Inotify.IN_MOVED_TO),
            Map.entry(RawKind.SELF_DELETED, Inotify.IN_DELETE_SELF),
            Map.entry(RawKind.SELF_MOVED, Inotify.IN_MOVE_SELF),
            Map.entry(RawKind.UNMOUNTED, Inotify.IN_UNMOUNT),
            Map.entry(RawKind.WATCH_ENDED, Inotify.IN_IGNORED),
            Map.entry(RawKind.OVERFLOW, Inotify.IN_Q_OVERFLOW)));

    /** The bits that every watch asks for: changes of its directory itself; the last three come unasked. */
    private static final int ALWAYS = Inotify.IN_DELETE_SELF | Inotify.IN_MOVE_SELF;

    /** The kinds that a file's own watch can report. */
    private static final int OF_FILE = ALWAYS | Inotify.IN_MODIFY | Inotify.IN_ATTRIB | Inotify.IN_CLOSE_WRITE;

    private static final int KNOWN_BITS = 16;
    private static final int[] KINDS = new int[1 << KNOWN_BITS];

    static {
        for (int mask = 0; mask < KINDS.length; mask++) {
            for (Map.Entry<RawKind, Integer> entry : BITS.entrySet()) {
                if ((mask & entry.getValue()) != 0) {
                    KINDS[mask] |= entry.getKey().bit();
                }
            }
        }
    }

    private Kinds() {}

    /** The kinds in a record's mask. */
    static int of(int mask) {
        return KINDS[mask & KINDS.length - 1];
    }

    /**
     * The mask for inotify_add_watch(2) that asks for these kinds. It is added to the existing mask, which is the same.
     * Replacing a mask takes two steps, and the kernel does not report changes between them (up to 47 of a million changes,
     * beside a loop that adds, Linux 6.18).
     */
    static int maskFor(Set<RawKind> interest, boolean followLink) {
        int unasked = Inotify.IN_UNMOUNT | Inotify.IN_IGNORED | Inotify.IN_Q_OVERFLOW;
        return events(interest) & ~unasked
                | Inotify.IN_ONLYDIR
                | (followLink ? 0 : Inotify.IN_DONT_FOLLOW)
                | Inotify.IN_EXCL_UNLINK
                | Inotify.IN_MASK_ADD;
    }

    /**
     * The mask of a file's own watch. Without IN_EXCL_UNLINK it reports writes through a descriptor from O_TMPFILE or from a
     * removed name. A directory's watch would report them as well, but under the former name, which another file may have
     * now, and also for files that have no name at all.
     */
    static int maskForFile(Set<RawKind> interest) {
        return events(interest) & OF_FILE | Inotify.IN_DONT_FOLLOW | Inotify.IN_MASK_ADD;
    }

    private static int events(Set<RawKind> interest) {
        return interest.stream().mapToInt(BITS::get).reduce(ALWAYS, (a, b) -> a | b);
    }
}
