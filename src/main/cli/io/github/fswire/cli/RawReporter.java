package io.github.fswire.cli;

import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import java.util.Locale;

/** Prints records on the session's reader thread; the first and the last line come from other threads. */
final class RawReporter implements RawEventHandler {
    private final Surroundings surroundings;
    private final Ending ending;
    private final OwnOutput ownOutput;
    private long records; // this and what follows: guarded by this
    private long overflows;
    private long failures;
    private boolean endExpected;

    RawReporter(Surroundings surroundings, Ending ending, OwnOutput ownOutput) {
        this.surroundings = surroundings;
        this.ending = ending;
        this.ownOutput = ownOutput;
    }

    /** From now on the session's end is no news. */
    synchronized void expectEnd() {
        endExpected = true;
    }

    synchronized void begun(String backend, RawSession session) {
        note(String.format(
                Locale.ROOT, "%,d watches (%s, %s). Ctrl-C ends.", session.watchCount(), backend, session.binding()));
    }

    synchronized void statistics() {
        note(String.format(Locale.ROOT, "%,d records, %,d overflows, %,d failures", records, overflows, failures));
    }

    @Override
    public synchronized void onEvent(RawEvent event) {
        records++;
        RawWatch watch = event.watch();
        if (watch != null && !ownOutput.isEmpty() && ownOutput.isAt(event.toPath())) {
            return;
        }
        String place = watch == null ? "" : Text.path(watch.path()) + ": ";
        String ended = RawKind.WATCH_ENDED.in(event.kinds()) ? " (the watch has ended)" : "";
        print(place + event + ended);
    }

    @Override
    public synchronized void onOverflow(RawEvent event) {
        overflows++;
        print("overflow, the kernel dropped records: " + event);
    }

    @Override
    public synchronized void onBatchEnd() {
        flush();
    }

    @Override
    public synchronized void onFailure(Exception failure) {
        failures++;
        note("failure: " + Text.describe(failure));
    }

    @Override
    public synchronized void onTerminated() {
        if (!endExpected) {
            note("ended: the kernel's queue cannot be read any more");
            ending.end(1);
        }
    }

    private void note(String text) {
        print("# " + text);
        flush();
    }

    private void print(String text) {
        ending.printing(
                () -> surroundings.out().line(HumanOutput.time(surroundings.clock()) + " " + Text.printable(text)));
    }

    private void flush() {
        ending.printing(surroundings.out()::flush);
    }
}
