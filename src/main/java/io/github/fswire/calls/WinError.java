package io.github.fswire.calls;

/** Results of GetLastError, from {@code winerror.h}, and statuses of completions, from {@code ntstatus.h}. */
public final class WinError {
    public static final int ERROR_INVALID_FUNCTION = 1;
    public static final int ERROR_FILE_NOT_FOUND = 2;
    public static final int ERROR_PATH_NOT_FOUND = 3;
    public static final int ERROR_TOO_MANY_OPEN_FILES = 4;
    public static final int ERROR_ACCESS_DENIED = 5;
    public static final int ERROR_INVALID_HANDLE = 6;
    public static final int ERROR_NOT_ENOUGH_MEMORY = 8;
    public static final int ERROR_NO_MORE_FILES = 18;
    public static final int ERROR_NOT_READY = 21;
    public static final int ERROR_SHARING_VIOLATION = 32;
    public static final int ERROR_NOT_SUPPORTED = 50;
    public static final int ERROR_BAD_NETPATH = 53;
    public static final int ERROR_TOO_MANY_CMDS = 56;
    public static final int ERROR_NETNAME_DELETED = 64;
    public static final int ERROR_BAD_NET_NAME = 67;
    public static final int ERROR_INVALID_PARAMETER = 87;
    public static final int ERROR_INVALID_NAME = 123;
    public static final int ERROR_PROC_NOT_FOUND = 127;
    public static final int ERROR_FILENAME_EXCED_RANGE = 206;
    public static final int WAIT_TIMEOUT = 258;
    public static final int ERROR_DIRECTORY = 267;
    public static final int ERROR_DELETE_PENDING = 303;
    public static final int ERROR_STOPPED_ON_SYMLINK = 681;
    public static final int ERROR_ABANDONED_WAIT_0 = 735;
    public static final int ERROR_OPERATION_ABORTED = 995;
    public static final int ERROR_IO_PENDING = 997;
    public static final int ERROR_NOACCESS = 998;
    public static final int ERROR_NOTIFY_ENUM_DIR = 1022;
    public static final int ERROR_FILE_INVALID = 1006;
    public static final int ERROR_NOT_FOUND = 1168;
    public static final int ERROR_NO_SYSTEM_RESOURCES = 1450;
    public static final int ERROR_WORKING_SET_QUOTA = 1453;
    public static final int ERROR_NOT_ENOUGH_QUOTA = 1816;

    public static final int STATUS_SUCCESS = 0;
    public static final int STATUS_NOTIFY_CLEANUP = 0x10B;
    public static final int STATUS_NOTIFY_ENUM_DIR = 0x10C;
    public static final int STATUS_ACCESS_DENIED = 0xC0000022;
    public static final int STATUS_DELETE_PENDING = 0xC0000056;
    public static final int STATUS_CANCELLED = 0xC0000120;
    public static final int STATUS_FILE_DELETED = 0xC0000123;

    private WinError() {}
}
