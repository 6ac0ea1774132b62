package io.github.fswire.calls;

import java.util.StringJoiner;

/** Numbers of ReadDirectoryChangesW and ReadDirectoryChangesExW, from {@code winnt.h} and {@code winbase.h}. */
public final class FileNotify {
    public static final int FILE_ACTION_ADDED = 1;
    public static final int FILE_ACTION_REMOVED = 2;
    public static final int FILE_ACTION_MODIFIED = 3;
    public static final int FILE_ACTION_RENAMED_OLD_NAME = 4;
    public static final int FILE_ACTION_RENAMED_NEW_NAME = 5;

    public static final int FILE_NOTIFY_CHANGE_FILE_NAME = 0x1;
    public static final int FILE_NOTIFY_CHANGE_DIR_NAME = 0x2;
    public static final int FILE_NOTIFY_CHANGE_ATTRIBUTES = 0x4;
    public static final int FILE_NOTIFY_CHANGE_SIZE = 0x8;
    public static final int FILE_NOTIFY_CHANGE_LAST_WRITE = 0x10;
    public static final int FILE_NOTIFY_CHANGE_CREATION = 0x40;
    public static final int FILE_NOTIFY_CHANGE_SECURITY = 0x100;

    /** {@code FILE_NOTIFY_INFORMATION}. */
    public static final int NEXT_ENTRY_OFFSET = 0;

    public static final int ACTION_OFFSET = 4;
    public static final int FILE_NAME_LENGTH_OFFSET = 8;
    public static final int FILE_NAME_OFFSET = 12;

    /** {@code FILE_NOTIFY_EXTENDED_INFORMATION}; the first two fields are where they are in the plain form. */
    public static final int EXTENDED_FILE_ATTRIBUTES_OFFSET = 56;

    public static final int EXTENDED_REPARSE_POINT_TAG_OFFSET = 60;
    public static final int EXTENDED_FILE_ID_OFFSET = 64;
    public static final int EXTENDED_PARENT_FILE_ID_OFFSET = 72;
    public static final int EXTENDED_FILE_NAME_LENGTH_OFFSET = 80;
    public static final int EXTENDED_FILE_NAME_OFFSET = 84;

    /** {@code READ_DIRECTORY_NOTIFY_INFORMATION_CLASS}. */
    public static final int ReadDirectoryNotifyExtendedInformation = 2;

    private static final String[] NAMES = {"", "ADDED", "REMOVED", "MODIFIED", "RENAMED_OLD_NAME", "RENAMED_NEW_NAME"};

    private FileNotify() {}

    /** An action by its name, others as a number. */
    public static String describe(int action) {
        boolean known = action > 0 && action < NAMES.length;
        return new StringJoiner("", "FILE_ACTION_", "")
                .add(known ? NAMES[action] : Integer.toString(action))
                .toString();
    }
}
