package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeErrors;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
import io.github.fswire.threads.Threads;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each native call of a session fails with each error that its manual page lists; nothing is lost or left behind. */
class InotifySessionFaultTest implements RawEventHandler {
    private static final int QUEUE = 100;
    private static final int WAKE = 101;

    private final Map<String, Deque<Integer>> faults = new ConcurrentHashMap<>();
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private final Semaphore wakeUps = new Semaphore(0);
    private final AtomicInteger callsOpen = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger(); // of the queue
    private final AtomicInteger terminations = new AtomicInteger();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Object> fences = new ConcurrentLinkedQueue<>();
    private final long bytesBefore = NativeMemory.liveBytes();

    private InotifySession open() throws WatchException {
        return open(Bindings::allocate, Threads.daemons("reader"));
    }

    private InotifySession open(IntFunction<NativeMemory> memory, ThreadFactory threads) throws WatchException {
        return new SessionSetup<LinuxCalls>(this, RawOptions.DEFAULT, "fake", this::calls, this::calls, memory, threads)
                .open(InotifySession::prepare);
    }

    private void fail(String call, int... errnos) {
        Deque<Integer> results = new ArrayDeque<>();
        for (int errno : errnos) {
            results.add(-errno);
        }
        faults.put(call, results);
    }

    /** A kernel whose queue is empty: its calls succeed unless the test makes them fail. */
    private LinuxCalls calls() {
        callsOpen.incrementAndGet();
        return (LinuxCalls) Proxy.newProxyInstance(
                LinuxCalls.class.getClassLoader(), new Class<?>[] {LinuxCalls.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close") && args == null) {
                        callsOpen.decrementAndGet();
                        return null;
                    }
                    long result = call(method.getName(), args);
                    return method.getReturnType() == int.class ? (Object) (int) result : (Object) result;
                });
    }

    private long call(String name, Object[] args) throws InterruptedException {
        reads.addAndGet(name.equals("read") && args[0].equals(QUEUE) ? 1 : 0);
        if (name.equals("poll")) {
            wakeUps.acquire();
        }
        Deque<Integer> results = faults.get(name + (args[0].equals(WAKE) ? " of the eventfd" : ""));
        Integer fault = results == null ? null : results.poll();
        if (fault != null) {
            if (name.equals("poll") && fault == -Errno.EINTR) {
                wakeUps.release(); // the reader polls again
            }
            return fault;
        }
        switch (name) {
            case "inotify_init1" -> open.add(QUEUE);
            case "eventfd" -> open.add(WAKE);
            case "close" -> assertThat(open.remove((Integer) args[0])).isTrue();
            case "write" -> wakeUps.release();
            default -> assertThat(name).isNotEmpty();
        }
        return switch (name) {
            case "inotify_init1" -> QUEUE;
            case "eventfd" -> WAKE;
            case "read" -> args[0].equals(QUEUE) ? -Errno.EAGAIN : Long.BYTES;
            case "inotify_add_watch" -> 1;
            case "openat" -> -Errno.ENOENT; // there is no /proc
            default -> 0;
        };
    }

    private void assertNothingIsLeft() {
        assertThat(open).isEmpty();
        assertThat(callsOpen).hasValue(0);
        assertThat(NativeMemory.liveBytes()).isEqualTo(bytesBefore);
    }

    @ParameterizedTest
    @CsvSource({
        "inotify_init1, 24", "inotify_init1, 23", "inotify_init1, 12", "inotify_init1, 22",
        "eventfd, 24", "eventfd, 23", "eventfd, 12", "eventfd, 19",
    })
    void aQueueThatCannotBeOpenedLeavesNothing(String call, int errno) {
        fail(call, errno);
        WatchException refusal = catchThrowableOfType(WatchException.class, this::open);
        assertThat(refusal.operation()).isEqualTo(call);
        assertThat(refusal.code()).isEqualTo(errno);
        assertThat(refusal.symbol()).isEqualTo(NativeErrors.symbol(errno));
        assertNothingIsLeft();
    }

    @Test
    void E8_whatIsRefusedDuringOpenLeavesNothing() {
        IntFunction<NativeMemory> none = bytes -> {
            throw new OutOfMemoryError("no memory");
        };
        assertThat(catchThrowableOfType(OutOfMemoryError.class, () -> open(none, Threads.daemons("reader"))))
                .hasMessage("no memory");
        assertNothingIsLeft();
        ThreadFactory unable = task -> new Thread(task) {
            @Override
            public synchronized void start() {
                throw new OutOfMemoryError("no thread");
            }
        };
        assertThat(catchThrowableOfType(OutOfMemoryError.class, () -> open(Bindings::allocate, unable)))
                .hasMessage("no thread");
        assertNothingIsLeft();
        assertThat(terminations).hasValue(0); // of what was never open
    }

    /** The reader allocates its buffer itself. */
    @Test
    void E8_aReaderWithoutMemoryReportsItAndEnds() throws Exception {
        AtomicInteger blocks = new AtomicInteger();
        InotifySession session = open(
                bytes -> {
                    if (blocks.incrementAndGet() == 2) {
                        throw new OutOfMemoryError("no memory");
                    }
                    return Bindings.allocate(bytes);
                },
                Threads.daemons("reader"));
        session.close();
        assertThat(failures).singleElement().asString().contains("reader has failed: java.lang.OutOfMemoryError");
        assertThat(terminations).hasValue(1);
        assertNothingIsLeft();
    }

    /** The kernel hands out as many records as fit: if there was room for another one, there is none. */
    @Test
    void aReadThatLeavesRoomIsNotFollowedByAnother() throws Exception {
        InotifySession session = open();
        await().atMost(Duration.ofSeconds(30)).until(wakeUps::hasQueuedThreads);
        reads.set(0);
        fail("read", -Inotify.EVENT_NAME_OFFSET); // one record without a name
        wakeUps.release();
        await().atMost(Duration.ofSeconds(30)).until(() -> reads.get() > 0 && wakeUps.hasQueuedThreads());
        assertThat(reads).hasValue(1);
        session.close();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12, 13, 20, 22, 28, 36, 40})
    void aWatchThatIsRefusedLeavesTheSessionUsable(int errno) throws Exception {
        InotifySession session = open();
        fail("inotify_add_watch", errno);
        WatchException refusal =
                catchThrowableOfType(WatchException.class, () -> session.watch(NativeName.of("/d"), null));
        assertThat(refusal.code()).isEqualTo(errno);
        assertThat(refusal.getMessage()).startsWith("/d: inotify_add_watch: ");
        assertThat(session.watchCount()).isZero();
        RawWatch watch = session.watch(NativeName.of("/d"), null);
        fail("inotify_rm_watch", Errno.EINVAL); // the kernel has ended it already
        watch.close();
        assertThat(session.watchCount()).isZero();
        session.close();
        assertThat(failures).isEmpty();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"poll, 12", "poll, 14", "poll, 22", "read, 9", "read, 5", "read, 22", "ioctl, 22", "ioctl, 25"})
    void aQueueThatCannotBeReadAnyMoreIsReportedAndEnds(String call, int errno) throws Exception {
        InotifySession session = open();
        fail(call, errno);
        session.fence("f"); // wakes the reader
        await().atMost(Duration.ofMinutes(10)).until(() -> terminations.get() == 1);
        assertThat(failures).hasSize(1);
        assertThat(failures.peek()).isInstanceOf(WatchException.class).hasMessageContaining(call + ": ");
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> session.fence("g")))
                .isNotNull();
        session.close();
        assertThat(terminations).hasValue(1);
        assertNothingIsLeft();
    }

    @Test
    void interruptedCallsAreRepeated() throws Exception {
        fail("poll", Errno.EINTR, Errno.EINTR);
        fail("read", Errno.EINTR, Errno.EINTR, Errno.EINTR);
        fail("read of the eventfd", Errno.EAGAIN);
        InotifySession session = open();
        session.fence("f");
        await().atMost(Duration.ofMinutes(10)).until(() -> fences.contains("f"));
        session.close();
        session.close();
        assertThat(failures).isEmpty();
        assertThat(terminations).hasValue(1);
        assertNothingIsLeft();
    }

    @Override
    public void onEvent(RawEvent event) {}

    @Override
    public void onOverflow(RawEvent event) {}

    @Override
    public void onFence(Object token) {
        fences.add(token);
    }

    @Override
    public void onFailure(Exception failure) {
        failures.add(failure);
    }

    @Override
    public void onTerminated() {
        terminations.incrementAndGet();
    }
}
