/* The floor of a start: walk a tree with getdents64 and statx and watch every directory, nothing else.
 * start DIR ROUNDS: prints the milliseconds of each round. start DIR ROUNDS scan: without the watches, the floor of a poll. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct entry {
    unsigned long ino;
    long off;
    unsigned short reclen;
    unsigned char type;
    char name[];
};

static int queue, scan_only;
static long entries;

static void walk(int fd) {
    char buffer[65536], path[64], *names = NULL;
    size_t used = 0, room = 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d/.", fd);
    if (!scan_only) inotify_add_watch(queue, path, 0xFCE | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK);
    for (;;) {
        long n = syscall(SYS_getdents64, fd, buffer, sizeof buffer);
        if (n <= 0) break;
        for (long o = 0; o < n;) {
            struct entry *e = (struct entry *) (buffer + o);
            struct statx st;
            o += e->reclen;
            if (!strcmp(e->name, ".") || !strcmp(e->name, "..")) continue;
            statx(fd, e->name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, &st);
            entries++;
            if (S_ISDIR(st.stx_mode)) {
                size_t length = strlen(e->name) + 1;
                if (used + length > room) names = realloc(names, room = (used + length) * 2);
                memcpy(names + used, e->name, length);
                used += length;
            }
        }
    }
    for (size_t o = 0; o < used; o += strlen(names + o) + 1) {
        int child = openat(fd, names + o, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child >= 0) {
            walk(child);
            close(child);
        }
    }
    free(names);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    scan_only = argc > 3;
    for (int round = atoi(argv[2]); round > 0; round--) {
        struct timespec a, b;
        clock_gettime(CLOCK_MONOTONIC, &a);
        queue = inotify_init1(IN_CLOEXEC);
        int fd = open(argv[1], O_RDONLY | O_DIRECTORY);
        walk(fd);
        close(fd);
        clock_gettime(CLOCK_MONOTONIC, &b);
        close(queue);
        printf("%.3f\n", (b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6);
        fflush(stdout);
    }
    return entries > 0 ? 0 : 1;
}
