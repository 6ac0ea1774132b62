/*
 * Derives events of FSEvents from what happens in the directories of streams, on a thread that is there while there are streams:
 * watched.c learns of it, blurred.c makes events of it and sends them.
 */
#include "events.h"
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { CHECK_MILLIS = 50 };

pthread_mutex_t standin_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
static pthread_t thread;
static int reports = -1, wake = -1, running, ending, held;

static void *run(void *unused) {
    (void) unused;
    pthread_mutex_lock(&standin_lock);
    while (running) {
        struct pollfd polled[] = {{held ? -1 : reports, POLLIN, 0}, {wake, POLLIN, 0}};
        int millis = standin_wait_millis(CHECK_MILLIS);
        pthread_mutex_unlock(&standin_lock);
        poll(polled, 2, millis);
        eventfd_t woken;
        if (polled[1].revents & POLLIN) {
            eventfd_read(wake, &woken);
        }
        pthread_mutex_lock(&standin_lock);
        if (running && !held && (polled[0].revents & POLLIN)) {
            standin_read_reports();
        }
        standin_check_roots();
        standin_flush();
    }
    pthread_mutex_unlock(&standin_lock);
    return NULL;
}

static void begin(void) {
    reports = standin_open_watches();
    wake = eventfd(0, EFD_CLOEXEC);
    if (reports < 0 || wake < 0) {
        standin_violation("inotify_init1: %s", strerror(errno));
    }
    running = 1;
    pthread_create(&thread, NULL, run, NULL);
}

void standin_derive(Stream *stream) {
    pthread_mutex_lock(&standin_lock);
    while (ending) {
        pthread_cond_wait(&ended, &standin_lock);
    }
    if (!running) {
        begin();
    }
    standin_add_stream(stream);
    for (int i = 0; i < stream->count; i++) {
        standin_use_root(stream->paths[i]);
    }
    standin_replay(stream);
    eventfd_write(wake, 1);
    pthread_mutex_unlock(&standin_lock);
}

static void end(void) {
    running = 0;
    ending = 1;
    eventfd_write(wake, 1);
    pthread_mutex_unlock(&standin_lock);
    pthread_join(thread, NULL);
    pthread_mutex_lock(&standin_lock);
    standin_close_watches();
    close(wake);
    wake = -1;
    standin_forget_history(1); /* nobody writes it on */
    ending = 0;
    pthread_cond_broadcast(&ended);
}

void standin_underive(Stream *stream) {
    pthread_mutex_lock(&standin_lock);
    if (standin_remove_stream(stream)) {
        for (int i = 0; i < stream->count; i++) {
            standin_release_root(stream->paths[i]);
        }
        if (standin_has_streams()) {
            standin_unwatch_unused();
        } else {
            end();
        }
    }
    pthread_mutex_unlock(&standin_lock);
}

/* For tests: while it is held, nothing that has happened is learned of. */
void standin_hold(int hold) {
    pthread_mutex_lock(&standin_lock);
    held = hold;
    eventfd_write(wake, 1);
    pthread_mutex_unlock(&standin_lock);
}
