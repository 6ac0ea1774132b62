/* The calls of libSystem that fswire makes, on Linux's files, with the numbers, layouts and errors of macOS. */
#include "standin.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { NAMES_BYTES = 1 << 13, RECORD_BYTES = 8192, NFS = 0x6969, FUSE = 0x65735546 };

static int insensitive; /* names are found whatever their case */
static char volume_type[MAC(MFSTYPENAMELEN)];
static int volume_flags = -1;
static uint64_t open_files;
static char mount_point[NAME_MAX + 1]; /* name of directories on which a volume is mounted */

/* Sets errno as macOS has it. */
static int fail(void) {
    switch (errno) {
        case EAGAIN: errno = 35; break;
        case ENAMETOOLONG: errno = MAC(ENAMETOOLONG); break;
        case ELOOP: errno = MAC(ELOOP); break;
        case ESTALE: errno = MAC(ESTALE); break;
        case ENOSYS: errno = MAC(ENOSYS); break;
        case EOPNOTSUPP: errno = MAC(ENOTSUP); break;
        case ETIMEDOUT: errno = MAC(ETIMEDOUT); break;
        default: break; /* 1 to 34 are the same */
    }
    return -1;
}

static int failing(const char *call) {
    int error = standin_failing(call);
    if (error != 0) {
        errno = error;
    }
    return error != 0;
}

int MAC(openat)(int directory, const char *path, int flags, ...) {
    if (failing("openat")) {
        return -1;
    }
    int known = MAC(O_NONBLOCK) | MAC(O_NOFOLLOW) | MAC(O_DIRECTORY) | MAC(O_CLOEXEC);
    if (flags & ~known) {
        standin_violation("openat: flags %x", flags);
    }
    int theirs = (flags & MAC(O_NONBLOCK) ? O_NONBLOCK : 0) | (flags & MAC(O_NOFOLLOW) ? O_NOFOLLOW : 0)
        | (flags & MAC(O_DIRECTORY) ? O_DIRECTORY : 0) | (flags & MAC(O_CLOEXEC) ? O_CLOEXEC : 0);
    int result = openat(directory == MAC(AT_FDCWD) ? AT_FDCWD : directory, standin_real(path), O_RDONLY | theirs);
    return result < 0 ? fail() : result;
}

int MAC(close)(int descriptor) {
    return close(descriptor) < 0 ? fail() : 0;
}

int64_t MAC(read)(int descriptor, void *buffer, size_t bytes) {
    if (failing("read")) {
        return -1;
    }
    ssize_t result = read(descriptor, buffer, bytes);
    return result < 0 ? fail() : result;
}

typedef struct {
    char *bytes;
    size_t used;
} Record;

static void put(Record *record, const void *value, size_t size) {
    memcpy(record->bytes + record->used, value, size);
    record->used += size;
}

static void put_int(Record *record, uint32_t value) {
    put(record, &value, sizeof value);
}

static int is_before(struct statx_timestamp a, struct statx_timestamp b) {
    return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

/* Ids are not given again there, as inode numbers of Linux are at once: what is above those tells when they were given. */
static uint64_t file_id(const struct statx *found) {
    uint64_t born = ((uint64_t) found->stx_btime.tv_sec * 1000000000 + found->stx_btime.tv_nsec) * 0x9E3779B97F4A7C15;
    return found->stx_ino ^ (born >> 33 << 32);
}

static void put_time(Record *record, struct statx_timestamp time) {
    struct MAC(timespec) value = {time.tv_sec, time.tv_nsec};
    put(record, &value, sizeof value);
}

static void put_reference(Record *record, size_t at, const char *text) {
    attrreference_t reference = {(int32_t) (record->used - at), (uint32_t) strlen(text) + 1};
    memcpy(record->bytes + at, &reference, sizeof reference);
    put(record, text, strlen(text) + 1);
}

static int is_mount_point(const char *name) {
    return name != NULL && mount_point[0] != 0 && strcmp(name, mount_point) == 0;
}

/* Packs one record; what is asked for and not known here is left out, as what a file system does not have. */
static size_t pack(const struct attrlist *list, char *bytes, const char *name, const struct statx *found, int error, const char *path) {
    Record record = {bytes, sizeof(uint32_t) + sizeof(attribute_set_t)};
    uint32_t common = list->commonattr & (error ? ATTR_CMN_NAME | ATTR_CMN_ERROR : 0xFFFFFFFF);
    int directory = found != NULL && S_ISDIR(found->stx_mode);
    common &= ~(uint32_t) (name == NULL ? ATTR_CMN_NAME : 0) & ~(uint32_t) (path == NULL ? ATTR_CMN_FULLPATH : 0)
        & ~(uint32_t) (error == 0 ? ATTR_CMN_ERROR : 0)
        & ~(uint32_t) (found != NULL && !(found->stx_mask & STATX_BTIME) ? ATTR_CMN_CRTIME : 0);
    attribute_set_t returned = {common, 0, error || !directory ? 0 : list->dirattr & ATTR_DIR_MOUNTSTATUS, error || directory ? 0 : list->fileattr, 0};
    memcpy(bytes + sizeof(uint32_t), &returned, sizeof returned);
    if (common & ATTR_CMN_ERROR) {
        put_int(&record, (uint32_t) error);
    }
    size_t name_at = record.used;
    record.used += common & ATTR_CMN_NAME ? sizeof(attrreference_t) : 0;
    size_t path_at = 0;
    if (error == 0) {
        uint32_t type = S_ISREG(found->stx_mode) ? MAC(VREG) : directory ? MAC(VDIR) : S_ISLNK(found->stx_mode) ? MAC(VLNK) : 8;
        if (common & ATTR_CMN_DEVID) {
            put_int(&record, (uint32_t) makedev(found->stx_dev_major, found->stx_dev_minor));
        }
        if (common & ATTR_CMN_OBJTYPE) {
            put_int(&record, type);
        }
        if (common & ATTR_CMN_CRTIME) {
            /* a file is never younger than its content */
            put_time(&record, is_before(found->stx_mtime, found->stx_btime) ? found->stx_mtime : found->stx_btime);
        }
        if (common & ATTR_CMN_MODTIME) {
            put_time(&record, found->stx_mtime);
        }
        if (common & ATTR_CMN_CHGTIME) {
            put_time(&record, found->stx_ctime);
        }
        if (common & ATTR_CMN_OWNERID) {
            put_int(&record, found->stx_uid);
        }
        if (common & ATTR_CMN_GRPID) {
            put_int(&record, found->stx_gid);
        }
        if (common & ATTR_CMN_ACCESSMASK) {
            put_int(&record, found->stx_mode);
        }
        if (common & ATTR_CMN_FLAGS) {
            put_int(&record, 0);
        }
        if (common & ATTR_CMN_FILEID) {
            uint64_t id = file_id(found);
            put(&record, &id, sizeof id);
        }
        path_at = record.used;
        record.used += common & ATTR_CMN_FULLPATH ? sizeof(attrreference_t) : 0;
        if (returned.dirattr & ATTR_DIR_MOUNTSTATUS) {
            put_int(&record, is_mount_point(name) ? DIR_MNTSTATUS_MNTPOINT : 0);
        }
        if (returned.fileattr & ATTR_FILE_LINKCOUNT) {
            put_int(&record, found->stx_nlink);
        }
        if (returned.fileattr & ATTR_FILE_DATALENGTH) {
            int64_t size = (int64_t) found->stx_size;
            put(&record, &size, sizeof size);
        }
    }
    if (common & ATTR_CMN_NAME) {
        put_reference(&record, name_at, name);
    }
    if (common & ATTR_CMN_FULLPATH) {
        put_reference(&record, path_at, path);
    }
    record.used = (record.used + 3) & ~(size_t) 3;
    uint32_t length = (uint32_t) record.used;
    memcpy(bytes, &length, sizeof length);
    return record.used;
}

static void check(const struct attrlist *list, const char *call) {
    if (list->bitmapcount != ATTR_BIT_MAP_COUNT || list->reserved != 0 || !(list->commonattr & (uint32_t) ATTR_CMN_RETURNED_ATTRS)) {
        standin_violation("%s: attribute list", call);
    }
}

static int examine(int directory, const char *name, int flags, struct statx *found) {
    return statx(directory, name, flags | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, found);
}

int MAC(getattrlistbulk)(int directory, void *asked, void *buffer, size_t bytes, uint64_t options) {
    const struct attrlist *list = asked;
    check(list, "getattrlistbulk");
    if (!(list->commonattr & ATTR_CMN_NAME) || options != 0) {
        standin_violation("getattrlistbulk: the name must be asked for");
    }
    if (failing("getattrlistbulk")) {
        return -1;
    }
    if (faccessat(directory, ".", X_OK, AT_EACCESS) < 0) { /* more than names needs the right to search */
        return fail();
    }
    size_t used = 0;
    int count = 0;
    char names[NAMES_BYTES];
    for (;;) {
        long length = syscall(SYS_getdents64, directory, names, sizeof names);
        if (length <= 0) {
            return length < 0 && count == 0 ? fail() : count;
        }
        int64_t before = -1; /* where the next entry begins */
        for (long at = 0; at < length;) {
            struct dirent64 *entry = (struct dirent64 *) (names + at);
            at += entry->d_reclen;
            int64_t start = before;
            before = entry->d_off;
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
                continue;
            }
            struct statx found;
            int error = standin_failing("statx");
            if (error == 0 && examine(directory, entry->d_name, AT_SYMLINK_NOFOLLOW, &found) < 0) {
                fail();
                error = errno;
            }
            if (error == MAC(ENOENT)) {
                continue;
            }
            if (is_mount_point(entry->d_name)) { /* a listing tells what is covered */
                found.stx_dev_minor++;
                found.stx_ino += 1 << 20;
                found.stx_mode ^= S_IRWXO;
            }
            char record[RECORD_BYTES];
            size_t size = pack(list, record, entry->d_name, error ? NULL : &found, error, NULL);
            if (used + size > bytes) {
                if (start < 0 && count == 0) {
                    errno = MAC(ERANGE);
                    return -1;
                }
                lseek(directory, start < 0 ? 0 : start, SEEK_SET);
                return count;
            }
            memcpy((char *) buffer + used, record, size);
            used += size;
            count++;
        }
        if (used > 0) {
            return count; /* before the next ones could begin in the middle */
        }
    }
}

/* The name under which an entry is stored. */
static const char *stored(int directory, const char *name, char *result) {
    struct statx found;
    if (!insensitive || examine(directory, name, AT_SYMLINK_NOFOLLOW, &found) == 0) {
        return name;
    }
    int descriptor = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = descriptor < 0 ? NULL : fdopendir(descriptor);
    for (struct dirent *entry = entries == NULL ? NULL : readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (strcasecmp(entry->d_name, name) == 0) {
            name = strcpy(result, entry->d_name);
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
    return name;
}

int MAC(getattrlistat)(int directory, const char *path, void *asked, void *buffer, size_t bytes, unsigned long options) {
    const struct attrlist *list = asked;
    check(list, "getattrlistat");
    if (options != FSOPT_NOFOLLOW || strchr(path, '/') != NULL) {
        standin_violation("getattrlistat: options %lx", options);
    }
    if (failing("getattrlistat")) {
        return -1;
    }
    char other[NAME_MAX + 1];
    const char *name = stored(directory, path, other);
    struct statx found;
    if (examine(directory, name, AT_SYMLINK_NOFOLLOW, &found) < 0) {
        return fail();
    }
    char record[RECORD_BYTES];
    size_t size = pack(list, record, name, &found, 0, NULL);
    memcpy(buffer, record, size < bytes ? size : bytes);
    return 0;
}

int MAC(fgetattrlist)(int descriptor, void *asked, void *buffer, size_t bytes, unsigned int options) {
    const struct attrlist *list = asked;
    check(list, "fgetattrlist");
    struct statx found;
    if (options != 0) {
        standin_violation("fgetattrlist: options %x", options);
    }
    if (failing("fgetattrlist")) {
        return -1;
    }
    if (examine(descriptor, "", AT_EMPTY_PATH, &found) < 0) {
        return fail();
    }
    char link[64], path[PATH_MAX + PREFIX_BYTES] = PREFIX;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path + PREFIX_BYTES, PATH_MAX - 1);
    if (length < 0 || found.stx_nlink == 0) {
        errno = MAC(ENOENT);
        return -1;
    }
    path[PREFIX_BYTES + length] = 0;
    char record[RECORD_BYTES];
    size_t size = pack(list, record, strrchr(path, '/') + 1, &found, 0, path);
    memcpy(buffer, record, size < bytes ? size : bytes);
    return 0;
}

int MAC(fstatfs)(int descriptor, struct MAC(statfs) *result) {
    struct statfs found;
    if (failing("fstatfs")) {
        return -1;
    }
    if (fstatfs(descriptor, &found) < 0) {
        return fail();
    }
    memset(result, 0, sizeof *result);
    int network = found.f_type == NFS;
    strcpy(result->f_fstypename, network ? "nfs" : found.f_type == FUSE ? "macfuse" : "apfs");
    result->f_flags = network ? 0 : MAC(MNT_LOCAL);
    if (volume_flags >= 0) {
        memcpy(result->f_fstypename, volume_type, sizeof volume_type);
        result->f_flags = (uint32_t) volume_flags;
    }
    return 0;
}

int MAC(getrlimit)(int resource, struct MAC(rlimit) *limit) {
    struct rlimit found;
    if (resource != MAC(RLIMIT_NOFILE)) {
        standin_violation("getrlimit: resource %d", resource);
    }
    if (failing("getrlimit") || getrlimit(RLIMIT_NOFILE, &found) < 0) {
        return -1;
    }
    limit->rlim_cur = open_files != 0 ? open_files : found.rlim_cur;
    limit->rlim_max = found.rlim_max;
    return 0;
}

/* For tests. */

void standin_case_insensitive(int on) {
    insensitive = on;
}

/* What every volume is; negative flags: what it is. */
void standin_volume(int flags, const char *type) {
    volume_flags = flags;
    snprintf(volume_type, sizeof volume_type, "%s", type);
}

/* Directories of this name are reported to be covered by another volume. */
void standin_mount(const char *name) {
    snprintf(mount_point, sizeof mount_point, "%s", name);
}

/* How many files a process may have open; 0: as many as it may. */
void standin_open_files(uint64_t limit) {
    open_files = limit;
}
