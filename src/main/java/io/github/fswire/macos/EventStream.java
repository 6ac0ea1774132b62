package io.github.fswire.macos;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.calls.MacCalls;
import io.github.fswire.calls.MacErrno;
import io.github.fswire.calls.MacErrors;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** One {@code FSEventStream} from its start to its end. Owned by who owns its calls. */
final class EventStream {
    private static final double LATENCY_SECONDS = 0.01;
    private static final int FLAGS = FsEvents.kFSEventStreamCreateFlagFileEvents
            | FsEvents.kFSEventStreamCreateFlagNoDefer
            | FsEvents.kFSEventStreamCreateFlagWatchRoot;

    /** Else some events of the past may be left out because of how they are stored; so older ones come as well. */
    private static final int WHOLE = FsEvents.kFSEventStreamCreateFlagFullHistory;

    private static final AtomicInteger PATHS = new AtomicInteger();

    private final MacCalls calls;
    private final long stream;
    private final int paths;

    private EventStream(MacCalls calls, long stream, int paths) {
        this.calls = calls;
        this.stream = stream;
        this.paths = paths;
    }

    /** How many paths all streams of this process have at the moment. */
    static int livePaths() {
        return PATHS.get();
    }

    /**
     * Starts one.
     *
     * @param queue the dispatch queue on which {@code callback} is called
     * @param number is given to the callback with each batch
     * @param paths canonical ones, of which none is within another
     * @param since the id after which events are wanted
     * @param whole whether none of them may be left out
     */
    static EventStream start(
            MacCalls calls,
            IntFunction<NativeMemory> allocator,
            long queue,
            long callback,
            long number,
            List<NativeName> paths,
            long since,
            boolean whole)
            throws WatchException {
        int flags = whole ? FLAGS | WHOLE : FLAGS;
        long stream = create(calls, allocator, callback, number, paths, since, flags);
        if (stream == 0) {
            throw MacErrors.refused(paths.get(0).toString(), "FSEventStreamCreate");
        }
        calls.FSEventStreamSetDispatchQueue(stream, queue);
        if (calls.FSEventStreamStart(stream) == 0) {
            calls.FSEventStreamInvalidate(stream);
            calls.FSEventStreamRelease(stream);
            throw MacErrors.refused(paths.get(0).toString(), "FSEventStreamStart");
        }
        PATHS.addAndGet(paths.size());
        return new EventStream(calls, stream, paths.size());
    }

    private static long create(
            MacCalls calls,
            IntFunction<NativeMemory> allocator,
            long callback,
            long number,
            List<NativeName> paths,
            long since,
            int flags)
            throws WatchException {
        int longest = paths.stream().mapToInt(NativeName::length).max().orElse(0);
        int values = FsEvents.CONTEXT_SIZEOF;
        int text = values + paths.size() * Long.BYTES;
        List<Long> strings = new ArrayList<>();
        try (NativeMemory memory = allocator.apply(text + longest + 1)) {
            for (NativeName path : paths) {
                memory.buffer().put(text, path.toBytes()).put(text + path.length(), (byte) 0);
                long string =
                        calls.CFStringCreateWithCString(0, memory.address() + text, FsEvents.kCFStringEncodingUTF8);
                if (string == 0) {
                    throw MacErrors.failure(path.toString(), "CFStringCreateWithCString", -MacErrno.EILSEQ);
                }
                memory.buffer().putLong(values + strings.size() * Long.BYTES, string);
                strings.add(string);
            }
            long array =
                    calls.CFArrayCreate(0, memory.address() + values, strings.size(), calls.kCFTypeArrayCallBacks());
            memory.buffer().putLong(FsEvents.CONTEXT_INFO_OFFSET, number); // all else of the context is 0
            long stream =
                    calls.FSEventStreamCreate(0, callback, memory.address(), array, since, LATENCY_SECONDS, flags);
            calls.CFRelease(array);
            return stream;
        } finally {
            strings.forEach(calls::CFRelease); // the array has its own hold on them, and the stream on the array
        }
    }

    /** Ends the stream; calls that are on the queue already still run. */
    void stop() {
        calls.FSEventStreamStop(stream);
        calls.FSEventStreamInvalidate(stream);
        calls.FSEventStreamRelease(stream);
        PATHS.addAndGet(-paths);
    }
}
