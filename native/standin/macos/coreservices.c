/*
 * Stands in for CoreServices, CoreFoundation and libdispatch on Linux: the calls that fswire makes, with their signatures and
 * threading. It checks what the real ones only punish later: counts of references, order of calls, arguments, use after release.
 *
 * Events are derived from what happens in the watched directories (coreservices_events.c), or scripted by a test.
 */
#include "standin.h"
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRING = 0x53, ARRAY, UUID, DEAD, TEXT_BYTES = 1 << 16 };
enum { QUEUE_MAGIC = 0x51, STREAM_MAGIC = 0x57 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* innermost */
static char violations[TEXT_BYTES], calls[TEXT_BYTES];
static int violation_count, live, running_at_invalidate;
static char uuid[64];
char standin_only[64];

static void append(char *text, const char *line) {
    size_t used = strlen(text);
    snprintf(text + used, TEXT_BYTES - used, "%s\n", line);
}

void standin_violation(const char *format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fprintf(stderr, "standin: %s\n", line);
    pthread_mutex_lock(&lock);
    violation_count++;
    append(violations, line);
    pthread_mutex_unlock(&lock);
}

static void fatal(const char *message) {
    fprintf(stderr, "standin: %s\n", message);
    abort();
}

static void called(const char *call) {
    pthread_mutex_lock(&lock);
    append(calls, call);
    pthread_mutex_unlock(&lock);
}

/* CoreFoundation. Objects are never freed, so that every later use is noticed. */

typedef struct Object {
    int type, references, count, retains;
    char *text;
    struct Object **elements;
} Object;

const CFArrayCallBacks kCFTypeArrayCallBacks = {0};

static Object *make(int type) {
    Object *object = calloc(1, sizeof *object);
    object->type = type;
    object->references = 1;
    __atomic_add_fetch(&live, 1, __ATOMIC_SEQ_CST);
    return object;
}

static Object *check(CFTypeRef reference, int type) {
    Object *object = (Object *) reference;
    if (object == NULL) {
        fatal("CFRelease or another call of CoreFoundation with NULL crashes");
    }
    if (object->type == DEAD) {
        fatal("an object of CoreFoundation is used after its release");
    }
    if (type != 0 && object->type != type) {
        fatal("an object of CoreFoundation has another type than the call expects");
    }
    return object;
}

static int valid_utf8(const unsigned char *text) {
    while (*text) {
        int more = *text < 0x80 ? 0 : *text >= 0xC2 && *text < 0xE0 ? 1 : (*text & 0xF0) == 0xE0 ? 2 : *text >= 0xF0 && *text < 0xF5 ? 3 : -1;
        if (more < 0) {
            return 0;
        }
        text++;
        for (; more > 0; more--) {
            if ((*text++ & 0xC0) != 0x80) {
                return 0;
            }
        }
    }
    return 1;
}

CFStringRef CFStringCreateWithCString(CFAllocatorRef allocator, const char *text, CFStringEncoding encoding) {
    if (encoding != kCFStringEncodingUTF8 || allocator != NULL) {
        standin_violation("CFStringCreateWithCString: encoding %x", encoding);
    }
    if (standin_failing("CFStringCreateWithCString") || !valid_utf8((const unsigned char *) text)) {
        return NULL;
    }
    Object *string = make(STRING);
    string->text = strdup(text);
    return (CFStringRef) string;
}

Boolean CFStringGetCString(CFStringRef reference, char *buffer, CFIndex size, CFStringEncoding encoding) {
    Object *string = check(reference, STRING);
    if ((CFIndex) strlen(string->text) >= size || encoding != kCFStringEncodingUTF8) {
        return 0;
    }
    strcpy(buffer, string->text);
    return 1;
}

CFArrayRef CFArrayCreate(CFAllocatorRef allocator, const void **values, CFIndex count, const CFArrayCallBacks *callBacks) {
    if (allocator != NULL || (callBacks != NULL && callBacks != &kCFTypeArrayCallBacks)) {
        standin_violation("CFArrayCreate: arguments");
    }
    Object *array = make(ARRAY);
    array->count = (int) count;
    array->retains = callBacks != NULL;
    array->elements = calloc((size_t) count + 1, sizeof *array->elements);
    for (int i = 0; i < count; i++) {
        array->elements[i] = array->retains ? check(values[i], 0) : (Object *) values[i];
        if (array->retains) {
            __atomic_add_fetch(&array->elements[i]->references, 1, __ATOMIC_SEQ_CST);
        }
    }
    return (CFArrayRef) array;
}

void CFRelease(CFTypeRef reference) {
    Object *object = check(reference, 0);
    if (__atomic_sub_fetch(&object->references, 1, __ATOMIC_SEQ_CST) > 0) {
        return;
    }
    for (int i = 0; object->retains && i < object->count; i++) {
        CFRelease(object->elements[i]);
    }
    object->type = DEAD;
    __atomic_sub_fetch(&live, 1, __ATOMIC_SEQ_CST);
}

CFStringRef CFUUIDCreateString(CFAllocatorRef allocator, CFUUIDRef reference) {
    (void) allocator;
    return CFStringCreateWithCString(NULL, check(reference, UUID)->text, kCFStringEncodingUTF8);
}

CFUUIDRef FSEventsCopyUUIDForDevice(int32_t device) {
    (void) device;
    if (standin_failing("FSEventsCopyUUIDForDevice")) {
        return NULL;
    }
    Object *object = make(UUID);
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
    object->text = strdup(uuid);
    pthread_mutex_unlock(&lock);
    return (CFUUIDRef) object;
}

/* libdispatch: serial queues that run each item on another thread. */

typedef struct Item {
    struct Item *next;
    void *context;
    dispatch_function_t function;
    int events; /* a callback of FSEvents */
    int *done;
} Item;

struct Queue {
    uint64_t magic;
    int references, busy, callbacks, running; /* the last one: whether a callback of FSEvents runs */
    pthread_t runner;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    Item *first, **last;
};

static int gate_closed;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_opened = PTHREAD_COND_INITIALIZER;

static Queue *queue_of(dispatch_queue_t reference) {
    Queue *queue = (Queue *) reference;
    if (queue == NULL || queue->magic != QUEUE_MAGIC) {
        fatal("no dispatch queue");
    }
    return queue;
}

dispatch_queue_t dispatch_queue_create(const char *label, dispatch_queue_attr_t attributes) {
    (void) label;
    if (attributes != NULL) {
        standin_violation("dispatch_queue_create: the queue would not be serial");
    }
    called("dispatch_queue_create");
    Queue *queue = calloc(1, sizeof *queue);
    queue->magic = QUEUE_MAGIC;
    queue->references = 1;
    pthread_mutex_init(&queue->mutex, NULL);
    pthread_cond_init(&queue->changed, NULL);
    queue->last = &queue->first;
    __atomic_add_fetch(&live, 1, __ATOMIC_SEQ_CST);
    return (dispatch_queue_t) queue;
}

static void *run_one(void *argument);

static void run_next(Queue *queue) { /* holding its mutex */
    if (queue->first != NULL) {
        pthread_attr_t detached;
        pthread_t thread;
        pthread_attr_init(&detached);
        pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
        queue->busy = 1;
        if (pthread_create(&thread, &detached, run_one, queue) != 0) {
            fatal("no thread");
        }
        pthread_attr_destroy(&detached);
    } else {
        queue->busy = 0;
    }
}

static void *run_one(void *argument) {
    Queue *queue = argument;
    pthread_mutex_lock(&queue->mutex);
    Item *item = queue->first;
    queue->first = item->next;
    if (queue->first == NULL) {
        queue->last = &queue->first;
    }
    queue->runner = pthread_self();
    queue->running = item->events;
    pthread_mutex_unlock(&queue->mutex);
    if (item->events) {
        pthread_mutex_lock(&gate);
        while (gate_closed) {
            pthread_cond_wait(&gate_opened, &gate);
        }
        pthread_mutex_unlock(&gate);
    }
    item->function(item->context);
    pthread_mutex_lock(&queue->mutex);
    queue->runner = 0;
    queue->running = 0;
    queue->callbacks -= item->events;
    if (item->done != NULL) {
        *item->done = 1;
        pthread_cond_broadcast(&queue->changed);
    }
    free(item);
    run_next(queue);
    pthread_mutex_unlock(&queue->mutex);
    return NULL;
}

static void enqueue(Queue *queue, void *context, dispatch_function_t function, int events, int *done) { /* holding its mutex */
    if (queue->references == 0) {
        standin_violation("an item for a queue that was released");
    }
    Item *item = calloc(1, sizeof *item);
    item->context = context;
    item->function = function;
    item->events = events;
    item->done = done;
    *queue->last = item;
    queue->last = &item->next;
    queue->callbacks += events;
    if (!queue->busy) {
        run_next(queue);
    }
}

void dispatch_sync_f(dispatch_queue_t reference, void *context, dispatch_function_t function) {
    Queue *queue = queue_of(reference);
    int done = 0;
    called("dispatch_sync_f");
    pthread_mutex_lock(&queue->mutex);
    if (queue->runner == pthread_self()) {
        fatal("dispatch_sync_f on the queue that it is called from never returns");
    }
    enqueue(queue, context, function, 0, &done);
    while (!done) {
        pthread_cond_wait(&queue->changed, &queue->mutex);
    }
    pthread_mutex_unlock(&queue->mutex);
}

void dispatch_release(dispatch_object_t reference) {
    Queue *queue = queue_of(reference);
    called("dispatch_release");
    pthread_mutex_lock(&queue->mutex);
    int callbacks = queue->callbacks;
    int left = --queue->references;
    pthread_mutex_unlock(&queue->mutex);
    if (callbacks > 0) {
        standin_violation("dispatch_release while %d callbacks are still to come", callbacks);
    }
    if (left < 0) {
        fatal("dispatch_release once too often");
    }
    __atomic_sub_fetch(&live, 1, __ATOMIC_SEQ_CST);
}

/* FSEvents. Streams are never freed either. */

static Stream *streams, *newest;

static Stream *stream_of(FSEventStreamRef reference) {
    Stream *stream = (Stream *) reference;
    if (stream == NULL || stream->magic != STREAM_MAGIC) {
        fatal("no stream");
    }
    if (stream->references == 0) {
        fatal("a stream is used after its release");
    }
    return stream;
}

/* Whether a callback runs on its queue, or waits at the gate. */
static int runs(Stream *stream) {
    if (stream->queue == NULL) {
        return 0;
    }
    pthread_mutex_lock(&stream->queue->mutex);
    int running = stream->queue->running;
    pthread_mutex_unlock(&stream->queue->mutex);
    return running;
}

FSEventStreamRef FSEventStreamCreate(CFAllocatorRef allocator, FSEventStreamCallback callback, FSEventStreamContext *context,
                                     CFArrayRef paths, FSEventStreamEventId since, CFTimeInterval latency,
                                     FSEventStreamCreateFlags flags) {
    called("FSEventStreamCreate");
    Object *array = check(paths, ARRAY);
    if (allocator != NULL || callback == NULL || array->count == 0 || latency <= 0 || latency > 60 || since == 0
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
    stream->count = array->count;
    stream->paths = calloc((size_t) array->count, sizeof *stream->paths);
    for (int i = 0; i < array->count; i++) {
        stream->paths[i] = strdup(check(array->elements[i], STRING)->text);
        if (stream->paths[i][0] != '/') {
            standin_violation("FSEventStreamCreate: %s is not absolute", stream->paths[i]);
        }
    }
    __atomic_add_fetch(&live, 1, __ATOMIC_SEQ_CST);
    pthread_mutex_lock(&lock);
    stream->next = streams;
    streams = newest = stream;
    pthread_mutex_unlock(&lock);
    return (FSEventStreamRef) stream;
}

void FSEventStreamSetDispatchQueue(FSEventStreamRef reference, dispatch_queue_t queue) {
    called("FSEventStreamSetDispatchQueue");
    Stream *stream = stream_of(reference);
    if (queue == NULL || stream->scheduled || stream->started) {
        standin_violation("FSEventStreamSetDispatchQueue: failed assertion: stream is unscheduled, queue is not NULL");
        return;
    }
    stream->queue = queue_of(queue);
    if (stream->queue->references == 0) {
        standin_violation("FSEventStreamSetDispatchQueue: the queue was released");
    }
    stream->scheduled = 1;
}

/* A Boolean has 8 bits; what is above them in the register means nothing, and is never 0 here. */
static const UInt64 garbage = 0x5A5A5A5A5A5A5A00;

UInt64 standin_start(FSEventStreamRef reference) __asm__("FSEventStreamStart");

UInt64 standin_start(FSEventStreamRef reference) {
    called("FSEventStreamStart");
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
    called("FSEventStreamStop");
    Stream *stream = stream_of(reference);
    if (!stream->started) {
        standin_violation("FSEventStreamStop: failed assertion: streamRef->started");
    }
    standin_underive(stream);
    stream->started = 0;
}

void FSEventStreamInvalidate(FSEventStreamRef reference) {
    called("FSEventStreamInvalidate");
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
    called("FSEventStreamRelease");
    Stream *stream = stream_of(reference);
    if (stream->scheduled) {
        standin_violation("FSEventStreamRelease: failed assertion: stream was invalidated");
    }
    if (--stream->references == 0) {
        __atomic_sub_fetch(&live, 1, __ATOMIC_SEQ_CST);
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
    pthread_mutex_lock(&stream->queue->mutex);
    enqueue(stream->queue, batch, deliver, 1, NULL);
    pthread_mutex_unlock(&stream->queue->mutex);
}

/* For tests. */

void standin_reset(const char *only) {
    standin_forget_faults();
    pthread_mutex_lock(&lock);
    violations[0] = calls[0] = uuid[0] = 0;
    violation_count = 0;
    snprintf(standin_only, sizeof standin_only, "%s", only);
    pthread_mutex_unlock(&lock);
}

/* Whether a callback of the stream that was created last runs, or waits at the gate. */
int standin_running(void) {
    return newest != NULL && runs(newest);
}

/* How many callbacks of the stream that was created last have not come to their end. */
int standin_callbacks(void) {
    if (newest == NULL || newest->queue == NULL) {
        return 0;
    }
    pthread_mutex_lock(&newest->queue->mutex);
    int callbacks = newest->queue->callbacks;
    pthread_mutex_unlock(&newest->queue->mutex);
    return callbacks;
}

/* How many streams were invalidated while a callback of theirs ran. */
int standin_running_at_invalidate(void) {
    return __atomic_load_n(&running_at_invalidate, __ATOMIC_SEQ_CST);
}

/* Objects, queues and streams that were not released. */
int standin_live(void) {
    return __atomic_load_n(&live, __ATOMIC_SEQ_CST);
}

static int copy(const char *text, char *buffer, int size) {
    pthread_mutex_lock(&lock);
    int length = snprintf(buffer, (size_t) size, "%s", text);
    pthread_mutex_unlock(&lock);
    return length;
}

int standin_violations(char *buffer, int size) {
    copy(violations, buffer, size);
    return violation_count;
}

/* The calls of FSEvents and libdispatch so far, a line each. */
int standin_calls(char *buffer, int size) {
    return copy(calls, buffer, size);
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

/* While it is closed callbacks wait before they begin. */
void standin_gate(int closed) {
    pthread_mutex_lock(&gate);
    gate_closed = closed;
    pthread_cond_broadcast(&gate_opened);
    pthread_mutex_unlock(&gate);
}
