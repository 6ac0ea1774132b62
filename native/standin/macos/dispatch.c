/*
 * Queues of libdispatch: serial ones, which run each item on another thread. fsevents.c puts callbacks on them, which wait at a
 * gate that tests close. What is misused goes to record.c.
 */
#include "standin.h"
#include <pthread.h>
#include <stdlib.h>

enum { QUEUE_MAGIC = 0x51 };

typedef struct Item {
    struct Item *next;
    void *context;
    dispatch_function_t function;
    int events; /* a callback of FSEvents */
    int *done;
} Item;

struct Queue {
    uint64_t magic;
    int references, busy, callbacks, running; /* the last one: whether a callback of FSEvents runs */
    pthread_t runner;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    Item *first, **last;
};

static int gate_closed;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_opened = PTHREAD_COND_INITIALIZER;

Queue *standin_queue_of(dispatch_queue_t reference) {
    Queue *queue = (Queue *) reference;
    if (queue == NULL || queue->magic != QUEUE_MAGIC) {
        standin_fatal("no dispatch queue");
    }
    return queue;
}

dispatch_queue_t dispatch_queue_create(const char *label, dispatch_queue_attr_t attributes) {
    (void) label;
    if (attributes != NULL) {
        standin_violation("dispatch_queue_create: the queue would not be serial");
    }
    standin_called("dispatch_queue_create");
    Queue *queue = calloc(1, sizeof *queue);
    queue->magic = QUEUE_MAGIC;
    queue->references = 1;
    pthread_mutex_init(&queue->mutex, NULL);
    pthread_cond_init(&queue->changed, NULL);
    queue->last = &queue->first;
    standin_count(1);
    return (dispatch_queue_t) queue;
}

static void *run_one(void *argument);

static void run_next(Queue *queue) { /* holding its mutex */
    if (queue->first != NULL) {
        pthread_attr_t detached;
        pthread_t thread;
        pthread_attr_init(&detached);
        pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
        queue->busy = 1;
        if (pthread_create(&thread, &detached, run_one, queue) != 0) {
            standin_fatal("no thread");
        }
        pthread_attr_destroy(&detached);
    } else {
        queue->busy = 0;
    }
}

static void *run_one(void *argument) {
    Queue *queue = argument;
    pthread_mutex_lock(&queue->mutex);
    Item *item = queue->first;
    queue->first = item->next;
    if (queue->first == NULL) {
        queue->last = &queue->first;
    }
    queue->runner = pthread_self();
    queue->running = item->events;
    pthread_mutex_unlock(&queue->mutex);
    if (item->events) {
        pthread_mutex_lock(&gate);
        while (gate_closed) {
            pthread_cond_wait(&gate_opened, &gate);
        }
        pthread_mutex_unlock(&gate);
    }
    item->function(item->context);
    pthread_mutex_lock(&queue->mutex);
    queue->runner = 0;
    queue->running = 0;
    queue->callbacks -= item->events;
    if (item->done != NULL) {
        *item->done = 1;
        pthread_cond_broadcast(&queue->changed);
    }
    free(item);
    run_next(queue);
    pthread_mutex_unlock(&queue->mutex);
    return NULL;
}

static void enqueue(Queue *queue, void *context, dispatch_function_t function, int events, int *done) { /* holding its mutex */
    if (queue->references == 0) {
        standin_violation("an item for a queue that was released");
    }
    Item *item = calloc(1, sizeof *item);
    item->context = context;
    item->function = function;
    item->events = events;
    item->done = done;
    *queue->last = item;
    queue->last = &item->next;
    queue->callbacks += events;
    if (!queue->busy) {
        run_next(queue);
    }
}

void dispatch_sync_f(dispatch_queue_t reference, void *context, dispatch_function_t function) {
    Queue *queue = standin_queue_of(reference);
    int done = 0;
    standin_called("dispatch_sync_f");
    pthread_mutex_lock(&queue->mutex);
    if (queue->runner == pthread_self()) {
        standin_fatal("dispatch_sync_f on the queue that it is called from never returns");
    }
    enqueue(queue, context, function, 0, &done);
    while (!done) {
        pthread_cond_wait(&queue->changed, &queue->mutex);
    }
    pthread_mutex_unlock(&queue->mutex);
}

void dispatch_release(dispatch_object_t reference) {
    Queue *queue = standin_queue_of(reference);
    standin_called("dispatch_release");
    pthread_mutex_lock(&queue->mutex);
    int callbacks = queue->callbacks;
    int left = --queue->references;
    pthread_mutex_unlock(&queue->mutex);
    if (callbacks > 0) {
        standin_violation("dispatch_release while %d callbacks are still to come", callbacks);
    }
    if (left < 0) {
        standin_fatal("dispatch_release once too often");
    }
    standin_count(-1);
}

int standin_is_released(Queue *queue) {
    return queue->references == 0;
}

int standin_runs_callback(Queue *queue) {
    pthread_mutex_lock(&queue->mutex);
    int running = queue->running;
    pthread_mutex_unlock(&queue->mutex);
    return running;
}

int standin_callbacks_of(Queue *queue) {
    pthread_mutex_lock(&queue->mutex);
    int callbacks = queue->callbacks;
    pthread_mutex_unlock(&queue->mutex);
    return callbacks;
}

void standin_call_back(Queue *queue, void *context, dispatch_function_t function) {
    pthread_mutex_lock(&queue->mutex);
    enqueue(queue, context, function, 1, NULL);
    pthread_mutex_unlock(&queue->mutex);
}

/* For tests: while it is closed callbacks wait before they begin. */
void standin_gate(int closed) {
    pthread_mutex_lock(&gate);
    gate_closed = closed;
    pthread_cond_broadcast(&gate_opened);
    pthread_mutex_unlock(&gate);
}
