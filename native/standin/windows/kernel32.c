/*
 * Stands in for kernel32 and ntdll on Linux: the calls that fswire makes, with their signatures, layouts and threading.
 * Directories are those of Linux. What happens in them is scripted: a test says which completions come, and which calls fail.
 *
 * Sources: Microsoft's pages of the functions; what was seen with a C program under Wine where those are silent. Until its
 * completion is taken from a port a read's memory is written to here as by a kernel: also after cancelling and closing.
 */
#define _GNU_SOURCE
#include "../faults.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef int32_t BOOL;
typedef uint32_t DWORD;
typedef uint16_t WCHAR;
typedef int64_t HANDLE;

enum {
    SUCCESS = 0, INVALID_FUNCTION = 1, FILE_NOT_FOUND = 2, ACCESS_DENIED = 5, INVALID_HANDLE = 6, NO_MORE_FILES = 18, INVALID_PARAMETER = 87,
    NOT_READY = 21, NOT_SUPPORTED = 50, BAD_NETPATH = 53, NETNAME_DELETED = 64, FILE_INVALID = 1006,
    WAIT_TIMEOUT = 258, DIRECTORY = 267, OPERATION_ABORTED = 995, NOT_FOUND = 1168,
};
enum {
    STATUS_NO_MORE_FILES = (int) 0x80000006, STATUS_NO_SUCH_FILE = (int) 0xC000000F, STATUS_ACCESS_DENIED = (int) 0xC0000022,
    STATUS_NOT_IMPLEMENTED = (int) 0xC0000002, STATUS_INVALID_PARAMETER = (int) 0xC000000D,
    STATUS_INVALID_DEVICE_REQUEST = (int) 0xC0000010, STATUS_NO_MEDIA = (int) 0xC0000013,
    STATUS_FILE_INVALID = (int) 0xC0000098, STATUS_NOT_SUPPORTED = (int) 0xC00000BB, STATUS_BAD_NETWORK_PATH = (int) 0xC00000BE,
    STATUS_CONNECTION_DISCONNECTED = (int) 0xC000020C, STATUS_NAME_NOT_FOUND = (int) 0xC0000034, STATUS_DELETE_PENDING = (int) 0xC0000056,
    STATUS_NOT_A_DIRECTORY = (int) 0xC0000103, STATUS_CANCELLED = (int) 0xC0000120, STATUS_CLEANUP = 0x10B,
    STATUS_FILE_DELETED = (int) 0xC0000123,
};
enum { MOST = 4096, MOST_ORPHANS = 64, EPOCH = 11644473600 /* seconds from 1601 to 1970 */ };

typedef struct Completion {
    struct Completion *next;
    uint64_t key;
    char *overlapped;
    int status;
    DWORD bytes;
} Completion;

typedef struct Script { /* what a read will bring */
    struct Script *next;
    int status;
    DWORD bytes;
    char data[];
} Script;

typedef struct {
    enum { FREE, FILES, PORT } type;
    int fd;
    DIR *listing;
    Completion *queue; /* a port's */
    int port; /* a directory's */
    uint64_t key;
    Script *script;
    char *buffer; /* of a pending read */
    DWORD length;
    char *overlapped;
} Object;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static Object objects[MOST];
static DWORD largest = 1 << 30; /* buffer that is taken */
static int late; /* cancelled reads do not complete */
static int extended = 1;
static struct { int status; DWORD largest; int extended; } refusal; /* of reads that were taken */
static int reads;
static struct { char *buffer; DWORD length; } orphans[MOST_ORPHANS]; /* reads that are late and whose handles were closed */
static int orphan_count;
static int stalled; /* nothing can be opened by its path: a server does not answer */
static int remote_protocol;
static DWORD drive_type = 3; /* DRIVE_FIXED */
static DWORD directory_tag; /* what kind of reparse points directories are */
static char short_name[64], long_name[64]; /* of one entry, by which it is asked for and reported */
static int numbered = 1; /* entries have ids */

static BOOL fail(int error) {
    errno = error; /* what is captured as the last error on this system */
    return 0;
}

#define BEGIN(call) \
    int fault = standin_failing(call); \
    if (fault != 0) return fail(fault)

static Object *object(HANDLE handle) {
    return handle % 4 == 0 && handle > 0 && handle / 4 < MOST && objects[handle / 4].type != FREE ? &objects[handle / 4] : NULL;
}

static HANDLE opened(int type, int fd) {
    HANDLE result = -1;
    pthread_mutex_lock(&lock);
    for (int i = 1; i < MOST && result < 0; i++) {
        if (objects[i].type == FREE) {
            memset(&objects[i], 0, sizeof objects[i]);
            objects[i].type = type;
            objects[i].fd = fd;
            result = 4 * i;
        }
    }
    pthread_mutex_unlock(&lock);
    return result;
}

/* From UTF-16, in which a file's name need not be valid, with slashes for backslashes. */
static void to_bytes(const WCHAR *units, int count, char *target) {
    for (int i = 0; i < count; i++) {
        uint32_t c = units[i];
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < count && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (units[++i] - 0xDC00);
        }
        if (c < 0x80) {
            *target++ = c == '\\' ? '/' : (char) c;
        } else if (c < 0x800) {
            *target++ = (char) (0xC0 | c >> 6);
            *target++ = (char) (0x80 | (c & 0x3F));
        } else {
            if (c < 0x10000) {
                *target++ = (char) (0xE0 | c >> 12);
            } else {
                *target++ = (char) (0xF0 | c >> 18);
                *target++ = (char) (0x80 | (c >> 12 & 0x3F));
            }
            *target++ = (char) (0x80 | (c >> 6 & 0x3F));
            *target++ = (char) (0x80 | (c & 0x3F));
        }
    }
    *target = 0;
}

/* To UTF-16; returns the number of bytes. */
static int to_units(const char *text, WCHAR *target) {
    WCHAR *start = target;
    const unsigned char *at = (const unsigned char *) text;
    while (*at != 0) {
        int more = *at < 0x80 ? 0 : *at < 0xE0 ? 1 : *at < 0xF0 ? 2 : 3;
        uint32_t c = more == 0 ? *at : *at & (0x3F >> more);
        at++;
        for (; more > 0 && *at != 0; more--) {
            c = c << 6 | (*at++ & 0x3F);
        }
        if (c >= 0x10000) {
            *target++ = (WCHAR) (0xD7C0 + (c >> 10));
            c = 0xDC00 | (c & 0x3FF);
        }
        *target++ = (WCHAR) c;
    }
    return (int) ((char *) target - (char *) start);
}

static int error_of(int number) {
    return number == ENOENT ? FILE_NOT_FOUND : number == ENOTDIR ? DIRECTORY : number == EACCES ? ACCESS_DENIED : INVALID_PARAMETER;
}

HANDLE CreateFileW(const WCHAR *name, DWORD access, DWORD share, void *security, DWORD disposition, DWORD flags, HANDLE template) {
    int fault = standin_failing("CreateFileW");
    pthread_mutex_lock(&lock);
    while (stalled) {
        pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
    int count = 0;
    while (name[count] != 0) {
        count++;
    }
    char path[3 * 32768];
    to_bytes(name, count, path);
    int wrong = strncmp(path, "//?/", 4) != 0 || share != 7 || disposition != 3 || (flags & 0x02000000) == 0;
    const char *real = path + (path[4] == 'C' && path[5] == ':' ? 6 : 4); /* as GetFinalPathNameByHandleW has it, or of Linux */
    struct stat stat;
    int link = (flags & 0x00200000) != 0 && lstat(real, &stat) == 0 && S_ISLNK(stat.st_mode);
    int fd = fault != 0 || wrong ? -1 : open(real, (link ? O_PATH | O_NOFOLLOW : O_RDONLY) | O_CLOEXEC);
    if (fd < 0) {
        fail(fault != 0 ? fault : wrong ? INVALID_PARAMETER : error_of(errno));
        return -1;
    }
    return opened(FILES, fd);
}

/* Under the lock. */
static void complete(Object *directory, int status, DWORD bytes) {
    Completion *completion = calloc(1, sizeof *completion);
    completion->key = directory->key;
    completion->overlapped = directory->overlapped;
    completion->status = status;
    completion->bytes = bytes;
    *(uint32_t *) directory->overlapped = (uint32_t) status; /* only the lower half, as the kernel does it */
    directory->buffer = NULL;
    Completion **end = &objects[directory->port].queue;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = completion;
    pthread_cond_broadcast(&changed);
}

/* Under the lock: a read brings what comes next in its script. */
static void play(Object *directory) {
    Script *next = directory->script;
    if (directory->buffer != NULL && next != NULL) {
        directory->script = next->next;
        memcpy(directory->buffer, next->data, next->bytes < directory->length ? next->bytes : directory->length);
        complete(directory, next->status, next->bytes);
        free(next);
    }
}

BOOL CloseHandle(HANDLE handle) {
    BEGIN("CloseHandle");
    pthread_mutex_lock(&lock);
    Object *closed = object(handle);
    if (closed != NULL) {
        if (closed->type == FILES) {
            if (closed->buffer != NULL && late && orphan_count < MOST_ORPHANS) {
                orphans[orphan_count].buffer = closed->buffer;
                orphans[orphan_count++].length = closed->length;
            } else if (closed->buffer != NULL) {
                complete(closed, STATUS_CLEANUP, 0);
            }
            if (closed->listing != NULL) {
                closedir(closed->listing);
            }
            close(closed->fd);
        }
        closed->type = FREE;
    }
    pthread_mutex_unlock(&lock);
    return closed != NULL ? 1 : fail(INVALID_HANDLE);
}

HANDLE CreateIoCompletionPort(HANDLE file, HANDLE port, uint64_t key, DWORD threads) {
    BEGIN("CreateIoCompletionPort");
    if (file == -1) {
        return opened(PORT, -1);
    }
    pthread_mutex_lock(&lock);
    Object *joining = object(file);
    int joined = joining != NULL && joining->port == 0 && object(port) != NULL; /* a handle cannot leave its port */
    if (joined) {
        joining->port = (int) (port / 4);
        joining->key = key;
    }
    pthread_mutex_unlock(&lock);
    return joined ? port : fail(INVALID_PARAMETER);
}

static BOOL read_changes(HANDLE handle, void *buffer, DWORD length, BOOL subtree, DWORD filter, void *overlapped, int class) {
    pthread_mutex_lock(&lock);
    reads++;
    Object *directory = object(handle);
    struct stat stat;
    int error = directory == NULL || directory->type != FILES                                     ? INVALID_HANDLE
            : length > largest || filter == 0 || !subtree || (uintptr_t) buffer % 4 != 0 || directory->port == 0 ? INVALID_PARAMETER
            : fstat(directory->fd, &stat) < 0 || stat.st_nlink == 0                               ? ACCESS_DENIED
            : directory->buffer != NULL                                                           ? INVALID_PARAMETER
                                                                                                  : SUCCESS;
    for (int i = 0; error == 0 && i < 32; i++) {
        error = ((char *) overlapped)[i] != 0 ? INVALID_PARAMETER : SUCCESS; /* it must be zeroed before each use */
    }
    if (error == 0) {
        directory->buffer = buffer;
        directory->length = length;
        directory->overlapped = overlapped;
        if (refusal.status != 0 && (length > refusal.largest || (class == 2 && !refusal.extended))) {
            complete(directory, refusal.status, 0);
        } else {
            play(directory);
        }
    }
    pthread_mutex_unlock(&lock);
    return error == 0 ? 1 : fail(error);
}

BOOL ReadDirectoryChangesW(HANDLE handle, void *buffer, DWORD length, BOOL subtree, DWORD filter, DWORD *returned,
        void *overlapped, void *routine) {
    BEGIN("ReadDirectoryChangesW");
    return read_changes(handle, buffer, length, subtree, filter, overlapped, 1);
}

BOOL ReadDirectoryChangesExW(HANDLE handle, void *buffer, DWORD length, BOOL subtree, DWORD filter, DWORD *returned,
        void *overlapped, void *routine, int class) {
    BEGIN("ReadDirectoryChangesExW");
    return extended && class == 2 ? read_changes(handle, buffer, length, subtree, filter, overlapped, class) : fail(INVALID_PARAMETER);
}

BOOL CancelIoEx(HANDLE handle, void *overlapped) {
    BEGIN("CancelIoEx");
    pthread_mutex_lock(&lock);
    Object *directory = object(handle);
    int pending = directory != NULL && directory->buffer != NULL && directory->overlapped == overlapped;
    if (pending && !late) {
        complete(directory, STATUS_CANCELLED, 0);
    }
    pthread_mutex_unlock(&lock);
    return pending ? 1 : fail(NOT_FOUND);
}

BOOL PostQueuedCompletionStatus(HANDLE port, DWORD bytes, uint64_t key, void *overlapped) {
    BEGIN("PostQueuedCompletionStatus");
    Object sender = {.port = (int) (port / 4), .key = key, .overlapped = (char[32]) {0}};
    pthread_mutex_lock(&lock);
    complete(&sender, SUCCESS, bytes);
    pthread_mutex_unlock(&lock);
    return 1;
}

typedef struct {
    uint64_t key, overlapped, internal;
    uint32_t bytes, unused;
} Entry;

BOOL GetQueuedCompletionStatusEx(HANDLE port, Entry *entries, DWORD count, DWORD *removed, DWORD milliseconds, BOOL alertable) {
    BEGIN("GetQueuedCompletionStatusEx");
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += milliseconds / 1000;
    end.tv_nsec += milliseconds % 1000 * 1000000L;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    pthread_mutex_lock(&lock);
    Object *waited = object(port);
    int timed_out = 0;
    while (waited != NULL && waited->queue == NULL && !timed_out) {
        timed_out = pthread_cond_timedwait(&changed, &lock, &end) == ETIMEDOUT;
    }
    DWORD taken = 0;
    while (waited != NULL && waited->queue != NULL && taken < count) {
        Completion *first = waited->queue;
        /* The upper half of the status is whatever was there. */
        entries[taken++] = (Entry) {first->key, (uintptr_t) first->overlapped, 0x7E004700000000 | (uint32_t) first->status, first->bytes, 0};
        waited->queue = first->next;
        free(first);
    }
    pthread_mutex_unlock(&lock);
    *removed = taken;
    return taken > 0 ? 1 : fail(WAIT_TIMEOUT);
}

static int64_t ticks(struct timespec time) {
    return (time.tv_sec + EPOCH) * 10000000 + time.tv_nsec / 100;
}

static DWORD attributes(const struct stat *stat) {
    return S_ISDIR(stat->st_mode) ? 0x10 | (directory_tag != 0 ? 0x400 : 0) : S_ISLNK(stat->st_mode) ? 0x400 : 0x80;
}

static DWORD tag(const struct stat *stat) {
    return S_ISLNK(stat->st_mode) ? 0xA000000C : S_ISDIR(stat->st_mode) ? directory_tag : 0;
}

static void put32(char *at, uint32_t value) {
    memcpy(at, &value, sizeof value);
}

static void put64(char *at, int64_t value) {
    memcpy(at, &value, sizeof value);
}

/* When an entry of a directory was created, or something open if the name is empty; a constant where Linux does not know. */
static int64_t born(int fd, const char *name) {
    struct statx found;
    int known = statx(fd, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_BTIME, &found) == 0 && (found.stx_mask & STATX_BTIME) != 0;
    return known ? ticks((struct timespec) {found.stx_btime.tv_sec, found.stx_btime.tv_nsec}) : EPOCH * 10000000L;
}

BOOL GetFileInformationByHandle(HANDLE handle, char *target) {
    BEGIN("GetFileInformationByHandle");
    Object *file = object(handle);
    struct stat stat;
    if (file == NULL || fstat(file->fd, &stat) < 0) {
        return fail(INVALID_HANDLE);
    }
    put32(target, attributes(&stat));
    put64(target + 4, born(file->fd, ""));
    put64(target + 12, ticks(stat.st_atim));
    put64(target + 20, ticks(stat.st_mtim));
    put32(target + 28, (uint32_t) stat.st_dev);
    put32(target + 32, (uint32_t) (stat.st_size >> 32));
    put32(target + 36, (uint32_t) stat.st_size);
    put32(target + 40, (uint32_t) stat.st_nlink);
    put32(target + 44, (uint32_t) (stat.st_ino >> 32));
    put32(target + 48, (uint32_t) stat.st_ino);
    return 1;
}

/* A FILE_ID_BOTH_DIR_INFO; returns its length. */
static DWORD put_entry(char *target, int fd, const char *name, const struct stat *stat) {
    memset(target, 0, 104);
    put64(target + 8, born(fd, name));
    put64(target + 16, ticks(stat->st_atim));
    put64(target + 24, ticks(stat->st_mtim));
    put64(target + 32, ticks(stat->st_ctim));
    put64(target + 40, stat->st_size);
    put32(target + 56, attributes(stat));
    put32(target + 64, tag(stat));
    put64(target + 96, numbered ? (int64_t) stat->st_ino : 0);
    int bytes = to_units(name, (WCHAR *) (target + 104));
    put32(target + 60, (uint32_t) bytes);
    return (DWORD) (104 + bytes + 7) & ~7u;
}

BOOL GetFileInformationByHandleEx(HANDLE handle, int class, char *target, DWORD size) {
    BEGIN("GetFileInformationByHandleEx");
    Object *directory = object(handle);
    struct stat stat;
    if (directory != NULL && class == 1 && fstat(directory->fd, &stat) == 0) {
        memset(target, 0, 24);
        target[20] = stat.st_nlink == 0; /* DeletePending */
        return 1;
    }
    if (directory != NULL && class == 9 && fstat(directory->fd, &stat) == 0) {
        put32(target, attributes(&stat));
        put32(target + 4, tag(&stat));
        return 1;
    }
    if (directory != NULL && class == 13 && remote_protocol) {
        memset(target, 0, 116);
        return 1;
    }
    if (directory == NULL || (class != 10 && class != 11)) {
        return fail(directory == NULL ? INVALID_HANDLE : INVALID_PARAMETER);
    }
    if (class == 11 || directory->listing == NULL) {
        if (directory->listing != NULL) {
            closedir(directory->listing);
        }
        directory->listing = fdopendir(openat(directory->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (directory->listing == NULL) {
            return fail(error_of(errno));
        }
    }
    DWORD at = 0, last = 0;
    int any = 0;
    struct dirent *entry;
    while (size - at >= 104 + 2 * 256 && (entry = readdir(directory->listing)) != NULL) {
        struct stat stat;
        if (fstatat(directory->fd, entry->d_name, &stat, AT_SYMLINK_NOFOLLOW) == 0) {
            if (any) {
                put32(target + last, at - last);
            }
            last = at;
            at += put_entry(target + at, directory->fd, entry->d_name, &stat);
            any = 1;
        }
    }
    return any ? 1 : fail(NO_MORE_FILES);
}

BOOL GetVolumeInformationByHandleW(HANDLE handle, WCHAR *name, DWORD name_size, DWORD *serial, DWORD *longest, DWORD *flags,
        WCHAR *system, DWORD system_size) {
    BEGIN("GetVolumeInformationByHandleW");
    system[to_units("NTFS", system) / 2] = 0;
    return 1;
}

DWORD GetFinalPathNameByHandleW(HANDLE handle, WCHAR *target, DWORD size, DWORD flags) {
    BEGIN("GetFinalPathNameByHandleW");
    Object *file = object(handle);
    char of[64], path[4096] = "//?/C:";
    snprintf(of, sizeof of, "/proc/self/fd/%d", file == NULL ? -1 : file->fd);
    ssize_t length = readlink(of, path + 6, sizeof path - 7);
    if (length < 0) {
        return (DWORD) fail(INVALID_HANDLE);
    }
    int units = to_units(path, target) / 2;
    for (int i = 0; i <= units; i++) {
        target[i] = i == units ? 0 : target[i] == '/' ? '\\' : target[i];
    }
    return (DWORD) units;
}

DWORD GetDriveTypeW(const WCHAR *root) {
    return drive_type;
}

BOOL ReadFile(HANDLE handle, void *buffer, DWORD bytes, DWORD *done, void *overlapped) {
    BEGIN("ReadFile");
    Object *file = object(handle);
    ssize_t result = file == NULL ? -1 : read(file->fd, buffer, bytes);
    *done = result < 0 ? 0 : (DWORD) result;
    return result < 0 ? fail(INVALID_HANDLE) : 1;
}

typedef struct {
    uint16_t length, maximum;
    WCHAR *units;
} String;

typedef struct {
    uint32_t length;
    HANDLE root;
    String *name;
} Attributes;

int NtOpenFile(HANDLE *result, DWORD access, Attributes *what, void *status, DWORD share, DWORD options) {
    int fault = standin_failing("NtOpenFile"); /* a status */
    if (fault != 0) {
        return fault;
    }
    Object *parent = object(what->root);
    char name[4 * 256];
    to_bytes(what->name->units, what->name->length / 2, name);
    int directory = (options & 1) != 0 ? O_DIRECTORY : 0;
    int fd = parent == NULL ? -1 : openat(parent->fd, name[0] == 0 ? "." : name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | directory);
    if (fd < 0) {
        return errno == ENOENT ? STATUS_NAME_NOT_FOUND : errno == EACCES ? STATUS_ACCESS_DENIED : STATUS_NOT_A_DIRECTORY;
    }
    *result = opened(FILES, fd);
    return 0;
}

int NtQueryDirectoryFile(HANDLE handle, HANDLE event, void *routine, void *context, void *io, char *target, DWORD length,
        int class, uint8_t single, String *wanted, uint8_t restart) {
    Object *directory = object(handle);
    char name[4 * 256];
    to_bytes(wanted->units, wanted->length / 2, name);
    if (short_name[0] != 0 && strcmp(name, short_name) == 0) {
        strcpy(name, long_name);
    }
    struct stat stat;
    if (directory == NULL || fstatat(directory->fd, name, &stat, AT_SYMLINK_NOFOLLOW) < 0) {
        return STATUS_NO_SUCH_FILE;
    }
    put_entry(target, directory->fd, name, &stat);
    return 0;
}

DWORD RtlNtStatusToDosError(int status) {
    switch (status) {
    case STATUS_NO_MORE_FILES: return NO_MORE_FILES;
    case STATUS_NO_SUCH_FILE:
    case STATUS_NAME_NOT_FOUND: return FILE_NOT_FOUND;
    case STATUS_DELETE_PENDING: /* as Windows has it */
    case STATUS_FILE_DELETED:
    case STATUS_ACCESS_DENIED: return ACCESS_DENIED;
    case STATUS_NOT_A_DIRECTORY: return DIRECTORY;
    case STATUS_CANCELLED: return OPERATION_ABORTED;
    case STATUS_NOT_IMPLEMENTED:
    case STATUS_INVALID_DEVICE_REQUEST: return INVALID_FUNCTION;
    case STATUS_NOT_SUPPORTED: return NOT_SUPPORTED;
    case STATUS_BAD_NETWORK_PATH: return BAD_NETPATH;
    case STATUS_CONNECTION_DISCONNECTED: return NETNAME_DELETED;
    case STATUS_NO_MEDIA: return NOT_READY;
    case STATUS_FILE_INVALID: return FILE_INVALID;
    case STATUS_INVALID_PARAMETER: return INVALID_PARAMETER;
    default: return 317; /* ERROR_MR_MID_NOT_FOUND */
    }
}

/* The script. */

/* The next free read of the directory with this key brings these bytes with this status. */
void standin_bring(int64_t key, int status, const void *data, DWORD bytes, DWORD length) {
    Script *script = calloc(1, sizeof *script + bytes);
    script->status = status;
    script->bytes = length;
    memcpy(script->data, data, bytes);
    pthread_mutex_lock(&lock);
    for (int i = 1; i < MOST; i++) {
        if (objects[i].type == FILES && objects[i].port != 0 && objects[i].key == (uint64_t) key) {
            Script **end = &objects[i].script;
            while (*end != NULL) {
                end = &(*end)->next;
            }
            *end = script;
            play(&objects[i]);
            break;
        }
    }
    pthread_mutex_unlock(&lock);
}

/* Larger buffers are refused, as on a network drive. */
void standin_largest(DWORD bytes) {
    largest = bytes;
}

/* Reads are taken, but complete with this status if their buffers are larger, or records extended where that is not known. */
void standin_refuse(int status, DWORD largest_taken, int extended_known) {
    refusal.largest = largest_taken;
    refusal.extended = extended_known;
    refusal.status = status;
}

/* Whether listings contain ids: file systems in user space may give none, although handles have some. */
void standin_numbered(int on) {
    numbered = on;
}

/* Whether a server does not answer when something is opened by its path. */
void standin_stall(int on) {
    pthread_mutex_lock(&lock);
    stalled = on;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

/* Whether handles are of files on another machine, and what drives are. */
void standin_remote(int by_handle, DWORD drive) {
    remote_protocol = by_handle;
    drive_type = drive;
}

/* Directories are reparse points with this tag, as those of cloud drives are. */
void standin_tag(DWORD tag) {
    directory_tag = tag;
}

/* An entry has a short name as well. */
void standin_alias(const char *short_one, const char *long_one) {
    strncpy(short_name, short_one, sizeof short_name - 1);
    strncpy(long_name, long_one, sizeof long_name - 1);
}

/* How many reads were asked for. */
int standin_reads(void) {
    return reads;
}

/* Whether extended records are known. */
void standin_extended(int known) {
    extended = known;
}

/* Cancelled reads complete when this is taken back, with these bytes written to their buffers. */
void standin_late(int on) {
    pthread_mutex_lock(&lock);
    late = on;
    for (int i = 1; i < MOST && !on; i++) {
        if (objects[i].type == FILES && objects[i].buffer != NULL) {
            memset(objects[i].buffer, 0xEE, objects[i].length);
            complete(&objects[i], STATUS_CANCELLED, 0);
        }
    }
    for (; orphan_count > 0 && !on; orphan_count--) {
        memset(orphans[orphan_count - 1].buffer, 0xEE, orphans[orphan_count - 1].length);
    }
    pthread_mutex_unlock(&lock);
}

/* How many reads are pending. */
int standin_pending(void) {
    int count = 0;
    pthread_mutex_lock(&lock);
    for (int i = 1; i < MOST; i++) {
        count += objects[i].type == FILES && objects[i].buffer != NULL;
    }
    pthread_mutex_unlock(&lock);
    return count;
}

/* How many handles are open. */
int standin_handles(void) {
    int count = 0;
    pthread_mutex_lock(&lock);
    for (int i = 1; i < MOST; i++) {
        count += objects[i].type != FREE;
    }
    pthread_mutex_unlock(&lock);
    return count;
}

/* As if nothing had happened yet, but for open handles. */
void standin_reset(void) {
    standin_forget_faults();
    pthread_mutex_lock(&lock);
    largest = 1 << 30;
    late = 0;
    extended = 1;
    refusal.status = 0;
    reads = 0;
    orphan_count = 0;
    stalled = 0;
    short_name[0] = 0;
    directory_tag = 0;
    remote_protocol = 0;
    drive_type = 3;
    numbered = 1;
    pthread_mutex_unlock(&lock);
}
