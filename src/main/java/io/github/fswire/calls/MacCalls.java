package io.github.fswire.calls;

/**
 * The calls that the macOS backend and scanner make, by their C names: CoreServices, CoreFoundation, libdispatch and libSystem.
 *
 * <p>What reports an errno returns 0 or more, or minus the errno. Objects are addresses, 0 if there is none; a {@code Boolean} is
 * 0 or 1. Nothing here throws for a failed call and nothing allocates. An instance belongs to the thread that opened it, or to
 * those that take turns under a lock.
 */
public interface MacCalls extends AutoCloseable {
    /** {@code CFStringRef CFStringCreateWithCString(CFAllocatorRef, const char *, CFStringEncoding)}; 0 if it is not valid. */
    long CFStringCreateWithCString(long allocator, long text, int encoding);

    /** {@code Boolean CFStringGetCString(CFStringRef, char *, CFIndex, CFStringEncoding)}. */
    int CFStringGetCString(long string, long buffer, long size, int encoding);

    /** {@code CFArrayRef CFArrayCreate(CFAllocatorRef, const void **, CFIndex, const CFArrayCallBacks *)}. */
    long CFArrayCreate(long allocator, long values, long count, long callBacks);

    /** {@code CFStringRef CFUUIDCreateString(CFAllocatorRef, CFUUIDRef)}. */
    long CFUUIDCreateString(long allocator, long uuid);

    /** {@code void CFRelease(CFTypeRef)}; 0 crashes. */
    void CFRelease(long object);

    /** Address of {@code const CFArrayCallBacks kCFTypeArrayCallBacks}. */
    long kCFTypeArrayCallBacks();

    /**
     * {@code FSEventStreamRef FSEventStreamCreate(CFAllocatorRef, FSEventStreamCallback, FSEventStreamContext *, CFArrayRef,
     * FSEventStreamEventId, CFTimeInterval, FSEventStreamCreateFlags)}.
     */
    long FSEventStreamCreate(
            long allocator, long callback, long context, long paths, long sinceWhen, double latency, int flags);

    /** {@code void FSEventStreamSetDispatchQueue(FSEventStreamRef, dispatch_queue_t)}. */
    void FSEventStreamSetDispatchQueue(long stream, long queue);

    /** {@code Boolean FSEventStreamStart(FSEventStreamRef)}. */
    int FSEventStreamStart(long stream);

    /** {@code void FSEventStreamStop(FSEventStreamRef)}; does not wait. */
    void FSEventStreamStop(long stream);

    /** {@code void FSEventStreamInvalidate(FSEventStreamRef)}; does not wait. */
    void FSEventStreamInvalidate(long stream);

    /** {@code void FSEventStreamRelease(FSEventStreamRef)}. */
    void FSEventStreamRelease(long stream);

    /** {@code FSEventStreamEventId FSEventsGetCurrentEventId(void)}. */
    long FSEventsGetCurrentEventId();

    /** {@code CFUUIDRef FSEventsCopyUUIDForDevice(dev_t)}; 0 if there is no history. */
    long FSEventsCopyUUIDForDevice(int device);

    /** {@code dispatch_queue_t dispatch_queue_create(const char *, dispatch_queue_attr_t)}. */
    long dispatch_queue_create(long label, long attributes);

    /** {@code void dispatch_sync_f(dispatch_queue_t, void *, dispatch_function_t)}. */
    void dispatch_sync_f(long queue, long context, long function);

    /** {@code void dispatch_release(dispatch_object_t)}. */
    void dispatch_release(long object);

    /** Address of {@code void free(void *)}, which does nothing if it is given 0. */
    long free();

    /** {@code int openat(int, const char *, int)}; no mode, so no O_CREAT. */
    int openat(int directory, long path, int flags);

    /** {@code int close(int)}. */
    int close(int descriptor);

    /** {@code ssize_t read(int, void *, size_t)}. */
    long read(int descriptor, long buffer, long bytes);

    /** {@code int getattrlistbulk(int, struct attrlist *, void *, size_t, uint64_t)}. */
    int getattrlistbulk(int directory, long attributes, long buffer, long bytes, long options);

    /** {@code int getattrlistat(int, const char *, struct attrlist *, void *, size_t, unsigned long)}. */
    int getattrlistat(int directory, long path, long attributes, long buffer, long bytes, long options);

    /** {@code int fgetattrlist(int, struct attrlist *, void *, size_t, unsigned int)}. */
    int fgetattrlist(int descriptor, long attributes, long buffer, long bytes, int options);

    /** {@code int fstatfs(int, struct statfs *)}, the one with 64-bit inode numbers. */
    int fstatfs(int descriptor, long buffer);

    /** {@code int getrlimit(int, struct rlimit *)}. */
    int getrlimit(int resource, long limit);

    /** Makes a function that C can call as {@code FSEventStreamCallback}; whatever {@code target} throws is lost. */
    Upcall upcall(StreamCallback target);

    /** Frees what the instance owns. */
    @Override
    void close();

    /** What FSEvents calls with a batch of events, on threads that change. */
    @FunctionalInterface
    interface StreamCallback {
        /**
         * Takes the events; what is read is valid until it returns. Allocates nothing and throws nothing.
         *
         * @param memory reads what the addresses lead to
         * @param info what the stream was created with
         * @param count number of events
         * @param paths {@code char **}
         * @param flags {@code const UInt32 *}
         * @param ids {@code const UInt64 *}
         */
        void events(ForeignMemory memory, long info, long count, long paths, long flags, long ids);
    }

    /** A function that C can call, until it is closed: when C cannot call it any more. */
    interface Upcall extends AutoCloseable {
        /** Its address. */
        long address();

        @Override
        void close();
    }
}
