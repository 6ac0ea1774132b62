/*
 * Events on their way from watched.c to the streams that have started, blurred on purpose: flags pile up and come again later, paths
 * come several times and out of order, ends of renames apart, neighbours as MustScanSubDirs of their directory, changes from just
 * before a stream's start after it, the history some time after events that happen now; now and then everything is said to be
 * dropped. What is blurred is never lost: that would be said. fsevents.c delivers the batches.
 *
 * An event is put off by one batch at most. standin_seed seeds all of it, and the environment variable STANDIN_SEED at first.
 */
#include "events.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { LOG = 1 << 16, MEMORY = 1 << 12, MERGE_MILLIS = 2000, AGAIN_MILLIS = 500, LATE_MILLIS = 300, HISTORY_MILLIS = 400 };
enum { PIECE = 64 }; /* of the journal: so many events */
enum { HOLD = 15, TWICE = 10, AGAIN = 3, MERGE = 50, COLLAPSE = 1, UNKNOWN = 1, LATE = 30, HISTORY = 30 }; /* per cent */
enum { DROP = 1000 }; /* one of so many */

typedef struct Event {
    struct Event *next;
    char *path;
    UInt32 flags;
    UInt64 id;
    int64_t due; /* 0: with the next batch */
    int held, history;
} Event;

struct Pending { /* of a stream */
    Event *first;
    int64_t due; /* of the next batch; 0: there is nothing */
    int64_t flushed;
};

static Stream **active;
static int active_count;
static struct { char *path; UInt32 flags; UInt64 id; } past[LOG];
static UInt64 current = 1ULL << 40; /* the newest id */
static UInt64 complete_since = 1ULL << 40; /* from this one on nothing is missing in the past */
static struct { UInt64 hash; UInt32 flags; int64_t until; } memory[MEMORY];
static UInt64 state;

static UInt64 next_random(void) { /* splitmix64 */
    UInt64 z = state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

static int percent(int chance) {
    return standin_only[0] == 0 && next_random() % 100 < (UInt64) chance;
}

static int64_t now(void) { /* milliseconds */
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000 + 1;
}

static Event *pend(Stream *stream, const char *path, UInt32 flags, UInt64 id, int64_t due) {
    Event *event = calloc(1, sizeof *event);
    event->path = strdup(path);
    event->flags = flags;
    event->id = id;
    event->due = due;
    event->next = stream->pending->first;
    stream->pending->first = event;
    int64_t latency = (int64_t) (stream->latency * 1000) + 1;
    int64_t soonest = stream->pending->flushed + latency < now() ? now() : stream->pending->flushed + latency;
    if (due == 0 && stream->pending->due == 0) {
        stream->pending->due = soonest;
    }
    return event;
}

static UInt64 hash(const char *path) {
    UInt64 result = 14695981039346656037ULL;
    while (*path) {
        result = (result ^ (unsigned char) *path++) * 1099511628211ULL;
    }
    return result;
}

/* What was said of this path a moment ago is said once more. */
static UInt32 merged(const char *path, UInt32 flags) {
    UInt64 key = hash(path);
    int slot = (int) (key % MEMORY);
    UInt32 result = flags;
    if (memory[slot].hash == key && memory[slot].until > now() && percent(MERGE)) {
        result |= memory[slot].flags;
    }
    memory[slot].hash = key;
    memory[slot].flags = result & ~0xFFu; /* what is said of items */
    memory[slot].until = now() + (int64_t) (next_random() % MERGE_MILLIS);
    return percent(UNKNOWN) ? result | 0x40000000 : result;
}

/* Something has happened at a path; to be reported at this time, or 0: with the next batch. */
static void note_at(const char *path, UInt32 flags, int64_t due) {
    if (strstr(path, standin_only) == NULL) {
        return;
    }
    UInt64 id = ++current;
    int slot = (int) (id % LOG);
    free(past[slot].path);
    past[slot].path = strdup(path);
    past[slot].flags = flags;
    past[slot].id = id;
    for (int s = 0; s < active_count; s++) {
        for (int i = 0; i < active[s]->count; i++) {
            if (standin_within(path, active[s]->paths[i])) {
                pend(active[s], path, merged(path, flags), id, due);
                if (percent(AGAIN)) {
                    pend(active[s], path, flags, id, now() + (int64_t) (next_random() % AGAIN_MILLIS));
                }
                break;
            }
        }
    }
}

void standin_note(const char *path, UInt32 flags) {
    note_at(path, flags, 0);
}

/* What has changed a moment ago may not have been logged by then, and gets an id only now. */
void standin_note_late(const char *path, UInt32 flags) {
    struct stat found;
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    if (percent(LATE) && lstat(standin_real(path), &found) == 0
            && (time.tv_sec - found.st_ctim.tv_sec) * 1000 + (time.tv_nsec - found.st_ctim.tv_nsec) / 1000000 < LATE_MILLIS) {
        note_at(path, flags | kFSEventStreamEventFlagItemModified, now() + (int64_t) (next_random() % LATE_MILLIS));
    }
}

static Event *dropped(Stream *stream, UInt32 who) {
    return pend(stream, "/", who | kFSEventStreamEventFlagMustScanSubDirs, current, 0);
}

void standin_note_root(const char *path) {
    for (int s = 0; s < active_count; s++) {
        for (int i = 0; i < active[s]->count; i++) {
            if (strstr(path, standin_only) != NULL && strcmp(active[s]->paths[i], path) == 0
                    && (active[s]->flags & kFSEventStreamCreateFlagWatchRoot)) {
                pend(active[s], path, kFSEventStreamEventFlagRootChanged, 0, 0);
            }
        }
    }
}

void standin_note_loss(void) {
    for (int s = 0; s < active_count; s++) {
        dropped(active[s], kFSEventStreamEventFlagKernelDropped);
    }
}

void standin_forget_history(UInt64 ids) {
    current += ids;
    complete_since = current;
}

static void shuffle(Event **events, int count) {
    for (int i = count - 1; i > 0; i--) {
        int other = (int) (next_random() % (UInt64) (i + 1));
        Event *kept = events[i];
        events[i] = events[other];
        events[other] = kept;
    }
}

static void send(Stream *stream, Event **events, int count) {
    char **paths = malloc(sizeof *paths * (size_t) (2 * count));
    UInt32 *flags = malloc(sizeof *flags * (size_t) (2 * count));
    UInt64 *ids = malloc(sizeof *ids * (size_t) (2 * count));
    int reported = 0;
    for (int i = 0; i < count; i++) {
        int done = events[i]->flags == kFSEventStreamEventFlagHistoryDone;
        for (int times = percent(TWICE) ? 2 : 1; times > 0; times--) {
            char *path = strdup(events[i]->path);
            flags[reported] = events[i]->flags;
            if (events[i]->id != 0 && !done && percent(COLLAPSE) && strrchr(path, '/') > path) {
                *strrchr(path, '/') = 0;
                flags[reported] = kFSEventStreamEventFlagMustScanSubDirs;
            }
            paths[reported] = path;
            ids[reported++] = events[i]->id;
        }
        free(events[i]->path);
        free(events[i]);
    }
    standin_enqueue(stream, reported, paths, flags, ids);
}

static void flush(Stream *stream) {
    int count = 0;
    for (Event *event = stream->pending->first; event != NULL; event = event->next) {
        count++;
    }
    Event **events = malloc(sizeof *events * (size_t) (count + 1));
    Event *rest = NULL, *done = NULL;
    int sent = 0, held = 0, history = 0;
    for (Event *event = stream->pending->first, *next; event != NULL; event = next) {
        next = event->next;
        if (event->flags == kFSEventStreamEventFlagHistoryDone && event->due <= now()) {
            done = event;
            continue;
        }
        int hold = event->due == 0 && !event->held && percent(HOLD);
        if (hold || event->due > now()) {
            event->held |= hold;
            held |= hold;
            history |= event->history;
            event->next = rest;
            rest = event;
        } else {
            events[sent++] = event;
        }
    }
    stream->pending->first = rest;
    stream->pending->flushed = now();
    stream->pending->due = held ? now() + (int64_t) (stream->latency * 1000) + 1 : 0;
    if (sent > 0 && standin_only[0] == 0 && next_random() % DROP == 0) {
        for (int i = 1; i < sent; i++) {
            free(events[i]->path);
            free(events[i]);
        }
        strcpy(events[0]->path, "/"); /* said at once: what was held must not be put off once more */
        events[0]->flags = kFSEventStreamEventFlagMustScanSubDirs
            | (percent(50) ? kFSEventStreamEventFlagUserDropped : kFSEventStreamEventFlagKernelDropped);
        events[0]->id = current;
        sent = 1;
    }
    if (done != NULL && history) { /* what it ends is still to come */
        done->due = 0;
        done->next = stream->pending->first;
        stream->pending->first = done;
        stream->pending->due = stream->pending->due == 0 ? now() + (int64_t) (stream->latency * 1000) + 1 : stream->pending->due;
        done = NULL;
    }
    if (sent > 0 || done != NULL) {
        if (standin_only[0] == 0) {
            shuffle(events, sent);
        }
        if (done != NULL) {
            events[sent++] = done;
        }
        send(stream, events, sent);
    }
    free(events);
}

void standin_flush(void) {
    for (int s = 0; s < active_count; s++) {
        struct Pending *pending = active[s]->pending;
        for (Event *event = pending->first; event != NULL && pending->due == 0; event = event->next) {
            pending->due = event->due != 0 && event->due <= now() ? now() : 0;
        }
        if (pending->due != 0 && pending->due <= now()) {
            flush(active[s]);
        }
    }
}

int standin_wait_millis(int most) {
    int64_t next = now() + most;
    for (int s = 0; s < active_count; s++) {
        int64_t due = active[s]->pending->due;
        next = due != 0 && due < next ? due : next;
    }
    return next <= now() ? 0 : (int) (next - now());
}

void standin_replay(Stream *stream) {
    if (stream->since == kFSEventStreamEventIdSinceNow) {
        return;
    }
    int64_t due = percent(HISTORY) ? now() + (int64_t) (next_random() % HISTORY_MILLIS) : 0;
    if (standin_only[0] != 0 || stream->since > current) {
        /* a script tells its own history; else nothing can have happened since */
    } else if (stream->since < complete_since || current - stream->since >= LOG) {
        Event *event = dropped(stream, kFSEventStreamEventFlagUserDropped);
        event->history = 1;
        event->due = due;
    } else {
        UInt64 first = stream->since + 1;
        if (stream->flags & kFSEventStreamCreateFlagFullHistory) { /* all of the piece of the journal in which that is */
            UInt64 piece = next_random() % PIECE;
            first = first - complete_since > piece ? first - piece : complete_since;
        }
        for (UInt64 id = first; id <= current; id++) {
            for (int i = 0; past[id % LOG].id == id && i < stream->count; i++) {
                if (standin_within(past[id % LOG].path, stream->paths[i])) {
                    pend(stream, past[id % LOG].path, past[id % LOG].flags, id, due)->history = 1;
                    break;
                }
            }
        }
    }
    pend(stream, stream->paths[0], kFSEventStreamEventFlagHistoryDone, current, due);
}

void standin_add_stream(Stream *stream) {
    if (state == 0) {
        const char *seed = getenv("STANDIN_SEED");
        state = seed == NULL ? 1 : strtoull(seed, NULL, 10);
    }
    stream->pending = calloc(1, sizeof *stream->pending);
    active = realloc(active, sizeof *active * (size_t) (active_count + 1));
    active[active_count++] = stream;
}

int standin_remove_stream(Stream *stream) {
    int found = 0;
    for (int s = 0; s < active_count; s++) {
        if (active[s] == stream) {
            active[s] = active[--active_count];
            found = 1;
        }
    }
    for (Event *event = found ? stream->pending->first : NULL, *next; event != NULL; event = next) {
        next = event->next;
        free(event->path);
        free(event);
    }
    if (found) {
        free(stream->pending);
    }
    return found;
}

int standin_has_streams(void) {
    return active_count > 0;
}

void standin_advance(UInt64 id) {
    pthread_mutex_lock(&standin_lock);
    current = id > current ? id : current;
    pthread_mutex_unlock(&standin_lock);
}

UInt64 standin_derived_id(void) {
    pthread_mutex_lock(&standin_lock);
    UInt64 id = current;
    pthread_mutex_unlock(&standin_lock);
    return id;
}

/* For tests: what is blurred from now on depends on this, and on when things happen. */
void standin_seed(UInt64 seed) {
    pthread_mutex_lock(&standin_lock);
    state = seed == 0 ? 1 : seed;
    pthread_mutex_unlock(&standin_lock);
}
