package io.github.fswire.kit;

import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds the reader of the system's real queue at its next record until it is released, so that the kernel's queue overflows
 * whenever {@link #fill} says so, without a limit of the machine being changed.
 */
public final class HeldReader implements WrappedBackend.Wrapper {
    private static final Path LENGTH = Path.of("/proc/sys/fs/inotify/max_queued_events");

    private final AtomicBoolean armed = new AtomicBoolean();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    /** The next record holds the reader; may be called once. */
    public void arm() {
        armed.set(true);
    }

    /** Waits until a record has come and the reader stands at the gate. */
    public void awaitHeld() throws InterruptedException {
        held.await();
    }

    /** Lets the reader go on, for good. */
    public void release() {
        gate.countDown();
    }

    /** To be called by the handler of each record. */
    public void pass() {
        if (armed.get()) {
            held.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public RawSession open(RawBackend real, RawEventHandler handler, RawOptions options) throws WatchException {
        return real.open(new Gate(handler), options);
    }

    private final class Gate extends ForwardingHandler {
        private Gate(RawEventHandler handler) {
            super(handler);
        }

        @Override
        public void onEvent(RawEvent event) {
            pass();
            super.onEvent(event);
        }
    }

    /** How many records the kernel's queue holds. */
    public static int queueLength() throws IOException {
        return Integer.parseInt(Files.readAllLines(LENGTH).get(0));
    }

    /**
     * Writes more records than the queue holds, of two files in turn, because the kernel merges a record with an equal one that is
     * the last in the queue.
     *
     * @param directory a watched directory whose queue nobody reads meanwhile
     */
    public static void fill(Path directory) throws IOException {
        int records = queueLength() + 100;
        try (FileChannel a =
                        FileChannel.open(directory.resolve("a"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileChannel b =
                        FileChannel.open(directory.resolve("b"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            List<FileChannel> both = List.of(a, b);
            for (int i = 0; i < records; i++) {
                both.get(i % 2).write(ByteBuffer.wrap(new byte[] {1}));
            }
        }
    }
}
