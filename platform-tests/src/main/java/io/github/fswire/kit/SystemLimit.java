package io.github.fswire.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A limit of the whole machine that is lowered for a moment. A lock file keeps other processes out meanwhile and holds the old
 * value, so that a run that was killed is repaired by the next one.
 */
public final class SystemLimit {
    private static final Path LIMITS = Path.of("/proc/sys/fs/inotify");

    /** Something done while the limit is low. */
    @FunctionalInterface
    public interface Action<T> {
        /** Does it. */
        T run() throws IOException;
    }

    private SystemLimit() {}

    /** Whether this user may set the limit of that name. */
    public static boolean canSet(String name) {
        return Files.isWritable(LIMITS.resolve(name));
    }

    /** Runs an action while the limit of that name has another value. */
    public static <T> T during(String name, int value, Action<T> action) throws IOException {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "fswire-" + name + ".lock");
        return during(LIMITS.resolve(name), lock, value, action);
    }

    static <T> T during(Path limit, Path lock, int value, Action<T> action) throws IOException {
        try (FileChannel old =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            old.lock(); // until it is closed
            if (old.size() > 0) {
                restore(limit, old);
            }
            old.write(ByteBuffer.wrap(read(limit).getBytes(StandardCharsets.US_ASCII)), 0);
            Files.writeString(limit, String.valueOf(value));
            try {
                return action.run();
            } finally {
                restore(limit, old);
            }
        }
    }

    private static void restore(Path limit, FileChannel old) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) old.size());
        old.read(buffer, 0);
        String value = new String(buffer.array(), StandardCharsets.US_ASCII);
        Files.writeString(limit, value);
        if (!read(limit).equals(value)) {
            throw new IOException(limit + " could not be set back to " + value + ": it is " + read(limit));
        }
        old.truncate(0);
    }

    /** The kernel gives such a value in the first read only, and Files.readString begins with a read of one byte. */
    static String read(Path limit) throws IOException {
        try (FileChannel file = FileChannel.open(limit)) {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            int length = file.read(buffer);
            return new String(buffer.array(), 0, Math.max(length, 0), StandardCharsets.US_ASCII).strip();
        }
    }
}
