package io.github.fswire.kit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build says about the virtual machine that runs the tests. */
public final class Lane {
    /** Whether the virtual machine is one of Windows, on whatever system. */
    public static final boolean WINDOWS = File.separatorChar == '\\';

    /** Whether that one is under Wine. */
    public static final boolean WINE = WINDOWS && Files.exists(Path.of("Z:/bin/sh"));

    /** The drive of Wine that is {@link Workspace#MEMORY}. */
    public static final String MEMORY_DRIVE = "S:";

    /** Whether a library stands in for macOS. */
    public static final boolean STANDS_IN = System.getProperty("fswire.coreservices") != null;

    /** Whether this is a Mac. */
    public static final boolean MAC = System.getProperty("os.name").startsWith("Mac");

    /** Whether the watcher is the one of macOS, there or on a library that stands in for it. */
    public static final boolean MACOS = MAC || STANDS_IN;

    /** Whether files have time stamps so far apart that one that was written a moment ago may count as modified once more. */
    public static final boolean COARSE_TIMES = WINDOWS || MACOS || !isMultigrain(System.getProperty("os.version"));

    private Lane() {}

    /** Linux has fine time stamps since 6.13. */
    private static boolean isMultigrain(String release) {
        String[] numbers = release.split("\\D+");
        int major = Integer.parseInt(numbers[0]);
        return major > 6 || major == 6 && Integer.parseInt(numbers[1]) >= 13;
    }

    /** How many watches there are of so many directories: one for each root where a watch covers what is below. */
    public static int watches(int directories, int roots) {
        return WINDOWS || MACOS ? roots : directories;
    }

    /** The name of the lane, such as {@code jdk25-ffm}. */
    public static String name() {
        return property("fswire.lane");
    }

    /** The binding that this lane must use: {@code ffm} or {@code jna}. */
    public static String expectedBinding() {
        return property("fswire.expectedBinding");
    }

    /** Whether the library has its binding to java.lang.foreign here: since Java 22, or as a preview. */
    public static boolean hasForeign() {
        return Runtime.version().feature() >= 22 || expectedBinding().equals("ffm");
    }

    private static String property(String key) {
        String value = System.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("-D" + key + " is missing: run the tests through Maven");
        }
        return value;
    }
}
