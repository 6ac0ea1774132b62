package io.github.fswire.observe;

import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.DegradedNotice;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Events of a watcher for the JDK's Flight Recorder. They cost nothing while nobody records. Where the module {@code jdk.jfr}
 * is left out, none is written.
 */
@SuppressWarnings("UnusedVariable") // the recorder reads the fields of the events
public final class FlightEvents {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightEvents() {}

    /** A batch was accepted. */
    public static void batch(int watcher, long nanos, ChangeBatch batch) {
        if (PRESENT) {
            Batch event = new Batch();
            if (event.isEnabled()) {
                event.watcher = watcher;
                event.number = batch.number();
                event.changes = batch.changes().size();
                event.delivery = nanos;
                event.commit();
            }
        }
    }

    /** A rescan has ended. */
    public static void rescan(int watcher, long nanos, int entries) {
        if (PRESENT) {
            Rescan event = new Rescan();
            if (event.isEnabled()) {
                event.watcher = watcher;
                event.entries = entries;
                event.time = nanos;
                event.commit();
            }
        }
    }

    /** The kernel has dropped records. */
    public static void overflow(int watcher, long overflows) {
        if (PRESENT) {
            Overflow event = new Overflow();
            if (event.isEnabled()) {
                event.watcher = watcher;
                event.overflows = overflows;
                event.commit();
            }
        }
    }

    /** Directories are not watched. */
    public static void degraded(int watcher, DegradedNotice notice) {
        if (PRESENT) {
            Degraded event = new Degraded();
            if (event.isEnabled()) {
                event.watcher = watcher;
                event.directories = notice.directories();
                event.reason = String.valueOf(notice.reason().getMessage());
                event.commit();
            }
        }
    }

    /** The part that all events have in common. */
    @Category("fswire")
    @StackTrace(false)
    private abstract static class WatcherEvent extends Event {
        @Label("Watcher")
        int watcher;
    }

    @Name("fswire.Batch")
    @Label("Batch")
    @Description("A batch of changes was accepted by the listener")
    private static final class Batch extends WatcherEvent {
        @Label("Number")
        long number;

        @Label("Changes")
        int changes;

        @Label("Delivery")
        @Timespan(Timespan.NANOSECONDS)
        long delivery;
    }

    @Name("fswire.Rescan")
    @Label("Rescan")
    @Description("Everything was inspected, because the kernel had dropped records")
    private static final class Rescan extends WatcherEvent {
        @Label("Entries")
        int entries;

        @Label("Time")
        @Timespan(Timespan.NANOSECONDS)
        long time;
    }

    @Name("fswire.Overflow")
    @Label("Overflow")
    @Description("The kernel has dropped records")
    private static final class Overflow extends WatcherEvent {
        @Label("Overflows so far")
        long overflows;
    }

    @Name("fswire.Degraded")
    @Label("Degraded")
    @Description("Directories are inspected every interval, because the kernel does not watch them")
    private static final class Degraded extends WatcherEvent {
        @Label("Directories")
        int directories;

        @Label("Reason")
        String reason = "";
    }
}
