package io.github.fswire.calls;

/** Numbers of files and file systems from xnu's {@code fcntl.h}, {@code attr.h}, {@code mount.h}, {@code resource.h}. */
public final class MacFile {
    public static final int AT_FDCWD = -2;
    public static final int O_RDONLY = 0;
    public static final int O_NONBLOCK = 0x4;
    public static final int O_NOFOLLOW = 0x100;
    public static final int O_DIRECTORY = 0x100000;
    public static final int O_CLOEXEC = 0x1000000;

    /** {@code struct attrlist}. */
    public static final int ATTRLIST_SIZEOF = 24;

    public static final int ATTRLIST_BITMAPCOUNT_OFFSET = 0;
    public static final int ATTRLIST_COMMONATTR_OFFSET = 4;
    public static final int ATTRLIST_DIRATTR_OFFSET = 12;
    public static final int ATTRLIST_FILEATTR_OFFSET = 16;
    public static final int ATTR_BIT_MAP_COUNT = 5;
    public static final int ATTR_CMN_NAME = 0x1;
    public static final int ATTR_CMN_DEVID = 0x2;
    public static final int ATTR_CMN_OBJTYPE = 0x8;
    public static final int ATTR_CMN_CRTIME = 0x200;
    public static final int ATTR_CMN_MODTIME = 0x400;
    public static final int ATTR_CMN_CHGTIME = 0x800;
    public static final int ATTR_CMN_OWNERID = 0x8000;
    public static final int ATTR_CMN_GRPID = 0x10000;
    public static final int ATTR_CMN_ACCESSMASK = 0x20000;
    public static final int ATTR_CMN_FLAGS = 0x40000;
    public static final int ATTR_CMN_FILEID = 0x2000000;
    public static final int ATTR_CMN_FULLPATH = 0x8000000;
    public static final int ATTR_CMN_ERROR = 0x20000000;
    public static final int ATTR_CMN_RETURNED_ATTRS = 0x80000000;
    public static final int ATTR_DIR_MOUNTSTATUS = 0x4;
    public static final int DIR_MNTSTATUS_MNTPOINT = 0x1;
    public static final int ATTR_FILE_LINKCOUNT = 0x1;
    public static final int ATTR_FILE_DATALENGTH = 0x200;
    public static final int FSOPT_NOFOLLOW = 0x1;

    /** {@code attribute_set_t}, {@code attrreference_t} and {@code struct timespec}. */
    public static final int ATTRIBUTE_SET_SIZEOF = 20;

    public static final int ATTRIBUTE_SET_COMMONATTR_OFFSET = 0;
    public static final int ATTRIBUTE_SET_DIRATTR_OFFSET = 8;
    public static final int ATTRIBUTE_SET_FILEATTR_OFFSET = 12;
    public static final int ATTRREFERENCE_SIZEOF = 8;
    public static final int ATTRREFERENCE_LENGTH_OFFSET = 4;
    public static final int TIMESPEC_SIZEOF = 16;

    /** Of {@code st_flags}: the content is elsewhere and would be fetched. */
    public static final int SF_DATALESS = 0x40000000;

    /** {@code enum vtype}. */
    public static final int VREG = 1;

    public static final int VDIR = 2;
    public static final int VLNK = 5;

    /** {@code struct statfs}, the one with 64-bit inode numbers. */
    public static final int STATFS_SIZEOF = 2168;

    public static final int STATFS_FLAGS_OFFSET = 64;
    public static final int STATFS_FSTYPENAME_OFFSET = 72;
    public static final int MFSTYPENAMELEN = 16;
    public static final int MNT_LOCAL = 0x1000;

    public static final int RLIMIT_NOFILE = 8;
    public static final int RLIMIT_SIZEOF = 16;

    private MacFile() {}
}
