/*
 * The calls of libSystem that fswire makes, on Linux's files, with the numbers, layouts and errors of macOS. Records of attributes
 * come from attributes.c.
 */
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
#include <sys/vfs.h>
#include <unistd.h>

enum { NAMES_BYTES = 1 << 13, RECORD_BYTES = 8192, NFS = 0x6969, FUSE = 0x65735546 };

static int insensitive; /* names are found whatever their case */
static char volume_type[MAC(MFSTYPENAMELEN)];
static int volume_flags = -1;
static uint64_t open_files;

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

static void check(const struct attrlist *list, const char *call) {
    if (list->bitmapcount != ATTR_BIT_MAP_COUNT || list->reserved != 0 || !(list->commonattr & (uint32_t) ATTR_CMN_RETURNED_ATTRS)) {
        standin_violation("%s: attribute list", call);
    }
}

static int examine(int directory, const char *name, int flags, struct statx *found) {
    return statx(directory, name, flags | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, found);
}

/* Examines an entry of a listing, which tells what a volume covers; returns the error or 0. */
static int examine_listed(int directory, const char *name, struct statx *found) {
    int error = standin_failing("statx");
    if (error == 0 && examine(directory, name, AT_SYMLINK_NOFOLLOW, found) < 0) {
        fail();
        error = errno;
    }
    if (error != MAC(ENOENT) && standin_is_mount_point(name)) {
        found->stx_dev_minor++;
        found->stx_ino += 1 << 20;
        found->stx_mode ^= S_IRWXO;
    }
    return error;
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
            int error = examine_listed(directory, entry->d_name, &found);
            if (error == MAC(ENOENT)) {
                continue;
            }
            char record[RECORD_BYTES];
            size_t size = standin_pack(list, record, entry->d_name, error ? NULL : &found, error, NULL);
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
    size_t size = standin_pack(list, record, name, &found, 0, NULL);
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
    size_t size = standin_pack(list, record, strrchr(path, '/') + 1, &found, 0, path);
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

/* How many files a process may have open; 0: as many as it may. */
void standin_open_files(uint64_t limit) {
    open_files = limit;
}
