/* The floor of a reader: poll and read inotify records of DIR until RECORDS were seen.
 * reader DIR RECORDS: prints "ready", then records and CPU nanoseconds of this process per record. */
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <unistd.h>

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e9 + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e3;
}

int main(int argc, char **argv) {
    static char buffer[65536];
    if (argc != 3) return 2;
    long wanted = atol(argv[2]), seen = 0;
    uint64_t sum = 0;
    int queue = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    inotify_add_watch(queue, argv[1], 0xFCE | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK);
    printf("ready\n");
    fflush(stdout);
    double start = cpu();
    while (seen < wanted) {
        struct pollfd fd = {queue, POLLIN, 0};
        poll(&fd, 1, -1);
        ssize_t n;
        while ((n = read(queue, buffer, sizeof buffer)) > 0) {
            for (ssize_t o = 0; o < n; seen++) {
                struct inotify_event *e = (struct inotify_event *) (buffer + o);
                sum += e->mask;
                o += sizeof *e + e->len;
            }
        }
    }
    printf("%ld %.1f %lu\n", seen, (cpu() - start) / seen, (unsigned long) (sum & 1));
    return 0;
}
