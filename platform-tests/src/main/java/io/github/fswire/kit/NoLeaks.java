package io.github.fswire.kit;

import io.github.fswire.calls.NativeMemory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves anything behind: descriptors of the kernel's queues, of directories and of files in a
 * workspace, threads of ours, native memory, workspaces; and what a library that stands in for macOS has noted.
 */
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NoLeaks.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        context.getStore(NAMESPACE).put("before", count());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Map<?, ?> before = (Map<?, ?>) context.getStore(NAMESPACE).get("before");
        // A thread of a listener that was taken out may have done everything and not have ended yet.
        Eventually.await().untilAsserted(() -> assertSame(before, count()));
    }

    /** What exists at the moment and must not become more: a name for each kind, with how many. */
    public static Map<String, Long> count() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fswire-"))
                .forEach(name -> counts.merge("thread " + name.replaceAll("\\d+$", "N"), 1L, Long::sum));
        counts.put("native bytes", NativeMemory.liveBytes());
        StandInLibrary.count(counts);
        Workspace.open().forEach(path -> counts.merge("workspace " + path, 1L, Long::sum));
        if (!Lane.WINDOWS && Files.isDirectory(DESCRIPTORS)) { // under Wine it is there as well
            countDescriptors(counts);
        }
        return counts;
    }

    private static void countDescriptors(Map<String, Long> counts) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                countDescriptor(descriptor, counts);
            }
        }
    }

    private static void countDescriptor(Path descriptor, Map<String, Long> counts) throws IOException {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            boolean ours =
                    target.startsWith("anon_inode:") || target.contains("/fswire") && Files.isDirectory(descriptor);
            if (ours) {
                counts.merge("descriptor " + target, 1L, Long::sum);
            }
        } catch (NoSuchFileException e) {
            // Expected: the descriptor of this very listing, or one that another thread has closed meanwhile.
        }
    }

    /**
     * Compares two counts.
     *
     * @throws GuaranteeViolation if there is more now than before
     */
    public static void assertSame(Map<?, ?> before, Map<String, Long> after) {
        Map<String, Long> more = new TreeMap<>(after);
        more.entrySet()
                .removeIf(entry -> before.get(entry.getKey()) instanceof Long old && entry.getValue() <= old
                        || entry.getValue() == 0);
        if (!more.isEmpty()) {
            throw new GuaranteeViolation("G6", "left behind: " + more + ", before: " + before);
        }
    }
}
