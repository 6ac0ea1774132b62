package io.github.fswire.kit;

import java.io.IOException;
import java.io.InputStream;
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
        Path limit = LIMITS.resolve(name);
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "fswire-" + name + ".lock");
        try (FileChannel old =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            old.lock(); // until it is closed
            if (old.size() > 0) {
                restore(limit, old);
            }
            old.write(ByteBuffer.wrap(read(limit)), 0);
            Files.writeString(limit, String.valueOf(value));
            try {
                return action.run();
            } finally {
                restore(limit, old);
            }
        }
    }

    /** In one read: a second one finds the end, and Files.readAllBytes of JDK 17 begins with a read of one byte. */
    private static byte[] read(Path limit) throws IOException {
        try (InputStream file = Files.newInputStream(limit)) {
            return file.readNBytes(64);
        }
    }

    private static void restore(Path limit, FileChannel old) throws IOException {
        ByteBuffer value = ByteBuffer.allocate((int) old.size());
        old.read(value, 0);
        Files.writeString(limit, new String(value.array(), StandardCharsets.US_ASCII).strip());
        old.truncate(0);
    }
}
