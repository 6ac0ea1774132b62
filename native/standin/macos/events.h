/*
 * What the parts share that derive events of FSEvents from what happens in directories: derive.c with the thread, watched.c and
 * blurred.c. Everything here is called under the lock.
 */
#include "standin.h"
#include <pthread.h>
#include <string.h>

#pragma GCC visibility push(hidden)

/* derive.c */
extern pthread_mutex_t standin_lock;

/* blurred.c: events, on their way to the streams that have started. */
void standin_add_stream(Stream *stream);
/* Whether it was there: what is on its way is thrown away. */
int standin_remove_stream(Stream *stream);
/* Whether any stream is there. */
int standin_has_streams(void);
/* Something has happened at a path. */
void standin_note(const char *path, UInt32 flags);
/* An entry was found that may have changed before it was watched. */
void standin_note_late(const char *path, UInt32 flags);
/* Something else is at the path of a root than was. */
void standin_note_root(const char *path);
/* What streams know is out of date. */
void standin_note_loss(void);
/* What has happened until now is not complete in the history; so many ids pass unused. */
void standin_forget_history(UInt64 ids);
/* Brings the history since the one with which a stream begins. */
void standin_replay(Stream *stream);
/* Sends what is due. */
void standin_flush(void);
/* When something is due next: at most so many milliseconds from now. */
int standin_wait_millis(int most);

/* watched.c: directories and what inotify reports of them. */
/* Begins; returns a descriptor that can be read when there are reports, or a negative number. */
int standin_open_watches(void);
void standin_close_watches(void);
void standin_read_reports(void);
/* One more, or one less, stream has this path as a root. */
void standin_use_root(const char *path);
void standin_release_root(const char *path);
/* Notices that something else is at the path of a root. */
void standin_check_roots(void);
/* Stops watching what is in no root. */
void standin_unwatch_unused(void);

/* Whether a path is a directory or in it. */
static inline int standin_within(const char *path, const char *directory) {
    size_t length = strlen(directory);
    return strncmp(path, directory, length) == 0 && (path[length] == 0 || path[length] == '/' || length == 1);
}

#pragma GCC visibility pop
