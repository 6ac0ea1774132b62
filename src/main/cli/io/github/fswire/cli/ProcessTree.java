package io.github.fswire.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ends a process and all that it has started. A process whose parent has ended belongs to no tree any more, so the tree is
 * listed before anything is ended. A parent is asked before those that it has started: a shell whose command has ended goes on
 * with the next one.
 */
final class ProcessTree {
    private static final int ROUNDS = 10; // a process may start another one while it is being ended
    private static final Duration FORCED = Duration.ofMillis(500);
    private static final int PAUSE_MILLIS = 10; // ProcessHandle.onExit pauses for seconds unless it is a child

    private ProcessTree() {}

    /** Asks every process to end, waits at most so long, and forces those to end that are left. */
    static void end(ProcessHandle process, Duration patience) throws InterruptedException {
        Set<ProcessHandle> tree = new LinkedHashSet<>();
        grow(tree, process);
        List<ProcessHandle> asked = List.copyOf(tree);
        asked.forEach(ProcessHandle::destroy);
        alive(tree).forEach(living -> grow(tree, living));
        tree.stream().filter(late -> !asked.contains(late)).forEach(ProcessHandle::destroy);
        await(tree, patience);
        for (int i = 0; i < ROUNDS && !alive(tree).isEmpty(); i++) {
            alive(tree).forEach(living -> grow(tree, living));
            alive(tree).forEach(ProcessHandle::destroyForcibly);
            await(tree, FORCED);
        }
    }

    private static void grow(Set<ProcessHandle> tree, ProcessHandle process) {
        tree.add(process);
        if (process.isAlive()) { // else its number may be another one's
            process.descendants().forEach(tree::add);
        }
    }

    private static List<ProcessHandle> alive(Set<ProcessHandle> tree) {
        return tree.stream()
                .filter(process -> process.isAlive() && !isZombie(process))
                .toList();
    }

    /** Whether it has ended but nobody has asked for its exit code, as in a container without an init; proc_pid_stat(5). */
    private static boolean isZombie(ProcessHandle process) {
        try {
            Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return text.startsWith(") Z", text.lastIndexOf(')'));
        } catch (IOException e) {
            return false; // it is gone, or there is no /proc
        }
    }

    private static void await(Set<ProcessHandle> tree, Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        while (!alive(tree).isEmpty() && System.nanoTime() - start < limit.toNanos()) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
