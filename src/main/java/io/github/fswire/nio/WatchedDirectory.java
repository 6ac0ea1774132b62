package io.github.fswire.nio;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * A directory that a raw session watches for a key. Its monitor is held while its entries are listed, so that its first event waits
 * for them.
 */
final class WatchedDirectory {
    /** Has a directory watched for this one. */
    @FunctionalInterface
    interface Renewal {
        /** Watches it. */
        RawWatch watch(OpenDirectory directory) throws WatchException;
    }

    private final DirectoryKey key;
    private volatile NativeName path; // of the last registration
    private final DirectoryIdentity identity;
    private final @Nullable KnownEntries known; // null if nothing is repaired; guarded by this
    private volatile @Nullable RawWatch watch; // null before it begins and after its end

    WatchedDirectory(DirectoryKey key, NativeName path, DirectoryIdentity identity, boolean repairs) {
        this.key = key;
        this.path = path;
        this.identity = identity;
        this.known = repairs ? new KnownEntries() : null;
    }

    DirectoryKey key() {
        return key;
    }

    /** Lists the entries of the directory, which is watched already. Called under its monitor. */
    void begin(RawWatch its, OpenDirectory directory) throws WatchException {
        if (known != null) {
            known.list(directory);
        }
        watch = its;
    }

    /** It was registered again, perhaps under another path; returns false if it has ended. */
    synchronized boolean registeredAgain(NativeName now) {
        path = now;
        return isActive();
    }

    boolean isActive() {
        RawWatch present = watch;
        return present != null && present.isActive();
    }

    /** Whether the kernel's watch for it has this identity. */
    boolean isWatchedAs(Object kernels) {
        RawWatch present = watch;
        return present != null && present.isActive() && present.identity().equals(kernels);
    }

    /** Nothing more is watched and signalled; returns false if that was so already. */
    synchronized boolean end() {
        RawWatch present = watch;
        if (present == null) {
            return false;
        }
        watch = null;
        present.close();
        return true;
    }

    /** The kernel reports an entry. */
    synchronized void record(int kinds, RawEvent event, Lookout lookout) {
        if (watch == null) {
            return;
        }
        boolean created = RawKind.CREATED.in(kinds) || RawKind.MOVED_TO.in(kinds);
        boolean deleted = RawKind.DELETED.in(kinds) || RawKind.MOVED_FROM.in(kinds);
        WatchEvent.Kind<?> kind = created
                ? StandardWatchEventKinds.ENTRY_CREATE
                : deleted ? StandardWatchEventKinds.ENTRY_DELETE : StandardWatchEventKinds.ENTRY_MODIFY;
        boolean wanted = key.wants(kind);
        if (!wanted && (known == null || !created && !deleted)) {
            return;
        }
        NativeName name = event.toName();
        if (known != null && created) {
            boolean directory = event.subject() == RawEvent.Subject.DIRECTORY;
            known.appeared(name, directory ? lookout.identity(path.resolve(name)) : DirectoryIdentity.NONE);
        } else if (known != null && deleted) {
            known.disappeared(name);
        }
        if (wanted) {
            key.signal(kind, name.toPath());
        }
    }

    /**
     * Finds what the kernel has dropped, and signals it.
     *
     * @param since the oldest time stamp of a change that was not handed out
     * @param renewal watches the directory once more: the kernel may have dropped that the watch has ended, and another directory
     *     may have the identity of the one that was deleted
     * @return false if the directory is not at its path any more; nothing more is signalled then
     */
    synchronized boolean repair(long since, Lookout lookout, Renewal renewal) {
        KnownEntries entries = known;
        RawWatch before = watch;
        if (before == null || entries == null) {
            return true;
        }
        try (OpenDirectory directory = lookout.open(path)) {
            if (!directory.identity().equals(identity)) {
                end();
                return false;
            }
            watch = renewal.watch(directory);
            before.close();
            long oldest = since == Long.MIN_VALUE ? since : since - directory.timestampGranularityNanos();
            entries.compare(directory, oldest, (kind, name) -> {
                if (key.wants(kind)) {
                    key.signal(kind, name.toPath());
                }
            });
        } catch (RootGoneException | UnsupportedWatchException e) { // nothing is there, or no directory
            end();
            return false;
        } catch (WatchException e) {
            key.signal(StandardWatchEventKinds.OVERFLOW, null); // it cannot be read at present
        }
        return true;
    }
}
