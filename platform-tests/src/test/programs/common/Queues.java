package programs;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeMemory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The inotify queues of this process. */
final class Queues {
    private static final long STEP_MILLIS = 2;

    private Queues() {}

    /**
     * Waits until everything that was changed before is known to the watch services of this process: their queues are empty, and
     * whoever reads them has come back to the call that waits for more.
     */
    static void drain() throws Exception {
        try (LinuxCalls calls = Bindings.linux();
                NativeMemory memory = Bindings.allocate(Integer.BYTES)) {
            while (!areEmpty(calls, memory)) {
                Thread.sleep(STEP_MILLIS);
            }
        }
        while (!everyReaderWaits()) {
            Thread.sleep(STEP_MILLIS);
        }
    }

    private static boolean areEmpty(LinuxCalls calls, NativeMemory memory) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                int fd = Integer.parseInt(descriptor.getFileName().toString());
                if (isQueue(descriptor)
                        && calls.ioctl(fd, Fcntl.FIONREAD, memory.address()) == 0
                        && memory.buffer().getInt(0) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isQueue(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("inotify");
        } catch (IOException e) {
            return false; // it was the one that listed them
        }
    }

    private static boolean everyReaderWaits() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> has(stack, "InotifyReader") || has(stack, "LinuxWatchService$Poller"))
                .allMatch(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getMethodName().equals("poll")));
    }

    private static boolean has(StackTraceElement[] stack, String type) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().endsWith("." + type));
    }
}
