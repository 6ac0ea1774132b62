package io.github.fswire.kit;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/** The library that stands in for macOS ({@code native/standin/macos}), in the lanes that have one. */
final class StandInLibrary {
    private static final int TEXT_BYTES = 1 << 16;

    private StandInLibrary() {}

    private static int call(String function, Object... arguments) {
        return NativeLibrary.getInstance(System.getProperty("fswire.coreservices"))
                .getFunction(function)
                .invokeInt(arguments);
    }

    /** From now on events are blurred as this number says. */
    static void seed(long seed) {
        if (Lane.STANDS_IN) {
            call("standin_seed", seed);
        }
    }

    /** Counts native objects that are not released, and what was used as it must not be. */
    static void count(Map<String, Long> counts) {
        if (Lane.STANDS_IN) {
            counts.put("objects of CoreServices", (long) call("standin_live"));
            try (Memory text = new Memory(TEXT_BYTES)) {
                long violations = call("standin_violations", text, TEXT_BYTES);
                counts.put("what a Mac would punish: " + text.getString(0, "UTF-8"), violations);
            }
        }
    }
}
