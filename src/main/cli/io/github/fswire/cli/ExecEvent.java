package io.github.fswire.cli;

import java.util.List;

/** What becomes of a run of the command of {@code --exec}. */
sealed interface ExecEvent {
    /** Counts the runs from 1. */
    int run();

    /**
     * The command runs.
     *
     * @param run its number
     * @param command its words as they were given, or the shell's command as the only one
     * @param pid its process
     * @param paths how many paths have changed; 0 if they are not known one by one
     * @param withheld why the command does not get every path, empty if it does
     */
    record Started(int run, List<String> command, long pid, int paths, String withheld) implements ExecEvent {}

    /**
     * The command has ended.
     *
     * @param run its number
     * @param exitCode 128 and the signal's number if a signal has ended it
     * @param stopped whether fswire ended it
     * @param millis how long it ran
     */
    record Ended(int run, int exitCode, boolean stopped, long millis) implements ExecEvent {}

    /**
     * The command could not be started.
     *
     * @param run its number
     * @param message why
     */
    record Failed(int run, String message) implements ExecEvent {}
}
