package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command after changes, never twice at once, on a thread of its own: whoever reports changes does not wait. Every run
 * gets what has changed since the one before began; if that one was ended for it, what that one had got as well.
 */
final class Exec implements AutoCloseable {
    private static final Duration AT_THE_END = Duration.ofSeconds(2); // the process itself has eight seconds to end

    /** What becomes of changes that come while the command runs. */
    enum OnBusy {
        /** The command runs once more for all of them. */
        QUEUE,
        /** The command is ended and runs again. */
        RESTART,
        /** Nothing. */
        IGNORE
    }

    /** Starts a process. */
    @FunctionalInterface
    interface Launcher {
        Process start(ProcessBuilder builder) throws IOException;
    }

    private final ExecCommand command;
    private final Base base;
    private final List<NativeName> roots;
    private final OnBusy onBusy;
    private final Duration patience;
    private final Launcher launcher;
    private final Consumer<ExecEvent> report;
    private final Thread thread = new Thread(this::run, "fswire-exec");
    private ChangedPaths pending; // this and what follows: guarded by this
    private ChangedPaths current;
    private @Nullable Process process;
    private boolean busy;
    private boolean restart;
    private boolean closing;

    /**
     * Starts nothing yet.
     *
     * @param roots what is watched
     * @param patience how long a process may take to end before it is forced to
     * @param report called without any lock
     */
    Exec(
            ExecCommand command,
            Base base,
            List<NativeName> roots,
            OnBusy onBusy,
            Duration patience,
            Launcher launcher,
            Consumer<ExecEvent> report) {
        this.command = command;
        this.base = base;
        this.roots = roots;
        this.onBusy = onBusy;
        this.patience = patience;
        this.launcher = launcher;
        this.report = report;
        this.pending = new ChangedPaths(roots);
        this.current = pending;
        thread.setDaemon(true);
    }

    /** From now on the command runs; once at once if {@code initial}. */
    synchronized void start(boolean initial) {
        if (initial) {
            pending.addEverything();
        }
        if (!closing) {
            thread.start();
        }
    }

    /** Takes changes for the next run. */
    synchronized void changed(Iterable<Change> changes) {
        if (busy && onBusy == OnBusy.IGNORE) {
            return;
        }
        boolean again = busy && onBusy == OnBusy.RESTART;
        (again ? current : pending).add(changes);
        restart |= again;
        notifyAll();
    }

    private void run() {
        try {
            for (int run = 1; takesWork(); run++) {
                runOnce(run);
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread: as if it were closed
        }
    }

    /** Waits for changes; returns false when there is nothing more to do. */
    private synchronized boolean takesWork() throws InterruptedException {
        if (restart) {
            pending = current;
        }
        busy = false;
        restart = false;
        while (pending.isEmpty() && !closing) {
            wait();
        }
        current = pending;
        pending = new ChangedPaths(roots);
        busy = true;
        return !closing;
    }

    private void runOnce(int run) throws InterruptedException {
        long start = System.nanoTime();
        Process started;
        ExecCommand.Call call = call();
        try {
            started = start(call);
        } catch (IOException e) {
            try {
                call = smallCall();
                started = start(call);
            } catch (IOException again) {
                report.accept(new ExecEvent.Failed(run, explain(again)));
                return;
            }
        }
        boolean late = publish(started);
        if (late) {
            ProcessTree.end(started.toHandle(), Duration.ZERO);
        }
        report.accept(new ExecEvent.Started(run, command.words(), started.pid(), call.paths(), call.withheld()));
        var unused = started.onExit().thenRun(this::wake);
        boolean stopped = awaitEnd(started);
        if (stopped) {
            ProcessTree.end(started.toHandle(), patience);
        }
        int exitCode = started.waitFor();
        publish(null);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        report.accept(new ExecEvent.Ended(run, exitCode, stopped || isClosing(), millis));
    }

    private synchronized ExecCommand.Call call() {
        return command.call(current);
    }

    private synchronized ExecCommand.Call smallCall() {
        return command.smallCall(current);
    }

    private Process start(ExecCommand.Call call) throws IOException {
        return launcher.start(call.process());
    }

    /** Makes it known to whoever closes this; returns whether it is to end at once. */
    private synchronized boolean publish(@Nullable Process started) {
        process = started;
        return closing;
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    /** Waits until it has ended, or is to be ended: then true. */
    private synchronized boolean awaitEnd(Process started) throws InterruptedException {
        while (started.isAlive() && !restart && !closing) {
            wait();
        }
        boolean stops = restart && !closing && started.isAlive();
        busy = stops; // what changes from now on is for the next run
        return stops;
    }

    private String explain(IOException failure) {
        NativeName directory = base.directory();
        if (directory != null && !Files.isDirectory(directory.toPath())) {
            return "the command cannot run in " + Text.path(directory) + ": it is not there";
        }
        String cause = failure.getCause() == null ? Text.describe(failure) : Text.describe(failure.getCause());
        return "the command \"" + command.words().get(0) + "\" cannot be started: " + cause
                + ". It must be a program that is in PATH or has a path";
    }

    /** Ends the command and everything it has started. */
    @Override
    public void close() {
        Process running;
        synchronized (this) {
            closing = true;
            running = process;
            notifyAll();
        }
        try {
            if (running != null) {
                ProcessTree.end(running.toHandle(), patience.compareTo(AT_THE_END) < 0 ? patience : AT_THE_END);
            }
            thread.join(1_000); // so that its last line is printed, unless nobody takes it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
