/*
 * What is watched: the directories of roots and everything below them, with inotify, which reports what happens there. Roots are
 * those of streams. What has happened goes to blurred.c.
 */
#include "events.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SILENT, REPORTED, REPORTED_LATE }; /* what was in a directory before it was watched */
enum { MASK = IN_CREATE | IN_DELETE | IN_MODIFY | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF };

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

static int inotify = -1;
static Node *nodes;
static int node_count;
static Root *roots;
static int root_count;

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
    if (stale) { /* what is known of this part of the tree is out of date */
        standin_note_loss();
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
            standin_note(below, created);
        } else if (report == REPORTED_LATE) {
            standin_note_late(below, created);
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
    standin_note_root(root->path);
    if (there) {
        watch(root->path, -1, root->path, REPORTED);
    }
}

static void ends_of_root(int wd, int unmounted) {
    for (int r = 0; r < root_count; r++) {
        if (nodes[wd].parent < 0 && strcmp(nodes[wd].name, roots[r].path) == 0) {
            if (unmounted) {
                standin_note(roots[r].path, kFSEventStreamEventFlagUnmount);
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
    standin_note_loss();
    standin_forget_history(0);
    for (int r = 0; r < root_count; r++) {
        watch(roots[r].path, -1, roots[r].path, SILENT);
    }
}

void standin_read_reports(void) {
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
        standin_note(path, flags_of(event->mask));
        if ((event->mask & IN_ISDIR) && (event->mask & (IN_CREATE | IN_MOVED_TO)) && event->len > 0) {
            watch(path, event->wd, event->name, REPORTED);
        }
    }
}

int standin_open_watches(void) {
    inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    return inotify;
}

void standin_close_watches(void) {
    close(inotify);
    for (int n = 0; n < node_count; n++) {
        free(nodes[n].name);
    }
    free(nodes);
    nodes = NULL;
    node_count = 0;
}

void standin_use_root(const char *path) {
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

void standin_release_root(const char *path) {
    for (int r = 0; r < root_count; r++) {
        if (strcmp(roots[r].path, path) == 0 && --roots[r].users == 0) {
            free(roots[r].path);
            roots[r] = roots[--root_count];
        }
    }
}

void standin_check_roots(void) {
    for (int r = 0; r < root_count; r++) {
        check_root(&roots[r], 0);
    }
}

void standin_unwatch_unused(void) {
    for (int n = 0; n < node_count; n++) {
        char path[PATH_MAX * 2];
        int used = nodes[n].name == NULL;
        if (!used) {
            path_of(n, "", path, sizeof path);
        }
        for (int r = 0; r < root_count; r++) {
            used |= standin_within(path, roots[r].path);
        }
        if (!used) {
            inotify_rm_watch(inotify, n);
        }
    }
}
