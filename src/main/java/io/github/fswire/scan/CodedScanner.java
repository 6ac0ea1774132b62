package io.github.fswire.scan;

import io.github.fswire.raw.WatchException;

/** A scanner whose calls fail with a number: it remembers the last one. Owned by one thread. */
public abstract class CodedScanner extends GuardedScanner {
    private String failedOperation = "none";
    private int failedResult;

    /** A scanner of which no call has failed. */
    protected CodedScanner() {}

    /** Remembers what went wrong and translates it into a constant of {@link Scanner}. */
    protected final int failed(String operation, int result) {
        failedOperation = operation;
        failedResult = result;
        return meaning(result);
    }

    /** What a call's negative result is as a constant of {@link Scanner}. */
    protected abstract int meaning(int result);

    /** The call that has failed last. */
    protected final String failedOperation() {
        return failedOperation;
    }

    /** Its result. */
    protected final int failedResult() {
        return failedResult;
    }

    @Override
    public final boolean hasFailedAs(WatchException known) {
        return known.code() == -failedResult && known.operation().equals(failedOperation);
    }
}
