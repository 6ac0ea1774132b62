/*
 * Objects, strings, arrays and UUIDs of CoreFoundation. They are never freed, so that every later use is noticed. What is noticed
 * goes to record.c.
 */
#include "standin.h"
#include <stdlib.h>
#include <string.h>

enum { STRING = 0x53, ARRAY, UUID, DEAD };

typedef struct Object {
    int type, references, count, retains;
    char *text;
    struct Object **elements;
} Object;

const CFArrayCallBacks kCFTypeArrayCallBacks = {0};

static Object *make(int type) {
    Object *object = calloc(1, sizeof *object);
    object->type = type;
    object->references = 1;
    standin_count(1);
    return object;
}

static Object *check(CFTypeRef reference, int type) {
    Object *object = (Object *) reference;
    if (object == NULL) {
        standin_fatal("CFRelease or another call of CoreFoundation with NULL crashes");
    }
    if (object->type == DEAD) {
        standin_fatal("an object of CoreFoundation is used after its release");
    }
    if (type != 0 && object->type != type) {
        standin_fatal("an object of CoreFoundation has another type than the call expects");
    }
    return object;
}

static int valid_utf8(const unsigned char *text) {
    while (*text) {
        int more = *text < 0x80 ? 0 : *text >= 0xC2 && *text < 0xE0 ? 1 : (*text & 0xF0) == 0xE0 ? 2 : *text >= 0xF0 && *text < 0xF5 ? 3 : -1;
        if (more < 0) {
            return 0;
        }
        text++;
        for (; more > 0; more--) {
            if ((*text++ & 0xC0) != 0x80) {
                return 0;
            }
        }
    }
    return 1;
}

CFStringRef CFStringCreateWithCString(CFAllocatorRef allocator, const char *text, CFStringEncoding encoding) {
    if (encoding != kCFStringEncodingUTF8 || allocator != NULL) {
        standin_violation("CFStringCreateWithCString: encoding %x", encoding);
    }
    if (standin_failing("CFStringCreateWithCString") || !valid_utf8((const unsigned char *) text)) {
        return NULL;
    }
    Object *string = make(STRING);
    string->text = strdup(text);
    return (CFStringRef) string;
}

Boolean CFStringGetCString(CFStringRef reference, char *buffer, CFIndex size, CFStringEncoding encoding) {
    Object *string = check(reference, STRING);
    if ((CFIndex) strlen(string->text) >= size || encoding != kCFStringEncodingUTF8) {
        return 0;
    }
    strcpy(buffer, string->text);
    return 1;
}

CFArrayRef CFArrayCreate(CFAllocatorRef allocator, const void **values, CFIndex count, const CFArrayCallBacks *callBacks) {
    if (allocator != NULL || (callBacks != NULL && callBacks != &kCFTypeArrayCallBacks)) {
        standin_violation("CFArrayCreate: arguments");
    }
    Object *array = make(ARRAY);
    array->count = (int) count;
    array->retains = callBacks != NULL;
    array->elements = calloc((size_t) count + 1, sizeof *array->elements);
    for (int i = 0; i < count; i++) {
        array->elements[i] = array->retains ? check(values[i], 0) : (Object *) values[i];
        if (array->retains) {
            __atomic_add_fetch(&array->elements[i]->references, 1, __ATOMIC_SEQ_CST);
        }
    }
    return (CFArrayRef) array;
}

void CFRelease(CFTypeRef reference) {
    Object *object = check(reference, 0);
    if (__atomic_sub_fetch(&object->references, 1, __ATOMIC_SEQ_CST) > 0) {
        return;
    }
    for (int i = 0; object->retains && i < object->count; i++) {
        CFRelease(object->elements[i]);
    }
    object->type = DEAD;
    standin_count(-1);
}

CFStringRef CFUUIDCreateString(CFAllocatorRef allocator, CFUUIDRef reference) {
    (void) allocator;
    return CFStringCreateWithCString(NULL, check(reference, UUID)->text, kCFStringEncodingUTF8);
}

CFUUIDRef standin_uuid_object(const char *text) {
    Object *object = make(UUID);
    object->text = strdup(text);
    return (CFUUIDRef) object;
}

int standin_array_count(CFArrayRef array) {
    return check(array, ARRAY)->count;
}

const char *standin_array_text(CFArrayRef array, int index) {
    return check(check(array, ARRAY)->elements[index], STRING)->text;
}
