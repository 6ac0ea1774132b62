package io.github.fswire.calls;

/**
 * Numbers of files and directories on Windows, from {@code winnt.h}, {@code winbase.h}, {@code fileapi.h}, {@code minwinbase.h}
 * and {@code winternl.h}; for 64-bit processes, same on x64 and ARM64.
 */
public final class WinFile {
    public static final int FILE_LIST_DIRECTORY = 0x1;
    public static final int FILE_READ_DATA = 0x1;
    public static final int FILE_READ_ATTRIBUTES = 0x80;
    public static final int SYNCHRONIZE = 0x100000;
    public static final int FILE_SHARE_READ = 0x1;
    public static final int FILE_SHARE_WRITE = 0x2;
    public static final int FILE_SHARE_DELETE = 0x4;
    public static final int OPEN_EXISTING = 3;
    public static final int FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000;
    public static final int FILE_FLAG_BACKUP_SEMANTICS = 0x02000000;
    public static final int FILE_FLAG_OVERLAPPED = 0x40000000;

    /** For NtOpenFile. */
    public static final int FILE_DIRECTORY_FILE = 0x1;

    /** For NtOpenFile. */
    public static final int FILE_SYNCHRONOUS_IO_NONALERT = 0x20;

    /** For NtOpenFile. */
    public static final int FILE_NON_DIRECTORY_FILE = 0x40;

    /** For NtOpenFile. */
    public static final int FILE_OPEN_FOR_BACKUP_INTENT = 0x4000;

    /** For NtOpenFile. */
    public static final int FILE_OPEN_REPARSE_POINT = 0x00200000;

    public static final int FILE_ATTRIBUTE_READONLY = 0x1;
    public static final int FILE_ATTRIBUTE_HIDDEN = 0x2;
    public static final int FILE_ATTRIBUTE_SYSTEM = 0x4;
    public static final int FILE_ATTRIBUTE_DIRECTORY = 0x10;
    public static final int FILE_ATTRIBUTE_REPARSE_POINT = 0x400;
    public static final int FILE_ATTRIBUTE_OFFLINE = 0x1000;
    public static final int FILE_ATTRIBUTE_RECALL_ON_OPEN = 0x40000;
    public static final int FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS = 0x400000;

    public static final int IO_REPARSE_TAG_MOUNT_POINT = 0xA0000003;
    public static final int IO_REPARSE_TAG_SYMLINK = 0xA000000C;
    public static final int IO_REPARSE_TAG_AF_UNIX = 0x80000023;

    /** The bit that {@code IsReparseTagNameSurrogate} tests: the reparse point stands for another entry. */
    public static final int REPARSE_TAG_NAME_SURROGATE = 0x20000000;

    /** {@code FILE_INFO_BY_HANDLE_CLASS}. */
    public static final int FileBasicInfo = 0;

    public static final int FileStandardInfo = 1;
    public static final int FileAttributeTagInfo = 9;
    public static final int FileIdBothDirectoryInfo = 10;
    public static final int FileIdBothDirectoryRestartInfo = 11;
    public static final int FileRemoteProtocolInfo = 13;

    /** {@code FILE_INFORMATION_CLASS}: the same records from NtQueryDirectoryFile. */
    public static final int FileIdBothDirectoryInformation = 37;

    /** {@code FILE_BASIC_INFO}: creation, access, write, change, attributes. */
    public static final int BASIC_INFO_SIZEOF = 40;

    public static final int BASIC_CHANGE_TIME_OFFSET = 24;

    /** {@code FILE_STANDARD_INFO}. */
    public static final int STANDARD_INFO_SIZEOF = 24;

    public static final int STANDARD_DELETE_PENDING_OFFSET = 20;

    /** {@code FILE_ATTRIBUTE_TAG_INFO}. */
    public static final int ATTRIBUTE_TAG_SIZEOF = 8;

    public static final int ATTRIBUTE_TAG_OFFSET = 4;

    /** {@code BY_HANDLE_FILE_INFORMATION}. */
    public static final int BY_HANDLE_SIZEOF = 52;

    public static final int BY_HANDLE_ATTRIBUTES_OFFSET = 0;
    public static final int BY_HANDLE_CREATION_TIME_OFFSET = 4;
    public static final int BY_HANDLE_LAST_WRITE_TIME_OFFSET = 20;
    public static final int BY_HANDLE_VOLUME_SERIAL_OFFSET = 28;
    public static final int BY_HANDLE_INDEX_HIGH_OFFSET = 44;
    public static final int BY_HANDLE_INDEX_LOW_OFFSET = 48;

    /** {@code FILE_ID_BOTH_DIR_INFO}. */
    public static final int ENTRY_NEXT_OFFSET = 0;

    public static final int ENTRY_CREATION_TIME_OFFSET = 8;
    public static final int ENTRY_LAST_WRITE_TIME_OFFSET = 24;
    public static final int ENTRY_CHANGE_TIME_OFFSET = 32;
    public static final int ENTRY_END_OF_FILE_OFFSET = 40;
    public static final int ENTRY_ATTRIBUTES_OFFSET = 56;
    public static final int ENTRY_NAME_LENGTH_OFFSET = 60;
    public static final int ENTRY_REPARSE_TAG_OFFSET = 64;
    public static final int ENTRY_FILE_ID_OFFSET = 96;
    public static final int ENTRY_NAME_OFFSET = 104;

    /** {@code OBJECT_ATTRIBUTES}. */
    public static final int OBJECT_ATTRIBUTES_SIZEOF = 48;

    public static final int OBJECT_LENGTH_OFFSET = 0;
    public static final int OBJECT_ROOT_DIRECTORY_OFFSET = 8;
    public static final int OBJECT_NAME_OFFSET = 16;

    /** {@code UNICODE_STRING}. */
    public static final int STRING_SIZEOF = 16;

    public static final int STRING_LENGTH_OFFSET = 0;
    public static final int STRING_MAXIMUM_LENGTH_OFFSET = 2;
    public static final int STRING_BUFFER_OFFSET = 8;

    /** {@code IO_STATUS_BLOCK}. */
    public static final int IO_STATUS_SIZEOF = 16;

    /** {@code OVERLAPPED}. */
    public static final int OVERLAPPED_SIZEOF = 32;

    /** {@code OVERLAPPED_ENTRY}. */
    public static final int COMPLETION_SIZEOF = 32;

    public static final int COMPLETION_KEY_OFFSET = 0;
    public static final int COMPLETION_OVERLAPPED_OFFSET = 8;
    public static final int COMPLETION_STATUS_OFFSET = 16;
    public static final int COMPLETION_BYTES_OFFSET = 24;

    public static final int DRIVE_REMOTE = 4;

    private WinFile() {}
}
