/* The calls that a test wants to fail, for the libraries of both systems. Uses nothing of theirs. */
#include "faults.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { MOST_FAULTS = 64 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* innermost */
static struct { char call[64]; int error, after, count; } faults[MOST_FAULTS];

int standin_failing(const char *call) {
    int error = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MOST_FAULTS && error == 0; i++) {
        if (faults[i].count > 0 && strcmp(faults[i].call, call) == 0) {
            if (faults[i].after > 0) {
                faults[i].after--;
            } else {
                faults[i].count--;
                error = faults[i].error;
            }
        }
    }
    pthread_mutex_unlock(&lock);
    return error;
}

void standin_forget_faults(void) {
    pthread_mutex_lock(&lock);
    memset(faults, 0, sizeof faults);
    pthread_mutex_unlock(&lock);
}

/* For tests: after so many calls of a function, the next ones fail. */
void standin_fail(const char *call, int error, int after, int count) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MOST_FAULTS; i++) {
        if (faults[i].count == 0) {
            snprintf(faults[i].call, sizeof faults[i].call, "%s", call);
            faults[i].error = error;
            faults[i].after = after;
            faults[i].count = count;
            break;
        }
    }
    pthread_mutex_unlock(&lock);
}
