/*
 * What the parts of the library that stands in for Windows share: its types and numbers, the table of handles, and what the
 * parts ask of each other. Sources: Microsoft's pages of the functions, and what a C program showed under Wine.
 */
#define _GNU_SOURCE
#include "../faults.h"
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/stat.h>

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
enum { MOST = 4096 /* handles */ };

typedef struct Completion Completion;
typedef struct Script Script;

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

static inline BOOL fail(int error) {
    errno = error; /* what is captured as the last error on this system */
    return 0;
}

#define BEGIN(call) \
    int fault = standin_failing(call); \
    if (fault != 0) return fail(fault)

#pragma GCC visibility push(hidden)

/* handles.c: which handle is what. A handle's value is four times its place in the table. */
extern pthread_mutex_t standin_lock; /* of the table and of what the objects in it hold */
extern pthread_cond_t standin_changed; /* a completion has come, or something answers again */
extern Object standin_objects[MOST];
/* What a handle is of; NULL if it is of nothing. */
Object *standin_object(HANDLE handle);
/* A new handle, of a file of Linux or a port; -1 if there are too many. */
HANDLE standin_opened(int type, int fd);

/* reads.c, under the lock: ends the pending read of a directory whose handle is closed. */
void standin_abandon(Object *directory);
void standin_reset_reads(void);

/* files.c */
/* Writes a FILE_ID_BOTH_DIR_INFO; returns its length. */
DWORD standin_put_entry(char *target, int fd, const char *name, const struct stat *stat);
void standin_reset_files(void); /* under the lock */

/* ntdll.c */
void standin_reset_entries(void); /* under the lock */

/* names.c */
/* From UTF-16, in which a file's name need not be valid, with slashes for backslashes. */
void standin_to_bytes(const WCHAR *units, int count, char *target);
/* To UTF-16; returns the number of bytes. */
int standin_to_units(const char *text, WCHAR *target);

#pragma GCC visibility pop
