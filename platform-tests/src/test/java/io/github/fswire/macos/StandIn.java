package io.github.fswire.macos;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.StringArray;
import io.github.fswire.kit.Eventually;
import java.util.List;

/** {@code native/standin/macos}, which the lane has named, and its script. */
final class StandIn {
    private static final int TEXT_BYTES = 1 << 16;

    private StandIn() {}

    /** An event as FSEvents reports it. */
    record Event(String path, int flags, long id) {}

    private static int call(String function, Object... arguments) {
        return NativeLibrary.getInstance(System.getProperty("fswire.coreservices"))
                .getFunction(function)
                .invokeInt(arguments);
    }

    /** From now on only what a test delivers comes, and the events of fences. */
    static void script() {
        call("standin_reset", "fswire-fences-");
        call("standin_gate", 0);
        call("standin_case_insensitive", 0);
        call("standin_volume", -1, "");
        call("standin_open_files", 0L);
        mount("");
    }

    /** Waits until no file counts as written a moment ago: the clock of files is coarse by 20 ms. */
    static void passTheTick() {
        long start = System.nanoTime();
        Eventually.await().until(() -> System.nanoTime() - start > 10 * 20_000_000);
    }

    /** From now on events are those of files again; nothing was used as it must not be. */
    static void leave() {
        String violations = violations();
        forget();
        assertThat(violations).as("what a Mac would punish").isEmpty();
    }

    /** The same, whatever was used as it must not be. */
    static void forget() {
        script();
        call("standin_reset", "");
    }

    /** What a Mac would punish, a line each. */
    static String violations() {
        return text("standin_violations");
    }

    /** From now on nothing is reported of any file, not even of those of fences. */
    static void deaf() {
        call("standin_reset", "nothing");
    }

    /** One batch, on the queue of the stream that was created last. */
    static void deliver(List<Event> events) {
        String[] paths = events.stream().map(Event::path).toArray(String[]::new);
        try (Memory flags = new Memory(4L * events.size());
                Memory ids = new Memory(8L * events.size())) {
            for (int i = 0; i < events.size(); i++) {
                flags.setInt(4L * i, events.get(i).flags);
                ids.setLong(8L * i, events.get(i).id);
            }
            call("standin_deliver", events.size(), new StringArray(paths, "UTF-8"), flags, ids);
        }
    }

    /** After {@code after} calls of a function the next {@code count} fail. */
    static void fail(String function, int error, int after, int count) {
        call("standin_fail", function, error, after, count);
    }

    /** Whether callbacks wait before they begin. */
    static void gate(boolean closed) {
        call("standin_gate", closed ? 1 : 0);
    }

    /** Whether events of files wait before they are derived. */
    static void hold(boolean held) {
        call("standin_hold", held ? 1 : 0);
    }

    /** Whether a callback runs or waits before it begins. */
    static boolean isCalling() {
        return call("standin_running") != 0;
    }

    /** How many callbacks have not come to their end. */
    static int callbacks() {
        return call("standin_callbacks");
    }

    /** How many streams were invalidated while a callback ran. */
    static int runningAtInvalidate() {
        return call("standin_running_at_invalidate");
    }

    static void caseInsensitive() {
        call("standin_case_insensitive", 1);
    }

    /** What the volume's history is called. */
    static void uuid(String text) {
        call("standin_uuid", text);
    }

    static void volume(int flags, String type) {
        call("standin_volume", flags, type);
    }

    /** Directories of this name are covered by another volume: listings show what is below it, inspections the volume. */
    static void mount(String name) {
        call("standin_mount", name);
    }

    static void openFiles(long limit) {
        call("standin_open_files", limit);
    }

    /** Objects, queues and streams that were not released. */
    static int live() {
        return call("standin_live");
    }

    /** The calls of FSEvents and libdispatch since the script began. */
    static List<String> calls() {
        return text("standin_calls").lines().toList();
    }

    /** The paths of the stream that was created last. */
    static List<String> paths() {
        return text("standin_paths").lines().toList();
    }

    private static String text(String function) {
        try (Memory memory = new Memory(TEXT_BYTES)) {
            call(function, memory, TEXT_BYTES);
            return memory.getString(0, "UTF-8");
        }
    }

    private static long number(String function) {
        return NativeLibrary.getInstance(System.getProperty("fswire.coreservices"))
                .getFunction(function)
                .invokeLong(new Object[0]);
    }

    /** Where the stream that was created last has begun. */
    static long since() {
        return number("standin_since");
    }

    /** Whether that one wants all of the history. */
    static boolean isWhole() {
        return call("standin_whole") != 0;
    }

    /** The newest id. */
    static long newest() {
        return number("FSEventsGetCurrentEventId");
    }
}
