/*
 * Ports, reads of changes and their completions, of the library that stands in for Windows on Linux. What happens in directories
 * is scripted: a test says which completions come. Handles are those of handles.c.
 *
 * Until its completion is taken from a port a read's memory is written to here as by a kernel: also after cancelling and closing.
 */
#include "kernel32.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_ORPHANS = 64 };

struct Completion {
    Completion *next;
    uint64_t key;
    char *overlapped;
    int status;
    DWORD bytes;
};

struct Script { /* what a read will bring */
    Script *next;
    int status;
    DWORD bytes;
    char data[];
};

static DWORD largest = 1 << 30; /* buffer that is taken */
static int late; /* cancelled reads do not complete */
static int extended = 1;
static struct { int status; DWORD largest; int extended; } refusal; /* of reads that were taken */
static int reads;
static struct { char *buffer; DWORD length; } orphans[MOST_ORPHANS]; /* reads that are late and whose handles were closed */
static int orphan_count;

/* Under the lock. */
static void complete(Object *directory, int status, DWORD bytes) {
    Completion *completion = calloc(1, sizeof *completion);
    completion->key = directory->key;
    completion->overlapped = directory->overlapped;
    completion->status = status;
    completion->bytes = bytes;
    *(uint32_t *) directory->overlapped = (uint32_t) status; /* only the lower half, as the kernel does it */
    directory->buffer = NULL;
    Completion **end = &standin_objects[directory->port].queue;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = completion;
    pthread_cond_broadcast(&standin_changed);
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

void standin_abandon(Object *directory) {
    if (directory->buffer != NULL && late && orphan_count < MOST_ORPHANS) {
        orphans[orphan_count].buffer = directory->buffer;
        orphans[orphan_count++].length = directory->length;
    } else if (directory->buffer != NULL) {
        complete(directory, STATUS_CLEANUP, 0);
    }
}

HANDLE CreateIoCompletionPort(HANDLE file, HANDLE port, uint64_t key, DWORD threads) {
    BEGIN("CreateIoCompletionPort");
    if (file == -1) {
        return standin_opened(PORT, -1);
    }
    pthread_mutex_lock(&standin_lock);
    Object *joining = standin_object(file);
    int joined = joining != NULL && joining->port == 0 && standin_object(port) != NULL; /* a handle cannot leave its port */
    if (joined) {
        joining->port = (int) (port / 4);
        joining->key = key;
    }
    pthread_mutex_unlock(&standin_lock);
    return joined ? port : fail(INVALID_PARAMETER);
}

static BOOL read_changes(HANDLE handle, void *buffer, DWORD length, BOOL subtree, DWORD filter, void *overlapped, int class) {
    pthread_mutex_lock(&standin_lock);
    reads++;
    Object *directory = standin_object(handle);
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
    pthread_mutex_unlock(&standin_lock);
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
    pthread_mutex_lock(&standin_lock);
    Object *directory = standin_object(handle);
    int pending = directory != NULL && directory->buffer != NULL && directory->overlapped == overlapped;
    if (pending && !late) {
        complete(directory, STATUS_CANCELLED, 0);
    }
    pthread_mutex_unlock(&standin_lock);
    return pending ? 1 : fail(NOT_FOUND);
}

BOOL PostQueuedCompletionStatus(HANDLE port, DWORD bytes, uint64_t key, void *overlapped) {
    BEGIN("PostQueuedCompletionStatus");
    Object sender = {.port = (int) (port / 4), .key = key, .overlapped = (char[32]) {0}};
    pthread_mutex_lock(&standin_lock);
    complete(&sender, SUCCESS, bytes);
    pthread_mutex_unlock(&standin_lock);
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
    pthread_mutex_lock(&standin_lock);
    Object *waited = standin_object(port);
    int timed_out = 0;
    while (waited != NULL && waited->queue == NULL && !timed_out) {
        timed_out = pthread_cond_timedwait(&standin_changed, &standin_lock, &end) == ETIMEDOUT;
    }
    DWORD taken = 0;
    while (waited != NULL && waited->queue != NULL && taken < count) {
        Completion *first = waited->queue;
        /* The upper half of the status is whatever was there. */
        entries[taken++] = (Entry) {first->key, (uintptr_t) first->overlapped, 0x7E004700000000 | (uint32_t) first->status, first->bytes, 0};
        waited->queue = first->next;
        free(first);
    }
    pthread_mutex_unlock(&standin_lock);
    *removed = taken;
    return taken > 0 ? 1 : fail(WAIT_TIMEOUT);
}

/* For tests. */

/* The next free read of the directory with this key brings these bytes with this status. */
void standin_bring(int64_t key, int status, const void *data, DWORD bytes, DWORD length) {
    Script *script = calloc(1, sizeof *script + bytes);
    script->status = status;
    script->bytes = length;
    memcpy(script->data, data, bytes);
    pthread_mutex_lock(&standin_lock);
    for (int i = 1; i < MOST; i++) {
        if (standin_objects[i].type == FILES && standin_objects[i].port != 0 && standin_objects[i].key == (uint64_t) key) {
            Script **end = &standin_objects[i].script;
            while (*end != NULL) {
                end = &(*end)->next;
            }
            *end = script;
            play(&standin_objects[i]);
            break;
        }
    }
    pthread_mutex_unlock(&standin_lock);
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
    pthread_mutex_lock(&standin_lock);
    late = on;
    for (int i = 1; i < MOST && !on; i++) {
        if (standin_objects[i].type == FILES && standin_objects[i].buffer != NULL) {
            memset(standin_objects[i].buffer, 0xEE, standin_objects[i].length);
            complete(&standin_objects[i], STATUS_CANCELLED, 0);
        }
    }
    for (; orphan_count > 0 && !on; orphan_count--) {
        memset(orphans[orphan_count - 1].buffer, 0xEE, orphans[orphan_count - 1].length);
    }
    pthread_mutex_unlock(&standin_lock);
}

/* How many reads are pending. */
int standin_pending(void) {
    int count = 0;
    pthread_mutex_lock(&standin_lock);
    for (int i = 1; i < MOST; i++) {
        count += standin_objects[i].type == FILES && standin_objects[i].buffer != NULL;
    }
    pthread_mutex_unlock(&standin_lock);
    return count;
}

void standin_reset_reads(void) {
    largest = 1 << 30;
    late = 0;
    extended = 1;
    refusal.status = 0;
    reads = 0;
    orphan_count = 0;
}
