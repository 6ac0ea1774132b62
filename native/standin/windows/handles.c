/*
 * The handles of the library that stands in for Windows: those of files, which files.c and ntdll.c open, and of ports, which
 * reads.c opens. What becomes of a pending read when its handle is closed is the business of reads.c.
 */
#include "kernel32.h"
#include <string.h>
#include <unistd.h>

pthread_mutex_t standin_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t standin_changed = PTHREAD_COND_INITIALIZER;
Object standin_objects[MOST];

Object *standin_object(HANDLE handle) {
    Object *object = handle % 4 == 0 && handle > 0 && handle / 4 < MOST ? &standin_objects[handle / 4] : NULL;
    return object != NULL && object->type != FREE ? object : NULL;
}

HANDLE standin_opened(int type, int fd) {
    HANDLE result = -1;
    pthread_mutex_lock(&standin_lock);
    for (int i = 1; i < MOST && result < 0; i++) {
        if (standin_objects[i].type == FREE) {
            memset(&standin_objects[i], 0, sizeof standin_objects[i]);
            standin_objects[i].type = type;
            standin_objects[i].fd = fd;
            result = 4 * i;
        }
    }
    pthread_mutex_unlock(&standin_lock);
    return result;
}

BOOL CloseHandle(HANDLE handle) {
    BEGIN("CloseHandle");
    pthread_mutex_lock(&standin_lock);
    Object *closed = standin_object(handle);
    if (closed != NULL) {
        if (closed->type == FILES) {
            standin_abandon(closed);
            if (closed->listing != NULL) {
                closedir(closed->listing);
            }
            close(closed->fd);
        }
        closed->type = FREE;
    }
    pthread_mutex_unlock(&standin_lock);
    return closed != NULL ? 1 : fail(INVALID_HANDLE);
}

/* For tests. */

/* How many handles are open. */
int standin_handles(void) {
    int count = 0;
    pthread_mutex_lock(&standin_lock);
    for (int i = 1; i < MOST; i++) {
        count += standin_objects[i].type != FREE;
    }
    pthread_mutex_unlock(&standin_lock);
    return count;
}

/* As if nothing had happened yet, but for open handles. */
void standin_reset(void) {
    standin_forget_faults();
    pthread_mutex_lock(&standin_lock);
    standin_reset_reads();
    standin_reset_files();
    standin_reset_entries();
    pthread_mutex_unlock(&standin_lock);
}
