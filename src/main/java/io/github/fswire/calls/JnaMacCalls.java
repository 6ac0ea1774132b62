package io.github.fswire.calls;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Map;

/** The binding by JNA direct mapping. */
final class JnaMacCalls implements MacCalls {
    private static final class CoreFoundation {
        static final NativeLibrary LIBRARY = NativeLibrary.getInstance(MacLibraries.coreFoundation(), Map.of());

        static {
            Native.register(CoreFoundation.class, LIBRARY);
        }

        static native long CFStringCreateWithCString(long allocator, long text, int encoding);

        static native byte CFStringGetCString(long string, long buffer, long size, int encoding);

        static native long CFArrayCreate(long allocator, long values, long count, long callBacks);

        static native long CFUUIDCreateString(long allocator, long uuid);

        static native void CFRelease(long object);
    }

    private static final class CoreServices {
        static {
            Native.register(CoreServices.class, NativeLibrary.getInstance(MacLibraries.coreServices(), Map.of()));
        }

        static native long FSEventStreamCreate(
                long allocator, long callback, long context, long paths, long sinceWhen, double latency, int flags);

        static native void FSEventStreamSetDispatchQueue(long stream, long queue);

        static native byte FSEventStreamStart(long stream);

        static native void FSEventStreamStop(long stream);

        static native void FSEventStreamInvalidate(long stream);

        static native void FSEventStreamRelease(long stream);

        static native long FSEventsGetCurrentEventId();

        static native long FSEventsCopyUUIDForDevice(int device);
    }

    private static final class Dispatch {
        static {
            Native.register(Dispatch.class, NativeLibrary.getInstance(MacLibraries.system(), Map.of()));
        }

        static native long dispatch_queue_create(long label, long attributes);

        static native void dispatch_sync_f(long queue, long context, long function);

        static native void dispatch_release(long object);
    }

    private static final class LibSystem {
        private static final FunctionMapper NAMES = (library, method) -> find(library, method.getName());

        static {
            Native.register(
                    LibSystem.class,
                    NativeLibrary.getInstance(MacLibraries.system(), Map.of(Library.OPTION_FUNCTION_MAPPER, NAMES)));
        }

        /** The one of the possible names that there is. */
        private static String find(NativeLibrary library, String function) {
            List<String> names = MacLibraries.names(function);
            for (String name : names) {
                try {
                    return library.getFunction(name).getName();
                } catch (UnsatisfiedLinkError e) {
                    // then perhaps the next one; if the function has none of the names, JNA reports that for the last
                }
            }
            return names.get(names.size() - 1);
        }

        static native int openat(int directory, long path, int flags);

        static native int close(int descriptor);

        static native long read(int descriptor, long buffer, long bytes);

        static native int getattrlistbulk(int directory, long attributes, long buffer, long bytes, long options);

        static native int getattrlistat(
                int directory, long path, long attributes, long buffer, long bytes, long options);

        static native int fgetattrlist(int descriptor, long attributes, long buffer, long bytes, int options);

        static native int fstatfs(int descriptor, long buffer);

        static native int getrlimit(int resource, long limit);
    }

    /** Everything there is, from address 0 on. */
    private static final class Memory implements ForeignMemory {
        private static final Pointer ZERO = new Pointer(0);

        @Override
        public long getLong(long address) {
            return ZERO.getLong(address);
        }

        @Override
        public int getInt(long address) {
            return ZERO.getInt(address);
        }

        @Override
        public int stringLength(long address) {
            return (int) ZERO.indexOf(address, (byte) 0);
        }

        @Override
        public void copy(long address, byte[] target, int offset, int length) {
            ZERO.read(address, target, offset, length);
        }
    }

    /** {@code FSEventStreamCallback}. */
    private interface EventsCallback extends Callback {
        void invoke(long stream, long info, long count, long paths, long flags, long ids);
    }

    private static final ForeignMemory MEMORY = new Memory();

    /** What C calls is freed some time after this has become unreachable. */
    private static final class JnaUpcall implements Upcall {
        private final EventsCallback callback;

        private JnaUpcall(EventsCallback callback) {
            this.callback = callback;
            // daemons, or no JVM could end; kept attached, because attaching costs more than a callback
            Native.setCallbackThreadInitializer(callback, new CallbackThreadInitializer(true, false, "FSEvents"));
        }

        @Override
        public long address() {
            return Pointer.nativeValue(CallbackReference.getFunctionPointer(callback));
        }

        @Override
        public void close() {
            // nothing to do, see above
        }
    }

    JnaMacCalls() {
        LibSystem.close(-1); // binds now, so that a failure to bind shows here
        CoreServices.FSEventsGetCurrentEventId();
    }

    private static int result(int value) {
        return value < 0 ? -Native.getLastError() : value;
    }

    private static long result(long value) {
        return value < 0 ? -Native.getLastError() : value;
    }

    /** A {@code Boolean} has 8 bits, whatever is above them. */
    private static int truth(byte value) {
        return value == 0 ? 0 : 1;
    }

    @Override
    public long CFStringCreateWithCString(long allocator, long text, int encoding) {
        return CoreFoundation.CFStringCreateWithCString(allocator, text, encoding);
    }

    @Override
    public int CFStringGetCString(long string, long buffer, long size, int encoding) {
        return truth(CoreFoundation.CFStringGetCString(string, buffer, size, encoding));
    }

    @Override
    public long CFArrayCreate(long allocator, long values, long count, long callBacks) {
        return CoreFoundation.CFArrayCreate(allocator, values, count, callBacks);
    }

    @Override
    public long CFUUIDCreateString(long allocator, long uuid) {
        return CoreFoundation.CFUUIDCreateString(allocator, uuid);
    }

    @Override
    public void CFRelease(long object) {
        CoreFoundation.CFRelease(object);
    }

    @Override
    public long kCFTypeArrayCallBacks() {
        return Pointer.nativeValue(CoreFoundation.LIBRARY.getGlobalVariableAddress("kCFTypeArrayCallBacks"));
    }

    @Override
    public long FSEventStreamCreate(
            long allocator, long callback, long context, long paths, long sinceWhen, double latency, int flags) {
        return CoreServices.FSEventStreamCreate(allocator, callback, context, paths, sinceWhen, latency, flags);
    }

    @Override
    public void FSEventStreamSetDispatchQueue(long stream, long queue) {
        CoreServices.FSEventStreamSetDispatchQueue(stream, queue);
    }

    @Override
    public int FSEventStreamStart(long stream) {
        return truth(CoreServices.FSEventStreamStart(stream));
    }

    @Override
    public void FSEventStreamStop(long stream) {
        CoreServices.FSEventStreamStop(stream);
    }

    @Override
    public void FSEventStreamInvalidate(long stream) {
        CoreServices.FSEventStreamInvalidate(stream);
    }

    @Override
    public void FSEventStreamRelease(long stream) {
        CoreServices.FSEventStreamRelease(stream);
    }

    @Override
    public long FSEventsGetCurrentEventId() {
        return CoreServices.FSEventsGetCurrentEventId();
    }

    @Override
    public long FSEventsCopyUUIDForDevice(int device) {
        return CoreServices.FSEventsCopyUUIDForDevice(device);
    }

    @Override
    public long dispatch_queue_create(long label, long attributes) {
        return Dispatch.dispatch_queue_create(label, attributes);
    }

    @Override
    public void dispatch_sync_f(long queue, long context, long function) {
        Dispatch.dispatch_sync_f(queue, context, function);
    }

    @Override
    public void dispatch_release(long object) {
        Dispatch.dispatch_release(object);
    }

    @Override
    public long free() {
        return Pointer.nativeValue(
                NativeLibrary.getInstance(MacLibraries.system(), Map.of()).getFunction("free"));
    }

    @Override
    public int openat(int directory, long path, int flags) {
        return result(LibSystem.openat(directory, path, flags));
    }

    @Override
    public int close(int descriptor) {
        return result(LibSystem.close(descriptor));
    }

    @Override
    public long read(int descriptor, long buffer, long bytes) {
        return result(LibSystem.read(descriptor, buffer, bytes));
    }

    @Override
    public int getattrlistbulk(int directory, long attributes, long buffer, long bytes, long options) {
        return result(LibSystem.getattrlistbulk(directory, attributes, buffer, bytes, options));
    }

    @Override
    public int getattrlistat(int directory, long path, long attributes, long buffer, long bytes, long options) {
        return result(LibSystem.getattrlistat(directory, path, attributes, buffer, bytes, options));
    }

    @Override
    public int fgetattrlist(int descriptor, long attributes, long buffer, long bytes, int options) {
        return result(LibSystem.fgetattrlist(descriptor, attributes, buffer, bytes, options));
    }

    @Override
    public int fstatfs(int descriptor, long buffer) {
        return result(LibSystem.fstatfs(descriptor, buffer));
    }

    @Override
    public int getrlimit(int resource, long limit) {
        return result(LibSystem.getrlimit(resource, limit));
    }

    @Override
    public Upcall upcall(StreamCallback target) {
        return new JnaUpcall(
                (stream, info, count, paths, flags, ids) -> target.events(MEMORY, info, count, paths, flags, ids));
    }

    @Override
    public void close() {
        // owns nothing: JNA keeps the last error for each thread
    }
}
