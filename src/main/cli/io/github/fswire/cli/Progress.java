package io.github.fswire.cli;

import java.io.UncheckedIOException;
import java.util.Locale;

/** One line on a terminal's standard error that is written over while a large tree is scanned. Used by all threads. */
final class Progress {
    private static final String ERASE = "\r\033[K";

    private final LineStream err;
    private boolean shown; // guarded by this

    Progress(LineStream err) {
        this.err = err;
    }

    synchronized void show(int entries) {
        if (err.isTerminal()) {
            shown = true;
            print(String.format(Locale.ROOT, "\rscanning: %,d entries", entries));
        }
    }

    synchronized void erase() {
        if (shown) {
            shown = false;
            print(ERASE);
        }
    }

    private void print(String text) {
        try {
            synchronized (err) {
                err.print(text);
                err.flush();
            }
        } catch (UncheckedIOException e) {
            shown = false; // the terminal has gone, and nothing depends on this line
        }
    }
}
