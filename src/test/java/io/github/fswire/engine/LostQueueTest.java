package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.observe.Counters;
import io.github.fswire.pending.Pending;
import io.github.fswire.platform.Platform;
import io.github.fswire.raw.FakeWatch;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.EventSource;
import io.github.fswire.source.OverflowThrottle;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.threads.Time;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A kernel's queue that is lost while something is on its way through it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LostQueueTest implements RawBackend {
    private final LinkedBlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
    private final Pending pending = new Pending(() -> {}, System::nanoTime, (first, last, left) -> last);
    private final AtomicInteger refusals = new AtomicInteger(); // of a session that is to be opened

    /** Hands on nothing by itself, not even fences. */
    private static final class Session implements RawSession {
        private final RawEventHandler handler;
        private final LinkedBlockingQueue<Object> fences = new LinkedBlockingQueue<>();
        private volatile boolean ended;

        Session(RawEventHandler handler) {
            this.handler = handler;
        }

        void end() {
            ended = true;
            handler.onTerminated();
        }

        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) {
            return new FakeWatch(directory, attachment);
        }

        @Override
        public void fence(Object token) {
            if (ended) {
                throw new IllegalStateException("the session is closed");
            }
            fences.add(token);
        }

        @Override
        public String binding() {
            return "none";
        }

        @Override
        public int watchCount() {
            return 0;
        }

        @Override
        public List<RawWatch> watches() {
            return List.of();
        }

        @Override
        public void close() {
            ended = true;
        }
    }

    @Override
    public String name() {
        return "lost";
    }

    @Override
    public RawCapabilities capabilities() {
        return new RawCapabilities(
                RawCapabilities.Coverage.DIRECTORY, RawCapabilities.Names.BYTES, true, true, false, true, false);
    }

    @Override
    public @Nullable String unavailableBecause() {
        return null;
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        Session session = new Session(handler);
        sessions.add(session);
        return session;
    }

    private EventSource queue() throws Exception {
        WatchRegistry watches = new WatchRegistry(new TreeIndex(), root -> WatchRegistry.Verdict.TRUSTED);
        EventSource queue = new EventSource(
                this, "reader", pending, watches, new Counters(), new OverflowThrottle(), null, () -> {});
        queue.open(null);
        return queue;
    }

    private boolean isEverythingPending() {
        return pending.inspect(places -> places.hasSubtree(Causes.RESCAN));
    }

    /** No record of what happened comes any more, and no fence. */
    @Test
    void G5_whoWaitsForAFenceWaitsForWhatWasLost(@TempDir Path root) throws Exception {
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        Engine engine = new Engine(
                WatchOptions.builder().root(root).build(),
                batch -> batch.forEach(change -> delivered.add(change.toString())),
                this,
                path -> WatchRegistry.Verdict.TRUSTED,
                Platform::openScanner);
        engine.start();
        Session first = sessions.take();
        Files.createFile(root.resolve("unreported"));
        CompletableFuture<Boolean> synced = CompletableFuture.supplyAsync(() -> {
            try {
                return engine.sync(Duration.ofMinutes(10));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        first.fences.take();
        assertThat(synced).isNotDone();
        first.end();
        assertThat(synced.get()).isTrue();
        assertThat(delivered).first().asString().contains("unreported"); // it may count as modified once more
        assertThat(sessions.take().ended).isFalse();
        engine.close();
    }

    /** A queue that cannot be read is opened anew, and everything is inspected: not without a pause if it goes on so. */
    @Test
    void E9_aQueueThatIsLostAgainAndAgainIsOpenedLessAndLessOften(@TempDir Path root) throws Exception {
        AtomicLong now = new AtomicLong();
        WatchLoop loop = new WatchLoop(
                WatchOptions.builder().root(root).build(),
                batch -> {},
                this,
                path -> WatchRegistry.Verdict.TRUSTED,
                new Time() {
                    @Override
                    public long nanoTime() {
                        return now.get();
                    }

                    @Override
                    public long currentNanos() {
                        return now.get();
                    }
                },
                new OverflowThrottle(),
                new WatchLoop.Host() {
                    @Override
                    public void wakeUp() {}

                    @Override
                    public @Nullable ThreadFactory listenerThreads(int watcher) {
                        return null; // one thread does everything
                    }

                    @Override
                    public boolean pause(long nanos) {
                        return true;
                    }
                });
        try (Scanner scanner = Platform.openScanner()) {
            WatchLoop.DiskAccess access = loop.open(scanner);
            loop.begin(access, () -> {});
            int opened = 0;
            for (int steps = 0; steps < 10_000 && now.get() < 60_000_000_000L; steps++) {
                for (Session session = sessions.poll(); session != null; session = sessions.poll()) {
                    opened++;
                    session.end();
                }
                now.addAndGet(Math.max(0, Math.min(loop.step(access), 60_000_000_000L)));
            }
            assertThat(now.get()).as("virtual time that has passed").isGreaterThan(55_000_000_000L);
            assertThat(opened).as("in a minute").isBetween(30, 100);
        } finally {
            loop.end();
        }
    }

    /** It is lost while the process may start no thread: that passes, and until then everything is inspected by the clock. */
    @Test
    void E8_aQueueForWhichThereIsNoThreadIsTriedAgain() throws Exception {
        EventSource queue = queue();
        sessions.take().end();
        refusals.set(2);
        queue.reopen();
        assertThat(queue.isOpen()).isFalse();
        queue.retry();
        assertThat(queue.isOpen()).isFalse();
        queue.retry();
        assertThat(queue.isOpen()).isTrue();
        queue.close();
    }

    @Test
    void whatIsToRunBehindTheQueueRunsOnce() throws Exception {
        EventSource queue = queue();
        Session first = sessions.take();
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        queue.behind(passed::incrementAndGet);
        first.handler.onFence(first.fences.take());
        queue.behind(lost::incrementAndGet);
        first.end();
        assertThat(queue.isLost()).isTrue();
        assertThat(lost).hasValue(0);
        queue.reopen();
        assertThat(queue.isLost()).isFalse();
        assertThat(lost).hasValue(1);
        first.handler.onFence(first.fences.take()); // late
        assertThat(List.of(passed.get(), lost.get())).containsExactly(1, 1);
        queue.close();
    }

    /** What was in its queue will not come: everything becomes pending before the fence. */
    @Test
    void G5_aFenceThatMeetsASessionThatHasEnded() throws Exception {
        EventSource queue = queue();
        sessions.take().end();
        queue.fence("fence");
        assertThat(isEverythingPending()).isTrue();
        List<Object> fences = new ArrayList<>();
        pending.giveBack(pending.take());
        pending.pass(fences::add);
        assertThat(fences).containsExactly("fence");
        queue.close();
    }

    /** It reports its end when another one is open already. */
    @Test
    void aSessionThatWasReplacedIsNotLostOnceMore() throws Exception {
        EventSource queue = queue();
        Session first = sessions.take();
        first.end();
        queue.reopen();
        first.handler.onTerminated();
        assertThat(queue.isLost()).isFalse();
        queue.close();
    }

    @Test
    void aHistoryThatIsLostIsNotWaitedFor() throws Exception {
        EventSource queue = queue();
        sessions.take().end();
        assertThat(queue.drainHistory()).isFalse();
        queue.close();
    }
}
