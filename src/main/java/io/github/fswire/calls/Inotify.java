package io.github.fswire.calls;

import java.util.StringJoiner;

/** Numbers of inotify(7), from {@code linux/inotify.h}; same on x86-64 and aarch64. */
public final class Inotify {
    public static final int IN_ACCESS = 0x1;
    public static final int IN_MODIFY = 0x2;
    public static final int IN_ATTRIB = 0x4;
    public static final int IN_CLOSE_WRITE = 0x8;
    public static final int IN_CLOSE_NOWRITE = 0x10;
    public static final int IN_OPEN = 0x20;
    public static final int IN_MOVED_FROM = 0x40;
    public static final int IN_MOVED_TO = 0x80;
    public static final int IN_CREATE = 0x100;
    public static final int IN_DELETE = 0x200;
    public static final int IN_DELETE_SELF = 0x400;
    public static final int IN_MOVE_SELF = 0x800;
    public static final int IN_UNMOUNT = 0x2000;
    public static final int IN_Q_OVERFLOW = 0x4000;
    public static final int IN_IGNORED = 0x8000;
    public static final int IN_ONLYDIR = 0x01000000;
    public static final int IN_DONT_FOLLOW = 0x02000000;
    public static final int IN_EXCL_UNLINK = 0x04000000;
    public static final int IN_MASK_CREATE = 0x10000000;
    public static final int IN_MASK_ADD = 0x20000000;
    public static final int IN_ISDIR = 0x40000000;
    public static final int IN_ONESHOT = 0x80000000;

    /** For inotify_init1(2). */
    public static final int IN_NONBLOCK = 0x800;

    /** For inotify_init1(2). */
    public static final int IN_CLOEXEC = 0x80000;

    /** {@code struct inotify_event}. */
    public static final int EVENT_WD_OFFSET = 0;

    public static final int EVENT_MASK_OFFSET = 4;
    public static final int EVENT_COOKIE_OFFSET = 8;
    public static final int EVENT_LEN_OFFSET = 12;
    public static final int EVENT_NAME_OFFSET = 16;

    private static final String[] NAMES = {
        "IN_ACCESS",
        "IN_MODIFY",
        "IN_ATTRIB",
        "IN_CLOSE_WRITE",
        "IN_CLOSE_NOWRITE",
        "IN_OPEN",
        "IN_MOVED_FROM",
        "IN_MOVED_TO",
        "IN_CREATE",
        "IN_DELETE",
        "IN_DELETE_SELF",
        "IN_MOVE_SELF",
        "",
        "IN_UNMOUNT",
        "IN_Q_OVERFLOW",
        "IN_IGNORED",
    };

    private Inotify() {}

    /** A mask with every known bit by name and the rest in hex: {@code IN_CREATE|IN_ISDIR|0x1000}. */
    public static String describe(int mask) {
        StringJoiner text = new StringJoiner("|");
        int rest = mask;
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((mask & 1 << bit) != 0 && !NAMES[bit].isEmpty()) {
                text.add(NAMES[bit]);
                rest &= ~(1 << bit);
            }
        }
        if ((mask & IN_ISDIR) != 0) {
            text.add("IN_ISDIR");
            rest &= ~IN_ISDIR;
        }
        if (rest != 0) {
            text.add("0x" + Integer.toHexString(rest));
        }
        return text.length() == 0 ? "0" : text.toString();
    }
}
