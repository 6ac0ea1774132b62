package io.github.fswire.polling;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent.Subject;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import io.github.fswire.session.HandlerGuard;
import io.github.fswire.session.PlacedWatch;
import io.github.fswire.tree.ChangeSink;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.EntryDetails;
import io.github.fswire.tree.TreeIndex;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One watched directory and its entries as they were last reported. Inspected by the session's thread only; {@link #close}
 * and the getters may be called by any thread.
 */
final class PolledDirectory extends PlacedWatch implements ListingSink, ChangeSink {
    private final TreeIndex index = new TreeIndex();
    private final int root;
    private final Difference difference = new Difference(index, this::holds);
    private final EntryStat stat = new EntryStat();
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private final Scanner scanner;
    private final HandlerGuard handler;
    private int handle; // while it is being inspected
    private boolean known;
    private volatile @Nullable Identity identity; // null before it was listed first
    private boolean again;
    private volatile boolean ended;

    /** A directory, whatever its path is. */
    private record Identity(long device, long inode, long birthNanos) {}

    /** Nothing is reported before the first {@link #inspect}. */
    PolledDirectory(NativeName path, @Nullable Object attachment, Scanner scanner, RawEventHandler handler) {
        super(path, attachment);
        this.scanner = scanner;
        this.handler = new HandlerGuard(handler);
        this.root = index.addRoot(path);
    }

    /**
     * Takes the entries that are there as known.
     *
     * @throws WatchException if it cannot be listed
     */
    void baseline() throws WatchException {
        difference.baseline(true);
        try {
            if (list() < 0) {
                throw scanner.failure(path());
            }
        } finally {
            difference.baseline(false);
        }
    }

    /** Inspects the directory and reports the differences; if it is gone or another one is there, the watch ends. */
    void inspect() {
        do {
            again = false;
            int result = list();
            boolean gone = result == Scanner.GONE || result == Scanner.NOT_A_DIRECTORY;
            if (gone) {
                difference.rootAbsent(root, 0);
            } else if (result < 0) {
                handler.failure(scanner.failure(path())); // inspected again after the interval
            }
            difference.finish(this);
            if (gone) {
                ended = true;
                report(RawKind.SELF_DELETED, NativeName.of(""), EntryStat.DIRECTORY);
                report(RawKind.WATCH_ENDED, NativeName.of(""), EntryStat.DIRECTORY);
            }
        } while (again && !ended);
    }

    private int list() {
        handle = scanner.openRoot(path());
        if (handle < 0) {
            return handle;
        }
        try {
            int result = scanner.inspectSelf(handle, stat);
            if (result < 0 || known && !index.hasIdentity(root, stat)) {
                return result < 0 ? result : Scanner.GONE;
            }
            if (!known) {
                known = true;
                identity = new Identity(stat.device, stat.inode, stat.birthChanges ? 0 : stat.birthNanos);
            }
            difference.rootFound(root, stat, false, 0);
            difference.beginListing(root);
            result = scanner.list(handle, this);
            difference.end(result == 0, 0);
            return result;
        } finally {
            scanner.close(handle);
        }
    }

    private boolean holds(int node) {
        int result = scanner.inspect(handle, name, index.copyName(node, name), stat);
        return result == 0 ? index.hasIdentity(node, stat) : result != Scanner.GONE;
    }

    @Override
    public boolean wants(byte[] entry, int length) {
        return true;
    }

    @Override
    public void entry(byte[] entry, int length, EntryStat found) {
        difference.found(entry, length, found, false, 0);
    }

    @Override
    public void created(NativeName entry, EntryDetails details) {
        report(RawKind.CREATED, entry.last(), details.type);
    }

    @Override
    public void modified(NativeName entry, EntryDetails details) {
        if (entry.length() > path().length()) { // a change of the directory itself shows in its entries
            report(RawKind.MODIFIED, entry.last(), details.type);
        }
    }

    @Override
    public void deleted(NativeName entry, EntryDetails details) {
        if (entry.length() > path().length()) {
            report(RawKind.DELETED, entry.last(), details.type);
        }
    }

    @Override
    public void moved(NativeName from, NativeName to, int node, int replaced, EntryDetails details) {
        report(RawKind.DELETED, from.last(), details.type);
        report(RawKind.CREATED, to.last(), details.type);
    }

    @Override
    public void directoryRemoved(int directory) {}

    @Override
    public void rootLeft(int root) {} // there is one root

    @Override
    public void inspectAgain(int directory, NativeName entry) {
        again = true;
    }

    private void report(RawKind kind, NativeName entry, int type) {
        Subject subject = type == EntryStat.DIRECTORY ? Subject.DIRECTORY : Subject.NOT_DIRECTORY;
        handler.event(new PolledEvent(kind, this, entry, subject));
    }

    @Override
    public Object identity() {
        return Objects.requireNonNull(identity);
    }

    @Override
    public boolean isActive() {
        return !ended;
    }

    @Override
    public void close() {
        ended = true;
    }
}
