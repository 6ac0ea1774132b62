/*
 * Records of attributes, as getattrlistbulk and its relatives return them of what statx finds on Linux. files.c makes those calls.
 */
#include "standin.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

static char mount_point[NAME_MAX + 1]; /* name of directories on which a volume is mounted */

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

int standin_is_mount_point(const char *name) {
    return name != NULL && mount_point[0] != 0 && strcmp(name, mount_point) == 0;
}

/* Puts what describes an entry in the order of its bits; returns where the reference to its path is to come. */
static size_t put_attributes(Record *record, const attribute_set_t *returned, const char *name, const struct statx *found) {
    uint32_t type = S_ISREG(found->stx_mode) ? MAC(VREG) : S_ISDIR(found->stx_mode) ? MAC(VDIR) : S_ISLNK(found->stx_mode) ? MAC(VLNK) : 8;
    if (returned->commonattr & ATTR_CMN_DEVID) {
        put_int(record, (uint32_t) makedev(found->stx_dev_major, found->stx_dev_minor));
    }
    if (returned->commonattr & ATTR_CMN_OBJTYPE) {
        put_int(record, type);
    }
    if (returned->commonattr & ATTR_CMN_CRTIME) {
        /* a file is never younger than its content */
        put_time(record, is_before(found->stx_mtime, found->stx_btime) ? found->stx_mtime : found->stx_btime);
    }
    if (returned->commonattr & ATTR_CMN_MODTIME) {
        put_time(record, found->stx_mtime);
    }
    if (returned->commonattr & ATTR_CMN_CHGTIME) {
        put_time(record, found->stx_ctime);
    }
    if (returned->commonattr & ATTR_CMN_OWNERID) {
        put_int(record, found->stx_uid);
    }
    if (returned->commonattr & ATTR_CMN_GRPID) {
        put_int(record, found->stx_gid);
    }
    if (returned->commonattr & ATTR_CMN_ACCESSMASK) {
        put_int(record, found->stx_mode);
    }
    if (returned->commonattr & ATTR_CMN_FLAGS) {
        put_int(record, 0);
    }
    if (returned->commonattr & ATTR_CMN_FILEID) {
        uint64_t id = file_id(found);
        put(record, &id, sizeof id);
    }
    size_t path_at = record->used;
    record->used += returned->commonattr & ATTR_CMN_FULLPATH ? sizeof(attrreference_t) : 0;
    if (returned->dirattr & ATTR_DIR_MOUNTSTATUS) {
        put_int(record, standin_is_mount_point(name) ? DIR_MNTSTATUS_MNTPOINT : 0);
    }
    if (returned->fileattr & ATTR_FILE_LINKCOUNT) {
        put_int(record, found->stx_nlink);
    }
    if (returned->fileattr & ATTR_FILE_DATALENGTH) {
        int64_t size = (int64_t) found->stx_size;
        put(record, &size, sizeof size);
    }
    return path_at;
}

/* What is asked for and not known here is left out, as what a file system does not have. */
size_t standin_pack(const struct attrlist *list, char *bytes, const char *name, const struct statx *found, int error,
                    const char *path) {
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
        path_at = put_attributes(&record, &returned, name, found);
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

/* For tests: directories of this name are reported to be covered by another volume. */
void standin_mount(const char *name) {
    snprintf(mount_point, sizeof mount_point, "%s", name);
}
