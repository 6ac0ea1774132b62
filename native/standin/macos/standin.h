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
    Stream *next;
};

/* Notes a misuse for the test to see. */
void standin_violation(const char *format, ...);
/* Puts a batch of events on the stream's queue; takes everything. */
void standin_enqueue(Stream *stream, int count, char **paths, UInt32 *flags, UInt64 *ids);

/* Derived events: of what happens in the directories of streams that have started. */
void standin_derive(Stream *stream);
void standin_underive(Stream *stream);
UInt64 standin_derived_id(void);
/* Ids are as new as this from now on. */
void standin_advance(UInt64 id);
/* Events come of these paths only, those with this in them, and as they are; empty: of all, and blurred. */
extern char standin_only[];
