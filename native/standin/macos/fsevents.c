/*
 * Streams of FSEvents, with their signatures and threading. They check what the real ones only punish later: the order of calls,
 * arguments, use after release. For that streams are never freed. Strings and arrays are those of corefoundation.c, queues those
 * of dispatch.c. Events are derived from what happens in the watched directories (derive.c), or scripted by a test.
 */
#include "standin.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM_MAGIC = 0x57 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the variables below */
static Stream *newest;
static int running_at_invalidate;
static char uuid[64];
char standin_only[64];

static Stream *stream_of(FSEventStreamRef reference) {
    Stream *stream = (Stream *) reference;
    if (stream == NULL || stream->magic != STREAM_MAGIC) {
        standin_fatal("no stream");
    }
    if (stream->references == 0) {
        standin_fatal("a stream is used after its release");
    }
    return stream;
}

/* Whether a callback runs on its queue, or waits at the gate. */
static int runs(Stream *stream) {
    return stream->queue != NULL && standin_runs_callback(stream->queue);
}

FSEventStreamRef FSEventStreamCreate(CFAllocatorRef allocator, FSEventStreamCallback callback, FSEventStreamContext *context,
                                     CFArrayRef paths, FSEventStreamEventId since, CFTimeInterval latency,
                                     FSEventStreamCreateFlags flags) {
    standin_called("FSEventStreamCreate");
    int count = standin_array_count(paths);
    if (allocator != NULL || callback == NULL || count == 0 || latency <= 0 || latency > 60 || since == 0
            || (flags & ~kFSEventStreamCreateFlagFullHistory)
                    != (kFSEventStreamCreateFlagNoDefer | kFSEventStreamCreateFlagWatchRoot | kFSEventStreamCreateFlagFileEvents)
            || (context != NULL && (context->version != 0 || context->retain != NULL || context->release != NULL))) {
        standin_violation("FSEventStreamCreate: arguments");
        return NULL;
    }
    if (standin_failing("FSEventStreamCreate")) {
        return NULL;
    }
    Stream *stream = calloc(1, sizeof *stream);
    stream->magic = STREAM_MAGIC;
    stream->references = 1;
    stream->callback = callback;
    stream->info = context == NULL ? NULL : context->info;
    stream->since = stream->latest = since;
    stream->latency = latency;
    stream->flags = flags;
    stream->count = count;
    stream->paths = calloc((size_t) count, sizeof *stream->paths);
    for (int i = 0; i < count; i++) {
        stream->paths[i] = strdup(standin_array_text(paths, i));
        if (stream->paths[i][0] != '/') {
            standin_violation("FSEventStreamCreate: %s is not absolute", stream->paths[i]);
        }
    }
    standin_count(1);
    pthread_mutex_lock(&lock);
    newest = stream;
    pthread_mutex_unlock(&lock);
    return (FSEventStreamRef) stream;
}

void FSEventStreamSetDispatchQueue(FSEventStreamRef reference, dispatch_queue_t queue) {
    standin_called("FSEventStreamSetDispatchQueue");
    Stream *stream = stream_of(reference);
    if (queue == NULL || stream->scheduled || stream->started) {
        standin_violation("FSEventStreamSetDispatchQueue: failed assertion: stream is unscheduled, queue is not NULL");
        return;
    }
    stream->queue = standin_queue_of(queue);
    if (standin_is_released(stream->queue)) {
        standin_violation("FSEventStreamSetDispatchQueue: the queue was released");
    }
    stream->scheduled = 1;
}

/* A Boolean has 8 bits; what is above them in the register means nothing, and is never 0 here. */
static const UInt64 garbage = 0x5A5A5A5A5A5A5A00;

UInt64 standin_start(FSEventStreamRef reference) __asm__("FSEventStreamStart");

UInt64 standin_start(FSEventStreamRef reference) {
    standin_called("FSEventStreamStart");
    Stream *stream = stream_of(reference);
    if (!stream->scheduled || stream->started || stream->invalidated) {
        standin_violation("FSEventStreamStart: failed assertion: stream is scheduled and was not started");
        return garbage;
    }
    if (stream->count > 4096 || standin_failing("FSEventStreamStart")) {
        return garbage;
    }
    stream->started = 1;
    standin_derive(stream);
    return garbage + 1;
}

void FSEventStreamStop(FSEventStreamRef reference) {
    standin_called("FSEventStreamStop");
    Stream *stream = stream_of(reference);
    if (!stream->started) {
        standin_violation("FSEventStreamStop: failed assertion: streamRef->started");
    }
    standin_underive(stream);
    stream->started = 0;
}

void FSEventStreamInvalidate(FSEventStreamRef reference) {
    standin_called("FSEventStreamInvalidate");
    Stream *stream = stream_of(reference);
    if (!stream->scheduled || stream->started) {
        standin_violation("FSEventStreamInvalidate: failed assertion: stream is scheduled and stopped");
    }
    if (runs(stream)) { /* allowed, and what a binding must be able to bear */
        __atomic_add_fetch(&running_at_invalidate, 1, __ATOMIC_SEQ_CST);
    }
    stream->scheduled = 0;
    stream->invalidated = 1;
}

void FSEventStreamRelease(FSEventStreamRef reference) {
    standin_called("FSEventStreamRelease");
    Stream *stream = stream_of(reference);
    if (stream->scheduled) {
        standin_violation("FSEventStreamRelease: failed assertion: stream was invalidated");
    }
    if (--stream->references == 0) {
        standin_count(-1);
    }
}

FSEventStreamEventId FSEventsGetCurrentEventId(void) {
    return standin_derived_id();
}

typedef struct {
    Stream *stream;
    int count;
    char **paths;
    UInt32 *flags;
    UInt64 *ids;
} Batch;

static void deliver(void *argument) {
    Batch *batch = argument;
    Stream *stream = batch->stream;
    for (int i = 0; i < batch->count; i++) {
        if (batch->ids[i] > stream->latest || stream->latest == kFSEventStreamEventIdSinceNow) {
            stream->latest = batch->ids[i];
        }
    }
    stream->callback((ConstFSEventStreamRef) stream, stream->info, (size_t) batch->count, batch->paths, batch->flags, batch->ids);
    for (int i = 0; i < batch->count; i++) { /* who has kept a pointer reads this */
        memset(batch->paths[i], '#', strlen(batch->paths[i]));
        free(batch->paths[i]);
    }
    memset(batch->flags, 0x5A, sizeof *batch->flags * (size_t) batch->count);
    free(batch->paths);
    free(batch->flags);
    free(batch->ids);
    free(batch);
}

void standin_enqueue(Stream *stream, int count, char **paths, UInt32 *flags, UInt64 *ids) {
    Batch *batch = calloc(1, sizeof *batch);
    *batch = (Batch) {stream, count, paths, flags, ids};
    standin_call_back(stream->queue, batch, deliver);
}

CFUUIDRef FSEventsCopyUUIDForDevice(int32_t device) {
    (void) device;
    if (standin_failing("FSEventsCopyUUIDForDevice")) {
        return NULL;
    }
    pthread_mutex_lock(&lock);
    if (uuid[0] == 0) { /* another one for each process: there is no history from before it */
        FILE *file = fopen("/proc/sys/kernel/random/uuid", "r");
        if (file == NULL || fscanf(file, "%63s", uuid) != 1) {
            strcpy(uuid, "00000000-0000-0000-0000-000000000001");
        }
        if (file != NULL) {
            fclose(file);
        }
    }
    CFUUIDRef result = standin_uuid_object(uuid);
    pthread_mutex_unlock(&lock);
    return result;
}

/* For tests. */

void standin_reset(const char *only) {
    standin_forget_faults();
    standin_forget_record();
    pthread_mutex_lock(&lock);
    uuid[0] = 0;
    snprintf(standin_only, sizeof standin_only, "%s", only);
    pthread_mutex_unlock(&lock);
}

/* Whether a callback of the stream that was created last runs, or waits at the gate. */
int standin_running(void) {
    return newest != NULL && runs(newest);
}

/* How many callbacks of the stream that was created last have not come to their end. */
int standin_callbacks(void) {
    return newest == NULL || newest->queue == NULL ? 0 : standin_callbacks_of(newest->queue);
}

/* How many streams were invalidated while a callback of theirs ran. */
int standin_running_at_invalidate(void) {
    return __atomic_load_n(&running_at_invalidate, __ATOMIC_SEQ_CST);
}

/* The paths of the stream that was created last, a line each. */
int standin_paths(char *buffer, int size) {
    int used = 0;
    buffer[0] = 0;
    for (int i = 0; newest != NULL && i < newest->count; i++) {
        used += snprintf(buffer + used, (size_t) (size - used), "%s\n", newest->paths[i]);
    }
    return used;
}

UInt64 standin_since(void) {
    return newest == NULL ? 0 : newest->since;
}

int standin_whole(void) {
    return newest != NULL && (newest->flags & kFSEventStreamCreateFlagFullHistory) != 0;
}

void standin_uuid(const char *text) {
    pthread_mutex_lock(&lock);
    snprintf(uuid, sizeof uuid, "%s", text);
    pthread_mutex_unlock(&lock);
}

/* Puts a batch on the queue of the stream that was created last, whatever has become of it. */
void standin_deliver(int count, const char **paths, const UInt32 *flags, const UInt64 *ids) {
    char **copies = calloc((size_t) count, sizeof *copies);
    UInt32 *their_flags = malloc(sizeof *flags * (size_t) count + 1);
    UInt64 *their_ids = malloc(sizeof *ids * (size_t) count + 1);
    for (int i = 0; i < count; i++) {
        copies[i] = strdup(paths[i]);
        standin_advance(ids[i]);
    }
    memcpy(their_flags, flags, sizeof *flags * (size_t) count);
    memcpy(their_ids, ids, sizeof *ids * (size_t) count);
    standin_enqueue(newest, count, copies, their_flags, their_ids);
}
