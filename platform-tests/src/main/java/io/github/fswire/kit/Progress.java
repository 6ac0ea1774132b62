package io.github.fswire.kit;

import java.util.Map;

/** When the tests of this virtual machine were last seen to go on. */
public final class Progress {
    private static volatile long last = System.nanoTime();

    private Progress() {}

    /** Something has gone on. */
    public static void made() {
        last = System.nanoTime();
    }

    /** For how long nothing has gone on. */
    public static long silentNanos() {
        return System.nanoTime() - last;
    }

    /** What is known about tests that do not go on: where every thread is. */
    public static String report() {
        StringBuilder report = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            report.append(thread.getKey()).append('\n');
            for (StackTraceElement frame : thread.getValue()) {
                report.append("    at ").append(frame).append('\n');
            }
        }
        return report.toString();
    }
}
