/*
 * What fswire uses of macOS, as its headers declare it: for the library that stands in for it on Linux, and for the probe, which
 * compares these numbers with ours there, and the real headers' on a Mac.
 *
 * Sources: FSEvents.h of the SDK with the 13.0 deprecations (constants, FSEventStreamContext, prototypes); xnu's sys/attr.h,
 * sys/fcntl.h, sys/mount.h, sys/errno.h, sys/resource.h, sys/stat.h, sys/vnode.h; CFString.h, CFArray.h, CFUUID.h; dispatch/queue.h.
 *
 * MAC(name) keeps Apple's names apart from those of Linux where both are needed.
 */
#ifndef MAC
#define MAC(name) name
#endif
#include <stddef.h>
#include <stdint.h>

typedef unsigned char Boolean;
typedef uint32_t UInt32;
typedef uint64_t UInt64;
typedef int64_t CFIndex;
typedef const void *CFTypeRef;
typedef const struct __CFAllocator *CFAllocatorRef;
typedef const struct __CFString *CFStringRef;
typedef const struct __CFArray *CFArrayRef;
typedef const struct __CFUUID *CFUUIDRef;
typedef uint32_t CFStringEncoding;
typedef double CFTimeInterval;
typedef struct { CFIndex version; void *retain, *release, *copyDescription, *equal; } CFArrayCallBacks;

enum { kCFStringEncodingUTF8 = 0x08000100 };

CFStringRef CFStringCreateWithCString(CFAllocatorRef, const char *, CFStringEncoding);
Boolean CFStringGetCString(CFStringRef, char *, CFIndex, CFStringEncoding);
CFArrayRef CFArrayCreate(CFAllocatorRef, const void **, CFIndex, const CFArrayCallBacks *);
CFStringRef CFUUIDCreateString(CFAllocatorRef, CFUUIDRef);
void CFRelease(CFTypeRef);
extern const CFArrayCallBacks kCFTypeArrayCallBacks;

typedef struct dispatch_queue_s *dispatch_queue_t;
typedef dispatch_queue_t dispatch_object_t; /* there a union of all that can be released */
typedef struct dispatch_queue_attr_s *dispatch_queue_attr_t;
typedef void (*dispatch_function_t)(void *);

dispatch_queue_t dispatch_queue_create(const char *, dispatch_queue_attr_t);
void dispatch_sync_f(dispatch_queue_t, void *, dispatch_function_t);
void dispatch_release(dispatch_object_t);

typedef struct __FSEventStream *FSEventStreamRef;
typedef const struct __FSEventStream *ConstFSEventStreamRef;
typedef UInt64 FSEventStreamEventId;
typedef UInt32 FSEventStreamCreateFlags;
typedef UInt32 FSEventStreamEventFlags;
typedef void (*FSEventStreamCallback)(ConstFSEventStreamRef, void *, size_t, void *, const FSEventStreamEventFlags *,
                                      const FSEventStreamEventId *);
typedef struct { CFIndex version; void *info, *retain, *release, *copyDescription; } FSEventStreamContext;

#define kFSEventStreamEventIdSinceNow 0xFFFFFFFFFFFFFFFFULL
enum { kFSEventStreamCreateFlagNoDefer = 0x2, kFSEventStreamCreateFlagWatchRoot = 0x4, kFSEventStreamCreateFlagFileEvents = 0x10,
       kFSEventStreamCreateFlagFullHistory = 0x80 };
enum {
    kFSEventStreamEventFlagMustScanSubDirs = 0x1, kFSEventStreamEventFlagUserDropped = 0x2,
    kFSEventStreamEventFlagKernelDropped = 0x4, kFSEventStreamEventFlagEventIdsWrapped = 0x8,
    kFSEventStreamEventFlagHistoryDone = 0x10, kFSEventStreamEventFlagRootChanged = 0x20,
    kFSEventStreamEventFlagMount = 0x40, kFSEventStreamEventFlagUnmount = 0x80,
    kFSEventStreamEventFlagItemCreated = 0x100, kFSEventStreamEventFlagItemRemoved = 0x200,
    kFSEventStreamEventFlagItemInodeMetaMod = 0x400, kFSEventStreamEventFlagItemRenamed = 0x800,
    kFSEventStreamEventFlagItemModified = 0x1000, kFSEventStreamEventFlagItemFinderInfoMod = 0x2000,
    kFSEventStreamEventFlagItemChangeOwner = 0x4000, kFSEventStreamEventFlagItemXattrMod = 0x8000,
    kFSEventStreamEventFlagItemIsFile = 0x10000, kFSEventStreamEventFlagItemIsDir = 0x20000,
    kFSEventStreamEventFlagItemIsSymlink = 0x40000, kFSEventStreamEventFlagOwnEvent = 0x80000,
    kFSEventStreamEventFlagItemIsHardlink = 0x100000, kFSEventStreamEventFlagItemIsLastHardlink = 0x200000,
    kFSEventStreamEventFlagItemCloned = 0x400000,
};

FSEventStreamRef FSEventStreamCreate(CFAllocatorRef, FSEventStreamCallback, FSEventStreamContext *, CFArrayRef, FSEventStreamEventId,
                                     CFTimeInterval, FSEventStreamCreateFlags);
void FSEventStreamSetDispatchQueue(FSEventStreamRef, dispatch_queue_t);
Boolean FSEventStreamStart(FSEventStreamRef);
void FSEventStreamStop(FSEventStreamRef);
void FSEventStreamInvalidate(FSEventStreamRef);
void FSEventStreamRelease(FSEventStreamRef);
FSEventStreamEventId FSEventsGetCurrentEventId(void);
CFUUIDRef FSEventsCopyUUIDForDevice(int32_t);

enum {
    MAC(EPERM) = 1, MAC(ENOENT) = 2, MAC(EINTR) = 4, MAC(EIO) = 5, MAC(EBADF) = 9, MAC(ENOMEM) = 12, MAC(EACCES) = 13,
    MAC(EFAULT) = 14, MAC(ENOTDIR) = 20, MAC(EINVAL) = 22, MAC(ENFILE) = 23, MAC(EMFILE) = 24, MAC(ERANGE) = 34,
    MAC(ENOTSUP) = 45, MAC(ETIMEDOUT) = 60, MAC(ELOOP) = 62, MAC(ENAMETOOLONG) = 63, MAC(EHOSTDOWN) = 64, MAC(ESTALE) = 70,
    MAC(ENOSYS) = 78, MAC(EILSEQ) = 92,
};
enum {
    MAC(AT_FDCWD) = -2, MAC(O_RDONLY) = 0, MAC(O_NONBLOCK) = 0x4, MAC(O_NOFOLLOW) = 0x100, MAC(O_DIRECTORY) = 0x100000,
    MAC(O_CLOEXEC) = 0x1000000,
};
enum { MAC(VREG) = 1, MAC(VDIR) = 2, MAC(VLNK) = 5, MAC(RLIMIT_NOFILE) = 8, MAC(SF_DATALESS) = 0x40000000 };
enum { MAC(MNT_LOCAL) = 0x1000, MAC(MFSTYPENAMELEN) = 16 };
enum {
    ATTR_BIT_MAP_COUNT = 5, ATTR_CMN_NAME = 0x1, ATTR_CMN_DEVID = 0x2, ATTR_CMN_OBJTYPE = 0x8, ATTR_CMN_CRTIME = 0x200,
    ATTR_CMN_MODTIME = 0x400, ATTR_CMN_CHGTIME = 0x800, ATTR_CMN_OWNERID = 0x8000, ATTR_CMN_GRPID = 0x10000,
    ATTR_CMN_ACCESSMASK = 0x20000, ATTR_CMN_FLAGS = 0x40000, ATTR_CMN_FILEID = 0x2000000, ATTR_CMN_FULLPATH = 0x8000000,
    ATTR_CMN_ERROR = 0x20000000, ATTR_CMN_RETURNED_ATTRS = (int) 0x80000000,
    ATTR_DIR_MOUNTSTATUS = 0x4, DIR_MNTSTATUS_MNTPOINT = 0x1, ATTR_FILE_LINKCOUNT = 0x1, ATTR_FILE_DATALENGTH = 0x200, FSOPT_NOFOLLOW = 0x1,
};

struct attrlist {
    uint16_t bitmapcount, reserved;
    uint32_t commonattr, volattr, dirattr, fileattr, forkattr;
};
typedef struct { uint32_t commonattr, volattr, dirattr, fileattr, forkattr; } attribute_set_t;
typedef struct { int32_t attr_dataoffset; uint32_t attr_length; } attrreference_t;
struct MAC(timespec) { int64_t tv_sec, tv_nsec; };
struct MAC(rlimit) { uint64_t rlim_cur, rlim_max; };
struct MAC(statfs) {
    uint32_t f_bsize;
    int32_t f_iosize;
    uint64_t f_blocks, f_bfree, f_bavail, f_files, f_ffree;
    int32_t f_fsid[2];
    uint32_t f_owner, f_type, f_flags, f_fssubtype;
    char f_fstypename[16], f_mntonname[1024], f_mntfromname[1024];
    uint32_t f_reserved[8];
};

int MAC(openat)(int, const char *, int, ...);
int MAC(close)(int);
int64_t MAC(read)(int, void *, size_t);
int MAC(getattrlistbulk)(int, void *, void *, size_t, uint64_t);
int MAC(getattrlistat)(int, const char *, void *, void *, size_t, unsigned long);
int MAC(fgetattrlist)(int, void *, void *, size_t, unsigned int);
int MAC(fstatfs)(int, struct MAC(statfs) *);
int MAC(getrlimit)(int, struct MAC(rlimit) *);
