/*
 * The calls of ntdll that fswire makes, on Linux's files: they open or find an entry of an open directory, and tell the error of a
 * status. Handles are those of handles.c, entries are written by files.c.
 */
#include "kernel32.h"
#include <fcntl.h>
#include <string.h>

static char short_name[64], long_name[64]; /* of one entry, by which it is asked for and reported */

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
    Object *parent = standin_object(what->root);
    char name[4 * 256];
    standin_to_bytes(what->name->units, what->name->length / 2, name);
    int directory = (options & 1) != 0 ? O_DIRECTORY : 0;
    int fd = parent == NULL ? -1 : openat(parent->fd, name[0] == 0 ? "." : name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | directory);
    if (fd < 0) {
        return errno == ENOENT ? STATUS_NAME_NOT_FOUND : errno == EACCES ? STATUS_ACCESS_DENIED : STATUS_NOT_A_DIRECTORY;
    }
    *result = standin_opened(FILES, fd);
    return 0;
}

int NtQueryDirectoryFile(HANDLE handle, HANDLE event, void *routine, void *context, void *io, char *target, DWORD length,
        int class, uint8_t single, String *wanted, uint8_t restart) {
    Object *directory = standin_object(handle);
    char name[4 * 256];
    standin_to_bytes(wanted->units, wanted->length / 2, name);
    if (short_name[0] != 0 && strcmp(name, short_name) == 0) {
        strcpy(name, long_name);
    }
    struct stat stat;
    if (directory == NULL || fstatat(directory->fd, name, &stat, AT_SYMLINK_NOFOLLOW) < 0) {
        return STATUS_NO_SUCH_FILE;
    }
    standin_put_entry(target, directory->fd, name, &stat);
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

/* For tests: an entry has a short name as well. */
void standin_alias(const char *short_one, const char *long_one) {
    strncpy(short_name, short_one, sizeof short_name - 1);
    strncpy(long_name, long_one, sizeof long_name - 1);
}

void standin_reset_entries(void) {
    short_name[0] = 0;
}
