package io.github.fswire.calls;

import static io.github.fswire.calls.Downcalls.BYTE;
import static io.github.fswire.calls.Downcalls.DOUBLE;
import static io.github.fswire.calls.Downcalls.INT;
import static io.github.fswire.calls.Downcalls.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The binding by {@code java.lang.foreign}. Each function is linked when it is first called. */
final class FfmMacCalls implements MacCalls {
    private final Arena arena;
    private final MemorySegment errno;

    /** An instance in a confined arena throws when another thread uses it; one in a shared arena needs a lock. */
    FfmMacCalls(Arena arena) {
        this.arena = arena;
        this.errno = Downcalls.state(arena);
        close(-1); // links now, so that a failure to bind shows here
        FSEventsGetCurrentEventId();
    }

    private static final class CoreFoundation {
        static final SymbolLookup LIBRARY = Downcalls.library(MacLibraries.coreFoundation());
    }

    private static final class CoreServices {
        static final SymbolLookup LIBRARY = Downcalls.library(MacLibraries.coreServices());
    }

    private static final class LibSystem {
        static final SymbolLookup LIBRARY = Downcalls.library(MacLibraries.system());

        /** The one of the possible names that there is. */
        static String find(String function) {
            return MacLibraries.names(function).stream()
                    .filter(name -> LIBRARY.find(name).isPresent())
                    .findFirst()
                    .orElse(function);
        }
    }

    /** A {@code Boolean} has 8 bits, whatever is above them. */
    private static int truth(byte value) {
        return value == 0 ? 0 : 1;
    }

    private static final class CFStringCreateWithCString {
        static final MethodHandle HANDLE =
                Downcalls.link(CoreFoundation.LIBRARY, "CFStringCreateWithCString", LONG, LONG, LONG, INT);
    }

    @Override
    public long CFStringCreateWithCString(long allocator, long text, int encoding) {
        try {
            return (long) CFStringCreateWithCString.HANDLE.invokeExact(errno, allocator, text, encoding);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class CFStringGetCString {
        static final MethodHandle HANDLE =
                Downcalls.link(CoreFoundation.LIBRARY, "CFStringGetCString", BYTE, LONG, LONG, LONG, INT);
    }

    @Override
    public int CFStringGetCString(long string, long buffer, long size, int encoding) {
        try {
            return truth((byte) CFStringGetCString.HANDLE.invokeExact(errno, string, buffer, size, encoding));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class CFArrayCreate {
        static final MethodHandle HANDLE =
                Downcalls.link(CoreFoundation.LIBRARY, "CFArrayCreate", LONG, LONG, LONG, LONG, LONG);
    }

    @Override
    public long CFArrayCreate(long allocator, long values, long count, long callBacks) {
        try {
            return (long) CFArrayCreate.HANDLE.invokeExact(errno, allocator, values, count, callBacks);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class CFUUIDCreateString {
        static final MethodHandle HANDLE =
                Downcalls.link(CoreFoundation.LIBRARY, "CFUUIDCreateString", LONG, LONG, LONG);
    }

    @Override
    public long CFUUIDCreateString(long allocator, long uuid) {
        try {
            return (long) CFUUIDCreateString.HANDLE.invokeExact(errno, allocator, uuid);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class CFRelease {
        static final MethodHandle HANDLE = Downcalls.linkVoid(CoreFoundation.LIBRARY, "CFRelease", LONG);
    }

    @Override
    public void CFRelease(long object) {
        try {
            CFRelease.HANDLE.invokeExact(errno, object);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class FSEventStreamCreate {
        static final MethodHandle HANDLE = Downcalls.link(
                CoreServices.LIBRARY, "FSEventStreamCreate", LONG, LONG, LONG, LONG, LONG, LONG, DOUBLE, INT);
    }

    @Override
    public long FSEventStreamCreate(
            long allocator, long callback, long context, long paths, long sinceWhen, double latency, int flags) {
        try {
            return (long) FSEventStreamCreate.HANDLE.invokeExact(
                    errno, allocator, callback, context, paths, sinceWhen, latency, flags);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class FSEventStreamSetDispatchQueue {
        static final MethodHandle HANDLE =
                Downcalls.linkVoid(CoreServices.LIBRARY, "FSEventStreamSetDispatchQueue", LONG, LONG);
    }

    @Override
    public void FSEventStreamSetDispatchQueue(long stream, long queue) {
        try {
            FSEventStreamSetDispatchQueue.HANDLE.invokeExact(errno, stream, queue);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class FSEventStreamStart {
        static final MethodHandle HANDLE = Downcalls.link(CoreServices.LIBRARY, "FSEventStreamStart", BYTE, LONG);
    }

    @Override
    public int FSEventStreamStart(long stream) {
        try {
            return truth((byte) FSEventStreamStart.HANDLE.invokeExact(errno, stream));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class FSEventStreamStop {
        static final MethodHandle HANDLE = Downcalls.linkVoid(CoreServices.LIBRARY, "FSEventStreamStop", LONG);
    }

    @Override
    public void FSEventStreamStop(long stream) {
        try {
            FSEventStreamStop.HANDLE.invokeExact(errno, stream);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class FSEventStreamInvalidate {
        static final MethodHandle HANDLE = Downcalls.linkVoid(CoreServices.LIBRARY, "FSEventStreamInvalidate", LONG);
    }

    @Override
    public void FSEventStreamInvalidate(long stream) {
        try {
            FSEventStreamInvalidate.HANDLE.invokeExact(errno, stream);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class FSEventStreamRelease {
        static final MethodHandle HANDLE = Downcalls.linkVoid(CoreServices.LIBRARY, "FSEventStreamRelease", LONG);
    }

    @Override
    public void FSEventStreamRelease(long stream) {
        try {
            FSEventStreamRelease.HANDLE.invokeExact(errno, stream);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class FSEventsGetCurrentEventId {
        static final MethodHandle HANDLE = Downcalls.link(CoreServices.LIBRARY, "FSEventsGetCurrentEventId", LONG);
    }

    @Override
    public long FSEventsGetCurrentEventId() {
        try {
            return (long) FSEventsGetCurrentEventId.HANDLE.invokeExact(errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class FSEventsCopyUUIDForDevice {
        static final MethodHandle HANDLE = Downcalls.link(CoreServices.LIBRARY, "FSEventsCopyUUIDForDevice", LONG, INT);
    }

    @Override
    public long FSEventsCopyUUIDForDevice(int device) {
        try {
            return (long) FSEventsCopyUUIDForDevice.HANDLE.invokeExact(errno, device);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class DispatchQueueCreate {
        static final MethodHandle HANDLE = Downcalls.link(LibSystem.LIBRARY, "dispatch_queue_create", LONG, LONG, LONG);
    }

    @Override
    public long dispatch_queue_create(long label, long attributes) {
        try {
            return (long) DispatchQueueCreate.HANDLE.invokeExact(errno, label, attributes);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class DispatchSyncF {
        static final MethodHandle HANDLE = Downcalls.linkVoid(LibSystem.LIBRARY, "dispatch_sync_f", LONG, LONG, LONG);
    }

    @Override
    public void dispatch_sync_f(long queue, long context, long function) {
        try {
            DispatchSyncF.HANDLE.invokeExact(errno, queue, context, function);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class DispatchRelease {
        static final MethodHandle HANDLE = Downcalls.linkVoid(LibSystem.LIBRARY, "dispatch_release", LONG);
    }

    @Override
    public void dispatch_release(long object) {
        try {
            DispatchRelease.HANDLE.invokeExact(errno, object);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Openat {
        static final MethodHandle HANDLE =
                Downcalls.link(LibSystem.LIBRARY, LibSystem.find("openat"), INT, INT, LONG, INT);
    }

    @Override
    public int openat(int directory, long path, int flags) {
        try {
            return Downcalls.result((int) Openat.HANDLE.invokeExact(errno, directory, path, flags), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Close {
        static final MethodHandle HANDLE = Downcalls.link(LibSystem.LIBRARY, LibSystem.find("close"), INT, INT);
    }

    @Override
    public int close(int descriptor) {
        try {
            return Downcalls.result((int) Close.HANDLE.invokeExact(errno, descriptor), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Read {
        static final MethodHandle HANDLE =
                Downcalls.link(LibSystem.LIBRARY, LibSystem.find("read"), LONG, INT, LONG, LONG);
    }

    @Override
    public long read(int descriptor, long buffer, long bytes) {
        try {
            return Downcalls.result((long) Read.HANDLE.invokeExact(errno, descriptor, buffer, bytes), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Getattrlistbulk {
        static final MethodHandle HANDLE =
                Downcalls.link(LibSystem.LIBRARY, LibSystem.find("getattrlistbulk"), INT, INT, LONG, LONG, LONG, LONG);
    }

    @Override
    public int getattrlistbulk(int directory, long attributes, long buffer, long bytes, long options) {
        try {
            return Downcalls.result(
                    (int) Getattrlistbulk.HANDLE.invokeExact(errno, directory, attributes, buffer, bytes, options),
                    errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Getattrlistat {
        static final MethodHandle HANDLE = Downcalls.link(
                LibSystem.LIBRARY, LibSystem.find("getattrlistat"), INT, INT, LONG, LONG, LONG, LONG, LONG);
    }

    @Override
    public int getattrlistat(int directory, long path, long attributes, long buffer, long bytes, long options) {
        try {
            return Downcalls.result(
                    (int) Getattrlistat.HANDLE.invokeExact(errno, directory, path, attributes, buffer, bytes, options),
                    errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Fgetattrlist {
        static final MethodHandle HANDLE =
                Downcalls.link(LibSystem.LIBRARY, LibSystem.find("fgetattrlist"), INT, INT, LONG, LONG, LONG, INT);
    }

    @Override
    public int fgetattrlist(int descriptor, long attributes, long buffer, long bytes, int options) {
        try {
            return Downcalls.result(
                    (int) Fgetattrlist.HANDLE.invokeExact(errno, descriptor, attributes, buffer, bytes, options),
                    errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Fstatfs {
        static final MethodHandle HANDLE = Downcalls.link(LibSystem.LIBRARY, LibSystem.find("fstatfs"), INT, INT, LONG);
    }

    @Override
    public int fstatfs(int descriptor, long buffer) {
        try {
            return Downcalls.result((int) Fstatfs.HANDLE.invokeExact(errno, descriptor, buffer), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Getrlimit {
        static final MethodHandle HANDLE =
                Downcalls.link(LibSystem.LIBRARY, LibSystem.find("getrlimit"), INT, INT, LONG);
    }

    @Override
    public int getrlimit(int resource, long limit) {
        try {
            return Downcalls.result((int) Getrlimit.HANDLE.invokeExact(errno, resource, limit), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public long kCFTypeArrayCallBacks() {
        return Downcalls.address(CoreFoundation.LIBRARY, "kCFTypeArrayCallBacks");
    }

    @Override
    public long free() {
        return Downcalls.address("free");
    }

    @Override
    public Upcall upcall(StreamCallback target) {
        return new FfmUpcall(target);
    }

    @Override
    public void close() {
        arena.close();
    }
}
