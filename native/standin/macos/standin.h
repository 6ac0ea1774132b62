/* What the parts of the library that stands in for macOS share. */
#define _GNU_SOURCE
#define MAC(name) standin_##name
#include "../faults.h"
#include "coreservices.h"

enum { PREFIX_BYTES = 8 };
#define PREFIX "/private" /* in front of every canonical path, as in front of /tmp and /var on a Mac */

/* A path of Linux for one of macOS. */
static inline const char *standin_real(const char *path) {
    return __builtin_strncmp(path, PREFIX "/", PREFIX_BYTES + 1) == 0 ? path + PREFIX_BYTES : path;
}

typedef struct Queue Queue;
typedef struct Stream Stream;

struct Stream {
    uint64_t magic;
    int scheduled, started, invalidated, references;
    FSEventStreamCallback callback;
    void *info;
    Queue *queue;
    char **paths;
    int count;
    UInt64 since, latest;
    double latency;
    UInt32 flags;
    struct Pending *pending; /* derived events */
};

#pragma GCC visibility push(hidden)

/* record.c: notes a misuse for the test to see. */
void standin_violation(const char *format, ...);
/* Ends the process after a misuse. */
_Noreturn void standin_fatal(const char *message);
/* Notes a call of FSEvents or libdispatch. */
void standin_called(const char *call);
/* So many more objects, queues and streams must still be released. */
void standin_count(int more);
/* Nothing was called or misused. */
void standin_forget_record(void);

/* corefoundation.c: a new object. */
CFUUIDRef standin_uuid_object(const char *text);
int standin_array_count(CFArrayRef array);
/* An element of an array of strings, which keeps it. */
const char *standin_array_text(CFArrayRef array, int index);

/* dispatch.c: the queue itself; it must be one. */
Queue *standin_queue_of(dispatch_queue_t queue);
int standin_is_released(Queue *queue);
/* Whether a callback of FSEvents runs on it, or waits at the gate. */
int standin_runs_callback(Queue *queue);
/* How many callbacks have not come to their end. */
int standin_callbacks_of(Queue *queue);
/* Puts a callback of FSEvents on it. */
void standin_call_back(Queue *queue, void *context, dispatch_function_t function);

/* fsevents.c: puts a batch of events on the stream's queue; takes everything. */
void standin_enqueue(Stream *stream, int count, char **paths, UInt32 *flags, UInt64 *ids);
/* Events come of these paths only, those with this in them, and as they are; empty: of all, and blurred. */
extern char standin_only[];

/* Derived events: of what happens in the directories of streams that have started. */
void standin_derive(Stream *stream);
void standin_underive(Stream *stream);
UInt64 standin_derived_id(void);
/* Ids are as new as this from now on. */
void standin_advance(UInt64 id);

/* attributes.c: packs one record of what was found, or of the error; returns its length. Names and paths may be NULL. */
struct statx;
size_t standin_pack(const struct attrlist *list, char *bytes, const char *name, const struct statx *found, int error,
                    const char *path);
/* Whether directories of this name are covered by a volume. */
int standin_is_mount_point(const char *name);

#pragma GCC visibility pop
