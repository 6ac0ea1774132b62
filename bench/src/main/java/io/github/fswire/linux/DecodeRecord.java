package io.github.fswire.linux;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one inotify record cost between the read buffer and the handler, and does it allocate?
 *
 * <pre>
 * java -jar bench/target/benchmarks.jar DecodeRecord -prof gc
 * </pre>
 */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecodeRecord {
    private static final int RECORDS = 200;

    /** Bytes of name and padding in each record. */
    @Param({"0", "16", "256"})
    int nameBytes;

    private ByteBuffer buffer;
    private InotifyDecoder decoder;
    private int length;
    private volatile boolean open = true; // as a session has it
    private final MaskReader reader = new MaskReader();

    /** Fills the buffer. */
    @Setup
    public void fill() {
        length = RECORDS * (16 + nameBytes);
        buffer = ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
        for (int i = 0; i < RECORDS; i++) {
            int at = i * (16 + nameBytes);
            buffer.putInt(at, 1 + i % 50).putInt(at + 4, 0x100).putInt(at + 12, nameBytes);
            for (int b = 0; b < nameBytes * 3 / 4; b++) {
                buffer.put(at + 16 + b, (byte) ('a' + b % 26));
            }
        }
        WatchTable table = new WatchTable();
        InotifySession none = null;
        for (int wd = 1; wd <= 50; wd++) {
            table.add(new InotifyWatch(none, NativeName.of("/d" + wd), wd, wd));
        }
        InotifyDecoder.Watches watches = new InotifyDecoder.Watches() {
            @Override
            public @Nullable InotifyWatch find(int wd) {
                return table.get(wd);
            }

            @Override
            public @Nullable InotifyWatch end(int wd) {
                return table.end(wd);
            }

            @Override
            public boolean isOpen() {
                return open;
            }
        };
        decoder = new InotifyDecoder(buffer, watches, reader);
    }

    /**
     * The baseline: the loop that C would write.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int loopOverMasks() {
        int sum = 0;
        int at = 0;
        while (at < length) {
            sum += buffer.getInt(at + 4);
            at += 16 + buffer.getInt(at + 12);
        }
        return sum;
    }

    /**
     * The decoder with a handler that reads the mask.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int decode() {
        decoder.decode(length);
        return reader.sum;
    }

    private static final class MaskReader implements RawEventHandler {
        private int sum;

        @Override
        public void onEvent(RawEvent event) {
            sum += event.nativeMask();
        }

        @Override
        public void onOverflow(RawEvent event) {
            sum++;
        }

        @Override
        public void onFailure(Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
