/*
 * Derives events of FSEvents from inotify, and blurs them on purpose: flags pile up and come again later, paths come several
 * times and out of order, ends of renames apart, neighbours as MustScanSubDirs of their directory, changes from just before a
 * stream's start after it, the history some time after events that happen now; now and then everything is said to be dropped.
 * What is blurred is never lost: that would be said.
 *
 * An event is put off by one batch at most. standin_seed seeds all of it, and the environment variable STANDIN_SEED at first.
 */
#include "standin.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOG = 1 << 16, MEMORY = 1 << 12, CHECK_MILLIS = 50, MERGE_MILLIS = 2000, AGAIN_MILLIS = 500, LATE_MILLIS = 300, HISTORY_MILLIS = 400 };
enum { PIECE = 64 }; /* of the journal: so many events */
enum { HOLD = 15, TWICE = 10, AGAIN = 3, MERGE = 50, COLLAPSE = 1, UNKNOWN = 1, LATE = 30, HISTORY = 30 }; /* per cent */
enum { DROP = 1000 }; /* one of so many */
enum { SILENT, REPORTED, REPORTED_LATE }; /* what was in a directory before it was watched */
enum { MASK = IN_CREATE | IN_DELETE | IN_MODIFY | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF };

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

typedef struct { /* a watched directory, by its watch descriptor */
    char *name; /* of a root its path */
    int parent; /* -1: a root */
} Node;

typedef struct {
    char *path; /* canonical */
    int users, known;
    dev_t device;
    ino_t inode;
} Root;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_t thread;
static int inotify = -1, wake = -1, running, held;
static Node *nodes;
static int node_count;
static Root *roots;
static int root_count;
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

static int within(const char *path, const char *directory) {
    size_t length = strlen(directory);
    return strncmp(path, directory, length) == 0 && (path[length] == 0 || path[length] == '/' || length == 1);
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
            if (within(path, active[s]->paths[i])) {
                pend(active[s], path, merged(path, flags), id, due);
                if (percent(AGAIN)) {
                    pend(active[s], path, flags, id, now() + (int64_t) (next_random() % AGAIN_MILLIS));
                }
                break;
            }
        }
    }
}

static void note(const char *path, UInt32 flags) {
    note_at(path, flags, 0);
}

static Event *dropped(Stream *stream, UInt32 who) {
    return pend(stream, "/", who | kFSEventStreamEventFlagMustScanSubDirs, current, 0);
}

static void path_of(int wd, const char *name, char *path, size_t size) {
    if (nodes[wd].parent < 0) {
        snprintf(path, size, "%s%s%s", nodes[wd].name, *name ? "/" : "", name);
    } else {
        char above[PATH_MAX * 2];
        path_of(nodes[wd].parent, nodes[wd].name, above, sizeof above);
        snprintf(path, size, "%s%s%s", above, *name ? "/" : "", name);
    }
}

static void bind_node(int wd, int parent, const char *name) {
    while (wd >= node_count) {
        int count = node_count == 0 ? 256 : node_count * 2;
        nodes = realloc(nodes, sizeof *nodes * (size_t) count);
        memset(nodes + node_count, 0, sizeof *nodes * (size_t) (count - node_count));
        node_count = count;
    }
    char *copy = strdup(name); /* it may be the node's own */
    free(nodes[wd].name);
    nodes[wd].name = copy;
    nodes[wd].parent = parent;
}

static UInt32 type_flag(unsigned char type) {
    return type == DT_DIR ? kFSEventStreamEventFlagItemIsDir
        : type == DT_LNK ? kFSEventStreamEventFlagItemIsSymlink : kFSEventStreamEventFlagItemIsFile;
}

/* What has changed a moment ago may not have been logged by then, and gets an id only now. */
static void note_late(const char *path, UInt32 flags) {
    struct stat found;
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    if (percent(LATE) && lstat(standin_real(path), &found) == 0
            && (time.tv_sec - found.st_ctim.tv_sec) * 1000 + (time.tv_nsec - found.st_ctim.tv_nsec) / 1000000 < LATE_MILLIS) {
        note_at(path, flags | kFSEventStreamEventFlagItemModified, now() + (int64_t) (next_random() % LATE_MILLIS));
    }
}

/* Opens the directory that is at a path: not one to which a link has come to lead since the path was reported. */
static int open_at(const char *path) {
    char link[64], found[PATH_MAX * 2];
    int directory = open(standin_real(path), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (directory < 0) {
        if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != EACCES) {
            standin_violation("open %s: %s", path, strerror(errno));
        }
        return -1;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
    ssize_t length = readlink(link, found, sizeof found - 1);
    found[length < 0 ? 0 : length] = 0;
    if (strcmp(found, standin_real(path)) == 0) {
        return directory;
    }
    close(directory);
    return -1;
}

static int add_watch(int directory) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
    int wd = inotify_add_watch(inotify, link, MASK | IN_ONLYDIR);
    if (wd < 0) {
        standin_violation("inotify_add_watch: %s", strerror(errno));
    }
    return wd;
}

/* Whether a directory lies in the one that is watched; another one may be at that one's path. */
static int is_in(int directory, int parent) {
    int above = openat(directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int is = above >= 0 && add_watch(above) == parent;
    if (above >= 0) {
        close(above);
    }
    return is;
}

/* Watches a directory and everything below it; returns its watch descriptor. */
static int watch(const char *path, int parent, const char *name, int report) {
    int opened = open_at(path);
    if (opened >= 0 && parent >= 0 && !is_in(opened, parent)) {
        close(opened);
        return -1;
    }
    int wd = opened < 0 ? -1 : add_watch(opened);
    int stale = 0;
    for (int above = wd < 0 ? -1 : parent; above >= 0; above = nodes[above].parent) {
        stale |= above == wd;
    }
    for (int s = 0; stale && s < active_count; s++) { /* what is known of this part of the tree is out of date */
        dropped(active[s], kFSEventStreamEventFlagKernelDropped);
    }
    if (wd < 0 || stale) {
        if (opened >= 0) {
            close(opened);
        }
        return wd;
    }
    bind_node(wd, parent, name);
    DIR *directory = fdopendir(opened);
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        char below[PATH_MAX * 2];
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        UInt32 created = kFSEventStreamEventFlagItemCreated | type_flag(entry->d_type);
        if (report == REPORTED) {
            note(below, created);
        } else if (report == REPORTED_LATE) {
            note_late(below, created);
        }
        if (entry->d_type == DT_DIR) {
            watch(below, wd, entry->d_name, report);
        }
    }
    closedir(directory);
    return wd;
}

/* Tells streams of a root that something else is at its path. */
static void check_root(Root *root, int certain) {
    struct stat found;
    int there = lstat(standin_real(root->path), &found) == 0 && S_ISDIR(found.st_mode);
    int same = there && root->known && found.st_dev == root->device && found.st_ino == root->inode;
    if (!certain && (same || (!there && !root->known))) {
        return;
    }
    root->known = there;
    root->device = found.st_dev;
    root->inode = found.st_ino;
    for (int s = 0; s < active_count; s++) {
        for (int i = 0; i < active[s]->count; i++) {
            if (strstr(root->path, standin_only) != NULL && strcmp(active[s]->paths[i], root->path) == 0 && (active[s]->flags & kFSEventStreamCreateFlagWatchRoot)) {
                pend(active[s], root->path, kFSEventStreamEventFlagRootChanged, 0, 0);
            }
        }
    }
    if (there) {
        watch(root->path, -1, root->path, REPORTED);
    }
}

static void ends_of_root(int wd, int unmounted) {
    for (int r = 0; r < root_count; r++) {
        if (nodes[wd].parent < 0 && strcmp(nodes[wd].name, roots[r].path) == 0) {
            if (unmounted) {
                note(roots[r].path, kFSEventStreamEventFlagUnmount);
            }
            check_root(&roots[r], 1);
        }
    }
}

static UInt32 flags_of(UInt32 mask) {
    UInt32 flags = mask & IN_ISDIR ? kFSEventStreamEventFlagItemIsDir : kFSEventStreamEventFlagItemIsFile;
    flags |= mask & IN_CREATE ? kFSEventStreamEventFlagItemCreated : 0;
    flags |= mask & IN_DELETE ? kFSEventStreamEventFlagItemRemoved : 0;
    flags |= mask & IN_MODIFY ? kFSEventStreamEventFlagItemModified : 0;
    flags |= mask & IN_ATTRIB ? kFSEventStreamEventFlagItemInodeMetaMod : 0;
    flags |= mask & (IN_MOVED_FROM | IN_MOVED_TO) ? kFSEventStreamEventFlagItemRenamed : 0;
    return flags;
}

static void overflow(void) {
    for (int s = 0; s < active_count; s++) {
        dropped(active[s], kFSEventStreamEventFlagKernelDropped);
    }
    complete_since = current;
    for (int r = 0; r < root_count; r++) {
        watch(roots[r].path, -1, roots[r].path, SILENT);
    }
}

static void read_events(void) {
    static char buffer[1 << 16] __attribute__((aligned(8)));
    ssize_t length = read(inotify, buffer, sizeof buffer);
    for (ssize_t at = 0; at < length;) {
        struct inotify_event *event = (struct inotify_event *) (buffer + at);
        at += (ssize_t) (sizeof *event + event->len);
        if (event->mask & IN_Q_OVERFLOW) {
            overflow();
            continue;
        }
        if (event->wd >= node_count || nodes[event->wd].name == NULL) {
            continue;
        }
        if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) {
            ends_of_root(event->wd, event->mask & IN_UNMOUNT);
        }
        if (event->mask & (IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) {
            continue; /* what remains bound leads to paths that were */
        }
        char path[PATH_MAX * 2];
        path_of(event->wd, event->len > 0 ? event->name : "", path, sizeof path);
        note(path, flags_of(event->mask));
        if ((event->mask & IN_ISDIR) && (event->mask & (IN_CREATE | IN_MOVED_TO)) && event->len > 0) {
            watch(path, event->wd, event->name, REPORTED);
        }
    }
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

/* When there is something to do next. */
static int wait_millis(void) {
    int64_t next = now() + CHECK_MILLIS;
    for (int s = 0; s < active_count; s++) {
        int64_t due = active[s]->pending->due;
        next = due != 0 && due < next ? due : next;
    }
    return next <= now() ? 0 : (int) (next - now());
}

static void *run(void *unused) {
    (void) unused;
    pthread_mutex_lock(&lock);
    while (running) {
        struct pollfd polled[] = {{held ? -1 : inotify, POLLIN, 0}, {wake, POLLIN, 0}};
        int millis = wait_millis();
        pthread_mutex_unlock(&lock);
        poll(polled, 2, millis);
        eventfd_t woken;
        if (polled[1].revents & POLLIN) {
            eventfd_read(wake, &woken);
        }
        pthread_mutex_lock(&lock);
        if (running && !held && (polled[0].revents & POLLIN)) {
            read_events();
        }
        for (int r = 0; r < root_count; r++) {
            check_root(&roots[r], 0);
        }
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
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void begin(void) {
    if (state == 0) {
        const char *seed = getenv("STANDIN_SEED");
        state = seed == NULL ? 1 : strtoull(seed, NULL, 10);
    }
    inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    wake = eventfd(0, EFD_CLOEXEC);
    if (inotify < 0 || wake < 0) {
        standin_violation("inotify_init1: %s", strerror(errno));
    }
    running = 1;
    pthread_create(&thread, NULL, run, NULL);
}

static void use_root(const char *path) {
    for (int r = 0; r < root_count; r++) {
        if (strcmp(roots[r].path, path) == 0) {
            roots[r].users++;
            return;
        }
    }
    roots = realloc(roots, sizeof *roots * (size_t) (root_count + 1));
    Root *root = &roots[root_count++];
    memset(root, 0, sizeof *root);
    root->path = strdup(path);
    root->users = 1;
    struct stat found;
    root->known = lstat(standin_real(path), &found) == 0 && S_ISDIR(found.st_mode);
    root->device = found.st_dev;
    root->inode = found.st_ino;
    watch(path, -1, path, REPORTED_LATE);
}

static void replay(Stream *stream) {
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
                if (within(past[id % LOG].path, stream->paths[i])) {
                    pend(stream, past[id % LOG].path, past[id % LOG].flags, id, due)->history = 1;
                    break;
                }
            }
        }
    }
    pend(stream, stream->paths[0], kFSEventStreamEventFlagHistoryDone, current, due);
}

void standin_derive(Stream *stream) {
    pthread_mutex_lock(&lock);
    if (!running) {
        begin();
    }
    stream->pending = calloc(1, sizeof *stream->pending);
    active = realloc(active, sizeof *active * (size_t) (active_count + 1));
    active[active_count++] = stream;
    for (int i = 0; i < stream->count; i++) {
        use_root(stream->paths[i]);
    }
    replay(stream);
    pthread_mutex_unlock(&lock);
    eventfd_write(wake, 1);
}

static void end(void) {
    running = 0;
    eventfd_write(wake, 1);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    pthread_mutex_lock(&lock);
    close(inotify);
    close(wake);
    for (int n = 0; n < node_count; n++) {
        free(nodes[n].name);
    }
    free(nodes);
    nodes = NULL;
    node_count = 0;
    complete_since = ++current; /* nobody writes the past on */
}

void standin_underive(Stream *stream) {
    pthread_mutex_lock(&lock);
    int found = 0;
    for (int s = 0; s < active_count; s++) {
        if (active[s] == stream) {
            active[s] = active[--active_count];
            found = 1;
        }
    }
    for (int i = 0; found && i < stream->count; i++) {
        for (int r = 0; r < root_count; r++) {
            if (strcmp(roots[r].path, stream->paths[i]) == 0 && --roots[r].users == 0) {
                free(roots[r].path);
                roots[r] = roots[--root_count];
            }
        }
    }
    for (Event *event = found ? stream->pending->first : NULL, *next; event != NULL; event = next) {
        next = event->next;
        free(event->path);
        free(event);
    }
    if (found) {
        free(stream->pending);
        for (int n = 0; n < node_count && active_count > 0; n++) {
            char path[PATH_MAX * 2];
            int used = nodes[n].name == NULL;
            if (!used) {
                path_of(n, "", path, sizeof path);
            }
            for (int r = 0; r < root_count; r++) {
                used |= within(path, roots[r].path);
            }
            if (!used) {
                inotify_rm_watch(inotify, n);
            }
        }
    }
    if (found && active_count == 0) {
        end();
    }
    pthread_mutex_unlock(&lock);
}

/* For tests: while it is held, nothing that has happened is learned of. */
void standin_hold(int hold) {
    pthread_mutex_lock(&lock);
    held = hold;
    pthread_mutex_unlock(&lock);
    eventfd_write(wake, 1);
}

/* For tests: what is blurred from now on depends on this, and on when things happen. */
void standin_seed(UInt64 seed) {
    pthread_mutex_lock(&lock);
    state = seed == 0 ? 1 : seed;
    pthread_mutex_unlock(&lock);
}

void standin_advance(UInt64 id) {
    pthread_mutex_lock(&lock);
    current = id > current ? id : current;
    pthread_mutex_unlock(&lock);
}

UInt64 standin_derived_id(void) {
    pthread_mutex_lock(&lock);
    UInt64 id = current;
    pthread_mutex_unlock(&lock);
    return id;
}
