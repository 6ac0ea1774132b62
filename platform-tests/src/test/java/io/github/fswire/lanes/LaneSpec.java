package io.github.fswire.lanes;

import java.util.List;
import java.util.Set;

/**
 * One combination of Java, binding and backend that the tests run on. This is the one place where lanes are named.
 *
 * @param name what {@code -Dlane} takes
 * @param java the feature version of its virtual machine
 * @param binding {@code ffm} or {@code jna}
 * @param kind what it runs on
 * @param suite what it runs by default
 */
record LaneSpec(String name, int java, String binding, Kind kind, Suite suite) {
    /** The class runs in every lane by default: a contract that fails if this lane is wired wrongly. */
    static final String CONTRACT = "contract";

    /** The method of such a class runs where all of the engine is tested, and in no other lane by default. */
    static final String ENGINE = "engine";

    /** The class does not depend on the lane: it runs in the engine's lane only. */
    static final String ONCE = "once";

    /** The class takes long and proves something that seldom breaks: it runs with {@code -Pfull} only, or by its name. */
    static final String SLOW = "slow";

    /** The class needs the system's own backend on Linux, or its tools. */
    static final String LINUX = "linux";

    /** The class needs the library that stands in for macOS. */
    static final String STAND_IN = "standin";

    /** What a lane runs on. */
    enum Kind {
        /** This system's own backend. */
        NATIVE,

        /** The backend of macOS, on a library that stands in for it on Linux. */
        STAND_IN,

        /** A Windows JVM under Wine. */
        WINE
    }

    /** Which classes run. */
    enum Suite {
        /** Everything, on the real kernel, with the usual number of seeds. */
        ENGINE,

        /** What fails if a lane is wired wrongly, with few seeds. */
        CONTRACT,

        /** Everything that can run in the lane, with many seeds ({@code -Pfull}). */
        FULL
    }

    /** Every lane, the longest first; {@code old} is the Java below 22 that is tested. */
    static List<LaneSpec> all(int old) {
        return List.of(
                new LaneSpec("jdk25-ffm", 25, "ffm", Kind.NATIVE, Suite.ENGINE),
                new LaneSpec("jdk17-jna-wine", 17, "jna", Kind.WINE, Suite.CONTRACT),
                new LaneSpec("jdk21-ffm-wine", 21, "ffm", Kind.WINE, Suite.CONTRACT),
                new LaneSpec("jdk25-ffm-standin", 25, "ffm", Kind.STAND_IN, Suite.CONTRACT),
                new LaneSpec("jdk25-jna-standin", 25, "jna", Kind.STAND_IN, Suite.CONTRACT),
                new LaneSpec("jdk" + old + "-jna-standin", old, "jna", Kind.STAND_IN, Suite.CONTRACT),
                new LaneSpec("jdk25-jna", 25, "jna", Kind.NATIVE, Suite.CONTRACT),
                new LaneSpec("jdk" + old + "-jna", old, "jna", Kind.NATIVE, Suite.CONTRACT));
    }

    /** The same lane with everything that can run in it. */
    LaneSpec full() {
        return new LaneSpec(name, java, binding, kind, Suite.FULL);
    }

    /** Whether a class with these tags runs here; {@code chosen}: somebody has asked for the class by its name. */
    boolean runs(Set<String> tags, boolean chosen) {
        if (tags.contains(SLOW) && suite != Suite.FULL && !chosen) {
            return false;
        }
        if (tags.contains(ONCE)) {
            return kind == Kind.NATIVE && binding.equals("ffm");
        }
        boolean possible = kind == Kind.NATIVE
                ? !tags.contains(STAND_IN)
                : !tags.contains(LINUX) && (kind == Kind.STAND_IN || !tags.contains(STAND_IN));
        return possible && (chosen || suite != Suite.CONTRACT || tags.contains(CONTRACT) || tags.contains(STAND_IN));
    }
}
