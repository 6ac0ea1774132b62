/*
 * The calls of kernel32 that open, describe, list and read files, on those of Linux. Handles are those of handles.c, names are
 * converted by names.c.
 */
#include "kernel32.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EPOCH = 11644473600 }; /* seconds from 1601 to 1970 */

static int stalled; /* nothing can be opened by its path: a server does not answer */
static int remote_protocol;
static DWORD drive_type = 3; /* DRIVE_FIXED */
static DWORD directory_tag; /* what kind of reparse points directories are */
static int numbered = 1; /* entries have ids */

static int error_of(int number) {
    return number == ENOENT ? FILE_NOT_FOUND : number == ENOTDIR ? DIRECTORY : number == EACCES ? ACCESS_DENIED : INVALID_PARAMETER;
}

HANDLE CreateFileW(const WCHAR *name, DWORD access, DWORD share, void *security, DWORD disposition, DWORD flags, HANDLE template) {
    int fault = standin_failing("CreateFileW");
    pthread_mutex_lock(&standin_lock);
    while (stalled) {
        pthread_cond_wait(&standin_changed, &standin_lock);
    }
    pthread_mutex_unlock(&standin_lock);
    int count = 0;
    while (name[count] != 0) {
        count++;
    }
    char path[3 * 32768];
    standin_to_bytes(name, count, path);
    int wrong = strncmp(path, "//?/", 4) != 0 || share != 7 || disposition != 3 || (flags & 0x02000000) == 0;
    const char *real = path + (path[4] == 'C' && path[5] == ':' ? 6 : 4); /* as GetFinalPathNameByHandleW has it, or of Linux */
    struct stat stat;
    int link = (flags & 0x00200000) != 0 && lstat(real, &stat) == 0 && S_ISLNK(stat.st_mode);
    int fd = fault != 0 || wrong ? -1 : open(real, (link ? O_PATH | O_NOFOLLOW : O_RDONLY) | O_CLOEXEC);
    if (fd < 0) {
        fail(fault != 0 ? fault : wrong ? INVALID_PARAMETER : error_of(errno));
        return -1;
    }
    return standin_opened(FILES, fd);
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
    Object *file = standin_object(handle);
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

DWORD standin_put_entry(char *target, int fd, const char *name, const struct stat *stat) {
    memset(target, 0, 104);
    put64(target + 8, born(fd, name));
    put64(target + 16, ticks(stat->st_atim));
    put64(target + 24, ticks(stat->st_mtim));
    put64(target + 32, ticks(stat->st_ctim));
    put64(target + 40, stat->st_size);
    put32(target + 56, attributes(stat));
    put32(target + 64, tag(stat));
    put64(target + 96, numbered ? (int64_t) stat->st_ino : 0);
    int bytes = standin_to_units(name, (WCHAR *) (target + 104));
    put32(target + 60, (uint32_t) bytes);
    return (DWORD) (104 + bytes + 7) & ~7u;
}

BOOL GetFileInformationByHandleEx(HANDLE handle, int class, char *target, DWORD size) {
    BEGIN("GetFileInformationByHandleEx");
    Object *directory = standin_object(handle);
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
            at += standin_put_entry(target + at, directory->fd, entry->d_name, &stat);
            any = 1;
        }
    }
    return any ? 1 : fail(NO_MORE_FILES);
}

BOOL GetVolumeInformationByHandleW(HANDLE handle, WCHAR *name, DWORD name_size, DWORD *serial, DWORD *longest, DWORD *flags,
        WCHAR *system, DWORD system_size) {
    BEGIN("GetVolumeInformationByHandleW");
    system[standin_to_units("NTFS", system) / 2] = 0;
    return 1;
}

DWORD GetFinalPathNameByHandleW(HANDLE handle, WCHAR *target, DWORD size, DWORD flags) {
    BEGIN("GetFinalPathNameByHandleW");
    Object *file = standin_object(handle);
    char of[64], path[4096] = "//?/C:";
    snprintf(of, sizeof of, "/proc/self/fd/%d", file == NULL ? -1 : file->fd);
    ssize_t length = readlink(of, path + 6, sizeof path - 7);
    if (length < 0) {
        return (DWORD) fail(INVALID_HANDLE);
    }
    int units = standin_to_units(path, target) / 2;
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
    Object *file = standin_object(handle);
    ssize_t result = file == NULL ? -1 : read(file->fd, buffer, bytes);
    *done = result < 0 ? 0 : (DWORD) result;
    return result < 0 ? fail(INVALID_HANDLE) : 1;
}

/* For tests. */

/* Whether listings contain ids: file systems in user space may give none, although handles have some. */
void standin_numbered(int on) {
    numbered = on;
}

/* Whether a server does not answer when something is opened by its path. */
void standin_stall(int on) {
    pthread_mutex_lock(&standin_lock);
    stalled = on;
    pthread_cond_broadcast(&standin_changed);
    pthread_mutex_unlock(&standin_lock);
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

void standin_reset_files(void) {
    stalled = 0;
    directory_tag = 0;
    remote_protocol = 0;
    drive_type = 3;
    numbered = 1;
}
