package io.github.fswire.windows;

import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G6 of the Windows backend: what is closed, or cannot be opened, leaves nothing; what is the kernel's is left to it. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class ClosingStandInIT extends StandInTest {
    @Test
    void G6_aDirectoryForWhichThereIsNoMemoryIsClosed() throws Exception {
        AtomicBoolean exhausted = new AtomicBoolean();
        try (RawSession session = open(size -> {
            if (exhausted.get()) {
                throw new OutOfMemoryError("as asked");
            }
            return Bindings.allocate(size);
        })) {
            assertThat(reported(session)).as("the reader has its memory").isEmpty();
            exhausted.set(true);
            assertThatThrownBy(() -> watch(session)).isInstanceOf(OutOfMemoryError.class);
            assertThat(StandIn.handles()).as("the session's port").isEqualTo(handles + 1);
            exhausted.set(false);
            watch(session);
        }
        assertThatThrownBy(() -> open(size -> {
                    throw new OutOfMemoryError("as asked");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    /** It may be a server that does not answer. */
    @Test
    void G6_whoOpensKeepsNobodyElseWaiting() throws Exception {
        StandIn.remote(true, 3);
        RawSession session = open();
        watch(session);
        StandIn.bring(1, new Records(true).add(ADDED, "a"));
        assertThat(reported(session)).contains("CREATED a");
        session.watch(NativeName.of(Files.createDirectory(root.resolve("other"))), "other")
                .close();
        StandIn.stall(true);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<RawWatch> waiting = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            try {
                return watch(session);
            } catch (WatchException e) {
                throw new CompletionException(e);
            }
        });
        StandIn.bring(1, new Records(true).add(ADDED, "b"));
        await().until(() -> {
            synchronized (this) {
                return reported.contains("CREATED b");
            }
        });
        begun.await();
        session.close();
        assertThat(waiting).isNotDone();
        StandIn.stall(false);
        assertThat(waiting)
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(IllegalStateException.class);
    }

    /** Until a completion was taken the memory is the kernel's. */
    @Test
    void G6_closingAWatchKeepsItsMemoryUntilItsReadHasCompleted() throws Exception {
        try (RawSession session = open()) {
            RawWatch watch = watch(session);
            assertThat(reported(session)).isEmpty();
            long armed = NativeMemory.liveBytes();
            StandIn.late(true);
            watch.close();
            assertThat(reported(session)).isEmpty();
            assertThat(NativeMemory.liveBytes()).isEqualTo(armed);
            StandIn.late(false);
            reported(session);
            assertThat(NativeMemory.liveBytes()).isLessThan(armed);
            assertThat(StandIn.handles()).isEqualTo(handles + 1);
        }
    }

    /** It is better to lose the memory than to free it under the kernel's hands. */
    @Test
    void G6_whatDoesNotCompleteIsLeftToTheKernel() throws Exception {
        RawSession session = open();
        watch(session);
        StandIn.late(true);
        session.close();
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        long left = NativeMemory.liveBytes() - bytes;
        assertThat(left).isBetween(1L, 1L << 20);
        bytes += left;
    }

    /** JNA frees what nobody knows any more. */
    @Test
    void G6_whatIsLeftToTheKernelIsNotCollected() throws Exception {
        List<WeakReference<NativeMemory>> allocated = new ArrayList<>();
        StandIn.late(true);
        leaveAReadPending(allocated);
        long left = NativeMemory.liveBytes() - bytes;
        WeakReference<Object> other = new WeakReference<>(new Object());
        // A thread that is about to end may hold the others for a moment longer.
        await().until(() -> {
            System.gc();
            return other.get() == null && held(allocated).size() <= 1;
        });
        assertThat(NativeMemory.liveBytes() - bytes).isEqualTo(left);
        bytes += left;
        assertThat(held(allocated)).singleElement().satisfies(memory -> {
            StandIn.late(false);
            assertThat(memory.buffer().get(memory.buffer().capacity() - 1)).isEqualTo((byte) 0xEE);
        });
    }

    private static List<NativeMemory> held(List<WeakReference<NativeMemory>> allocated) {
        return allocated.stream()
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private void leaveAReadPending(List<WeakReference<NativeMemory>> allocated) throws Exception {
        RawSession session = open(size -> {
            NativeMemory memory = Bindings.allocate(size);
            allocated.add(new WeakReference<>(memory));
            return memory;
        });
        session.watch(NativeName.of(root), "root");
        session.close();
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
    }

    /** A record that comes while the session closes is not handed out, and its memory is freed. */
    @Test
    void G6_aReadMayCompleteInsteadOfBeingCancelled() throws Exception {
        RawSession session = open();
        watch(session);
        StandIn.bring(1, new Records(true).add(ADDED, "a"));
        session.close();
        session.close();
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
    }

    /** Closing does not wait for completions that were taken together with the one whose callback closes. */
    @Test
    void G6_closingInACallbackCountsWhatWasTakenWithIt() throws Exception {
        Path other = Files.createDirectory(root.resolve("other"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RawSession session = open();
        watch(session);
        session.watch(NativeName.of(other), "other");
        onEvent = event -> {
            if (event.toName().toString().equals("a")) {
                inside.countDown();
                await().until(() -> go.getCount() == 0);
            } else {
                session.close();
            }
        };
        StandIn.bring(1, new Records(true).add(ADDED, "a"));
        assertThat(inside.await(10, TimeUnit.MINUTES)).isTrue();
        StandIn.bring(1, new Records(true).add(ADDED, "b"));
        StandIn.bring(2, new Records(true).add(ADDED, "c"));
        go.countDown();
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void G6_afterClosingInACallbackNoRecordFollows() throws Exception {
        RawSession session = open();
        watch(session);
        onEvent = event -> session.close();
        StandIn.bring(1, new Records(true).add(ADDED, "a").add(ADDED, "b").add(ADDED, "c"));
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(reported).containsExactly("CREATED a");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateFileW, 2",
        "CreateFileW, 5",
        "CreateFileW, 32",
        "CreateFileW, 1450",
        "GetFileInformationByHandle, 5",
        "CreateIoCompletionPort, 87",
        "ReadDirectoryChangesExW, 8",
        "ReadDirectoryChangesExW, 56",
        "ReadDirectoryChangesExW, 1453",
    })
    void G6_aDirectoryThatCannotBeWatchedLeavesNothing(String call, int error) throws Exception {
        try (RawSession session = open()) {
            StandIn.fail(call, error, 0, 1);
            assertThatExceptionOfType(WatchException.class)
                    .isThrownBy(() -> watch(session))
                    .satisfies(refusal -> {
                        assertThat(refusal.code()).isEqualTo(error);
                        assertThat(refusal.getReason()).isNotBlank();
                    });
            assertThat(session.watchCount()).isZero();
            assertThat(StandIn.handles()).isEqualTo(handles + 1);
            watch(session);
        }
    }

    @Test
    void G6_aSessionThatCannotBeOpenedLeavesNothing() {
        StandIn.fail("CreateIoCompletionPort", 1450, 0, 1);
        assertThatExceptionOfType(WatchException.class).isThrownBy(this::open);
    }

    @Test
    void G6_aPortThatFailsEndsTheSession() throws Exception {
        RawSession session = open();
        watch(session);
        StandIn.fail("GetQueuedCompletionStatusEx", 6, 0, 1);
        StandIn.bring(1, new Records(true).add(ADDED, "a"));
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(failures).hasSize(1);
        session.close();
    }
}
