/*
 * What tests are told of afterwards: the calls that were made, what a Mac would have punished, and how much was not released. What
 * a process would not survive there ends it here. Uses nothing of the other parts.
 */
#include "standin.h"
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 1 << 16 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* innermost */
static char violations[TEXT_BYTES], calls[TEXT_BYTES];
static int violation_count, live;

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

void standin_fatal(const char *message) {
    fprintf(stderr, "standin: %s\n", message);
    abort();
}

void standin_called(const char *call) {
    pthread_mutex_lock(&lock);
    append(calls, call);
    pthread_mutex_unlock(&lock);
}

void standin_count(int more) {
    __atomic_add_fetch(&live, more, __ATOMIC_SEQ_CST);
}

void standin_forget_record(void) {
    pthread_mutex_lock(&lock);
    violations[0] = calls[0] = 0;
    violation_count = 0;
    pthread_mutex_unlock(&lock);
}

/* For tests. */

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
