package io.github.fswire.nio;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The entries of a directory as its key was told of them. Not thread-safe. */
final class KnownEntries {
    /** Receives what has changed. */
    @FunctionalInterface
    interface Sink {
        /** This happened to an entry. */
        void changed(WatchEvent.Kind<?> kind, NativeName name);
    }

    private final Map<NativeName, DirectoryIdentity> entries = new HashMap<>();

    /** Takes the entries that are there as known. */
    void list(OpenDirectory directory) throws WatchException {
        directory.list(new ListingSink() {
            @Override
            public boolean wants(byte[] name, int length) {
                return true;
            }

            @Override
            public boolean wants(byte[] name, int length, int type) {
                if (type == EntryStat.DIRECTORY || type < 0) {
                    return true;
                }
                appeared(NativeName.of(name, 0, length), DirectoryIdentity.NONE);
                return false;
            }

            @Override
            public void entry(byte[] name, int length, EntryStat stat) {
                appeared(NativeName.of(name, 0, length), DirectoryIdentity.of(stat));
            }
        });
    }

    void appeared(NativeName name, DirectoryIdentity identity) {
        entries.put(name, identity);
    }

    void disappeared(NativeName name) {
        entries.remove(name);
    }

    /**
     * Compares with what is there, and takes that as known.
     *
     * @param since the oldest time stamp of a change that nobody was told of
     * @throws WatchException if the directory cannot be listed; what was found before was told
     */
    void compare(OpenDirectory directory, long since, Sink sink) throws WatchException {
        Set<NativeName> there = new HashSet<>();
        directory.list(new ListingSink() {
            @Override
            public boolean wants(byte[] name, int length) {
                return true;
            }

            @Override
            public void entry(byte[] name, int length, EntryStat stat) {
                NativeName found = NativeName.of(name, 0, length);
                there.add(found);
                compare(found, stat, since, sink);
            }
        });
        entries.keySet().removeIf(name -> {
            boolean gone = !there.contains(name);
            if (gone) {
                sink.changed(StandardWatchEventKinds.ENTRY_DELETE, name);
            }
            return gone;
        });
    }

    private void compare(NativeName name, EntryStat stat, long since, Sink sink) {
        DirectoryIdentity identity = DirectoryIdentity.of(stat);
        DirectoryIdentity known = entries.put(name, identity);
        if (known != null && known.equals(identity)) {
            if (!stat.complete || stat.changedNanos >= since) {
                sink.changed(StandardWatchEventKinds.ENTRY_MODIFY, name);
            }
            return;
        }
        if (known != null) {
            sink.changed(StandardWatchEventKinds.ENTRY_DELETE, name);
        }
        sink.changed(StandardWatchEventKinds.ENTRY_CREATE, name);
    }
}
