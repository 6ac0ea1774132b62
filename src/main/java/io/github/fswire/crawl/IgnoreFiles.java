package io.github.fswire.crawl;

import io.github.fswire.filter.IgnoreRules;
import io.github.fswire.filter.IgnoredEntries;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.TreeIndex;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ignore files of directories: before a directory is listed, and when one of the files was inspected. The content is
 * compared, not the time stamps, which may be shared by two changes.
 *
 * <p>A file that cannot be used counts as empty, and is reported once: one that this user may not read, that is too large, or that is
 * no regular file. Links are not followed, as git follows none. Owned by the engine thread.
 */
public final class IgnoreFiles {
    /** The most bytes that an ignore file may have. */
    static final int MOST_BYTES = 1 << 20;

    private static final int FIRST_BYTES = 1 << 13;

    private record Unusable(NativeName path, String symbol) {}

    private final TreeIndex index;
    private final IgnoredEntries ignored;
    private final List<NativeName> names;
    private final Set<Unusable> reported = new HashSet<>();
    private final Deque<Exception> failures = new ArrayDeque<>();
    private final EntryStat stat = new EntryStat();
    private byte[] buffer = new byte[0];
    private @Nullable WatchException unread;

    /** Reads files of these names; of two in one directory the later name takes precedence. */
    public IgnoreFiles(TreeIndex index, IgnoredEntries ignored, List<String> names) {
        this.index = index;
        this.ignored = ignored;
        this.names = names.stream().map(NativeName::of).toList();
    }

    /** The next file that could not be used and was not reported yet, or null. */
    public @Nullable Exception nextFailure() {
        return failures.poll();
    }

    /** Whether an entry of this name is an ignore file. */
    boolean isOne(byte[] entry, int length) {
        for (NativeName name : names) {
            if (name.length() == length && name.equals(NativeName.of(entry, 0, length))) {
                return true;
            }
        }
        return false;
    }

    /** Reads the ignore files of an open directory. From now on their rules are in force; returns whether they are others. */
    boolean read(Scanner scanner, int directory, int handle) {
        IgnoreRules found = load(scanner, directory, handle, true);
        boolean changed = found != null && !found.isSame(ignored.of(directory));
        if (found != null && changed) {
            ignored.set(directory, found);
        }
        return changed;
    }

    /**
     * Why a file could not be read the last time, or null: it must be tried again, because no event may report that it can be read.
     * Of a file that this user may not read there are no rules then; after any other failure the rules stay.
     */
    @Nullable
    WatchException unread() {
        return unread;
    }

    /** Whether the ignore files of an open directory are others than those in force. */
    boolean haveChanged(Scanner scanner, int directory, int handle) {
        IgnoreRules found = load(scanner, directory, handle, false);
        return found != null && !found.isSame(ignored.of(directory));
    }

    private @Nullable IgnoreRules load(Scanner scanner, int directory, int handle, boolean reports) {
        IgnoreRules all = IgnoreRules.NONE;
        unread = null;
        for (NativeName name : names) {
            byte[] bytes = name.toBytes();
            int result = scanner.inspect(handle, bytes, bytes.length, stat);
            if (result < 0 && !CrawlCycle.isElsewhere(result)) {
                unread = scanner.failure(index.path(directory));
                return null;
            }
            String unusable = "";
            if (result == 0 && stat.type != EntryStat.FILE) {
                unusable = stat.type == EntryStat.SYMLINK ? "SYMLINK" : "NO_REGULAR_FILE";
            } else if (result == 0) {
                int length = readAll(scanner, handle, bytes);
                unusable = length > MOST_BYTES ? "TOO_LARGE" : length == Scanner.DENIED ? "UNREADABLE" : "";
                if (length == Scanner.DENIED) {
                    unread = denied(directory);
                } else if (length < 0 && !CrawlCycle.isElsewhere(length)) {
                    unread = scanner.failure(index.path(directory));
                    return null;
                }
                if (length >= 0 && length <= MOST_BYTES) {
                    all = all.and(new IgnoreRules(Arrays.copyOf(buffer, length)));
                }
            }
            if (reports && !(unusable.isEmpty() && reported.isEmpty())) {
                report(index.path(directory).resolve(name), unusable);
            }
        }
        return all;
    }

    private WatchException denied(int directory) {
        String advice =
                "This user may not read an ignore file in it. Until that is possible it is inspected every interval.";
        return new WatchException(index.path(directory).toString(), "ignoreFiles", 0, "IGNORE_FILE_UNREADABLE", advice);
    }

    /** Returns how many bytes are in the buffer, more than {@link #MOST_BYTES} if the file is larger, or a negative result. */
    private int readAll(Scanner scanner, int handle, byte[] name) {
        int room = Math.max(buffer.length, FIRST_BYTES);
        while (true) {
            buffer = buffer.length < room ? new byte[room] : buffer;
            int length = scanner.read(handle, name, name.length, buffer);
            if (length < room || room > MOST_BYTES) {
                return length;
            }
            room = Math.min(2 * room, MOST_BYTES + 1);
        }
    }

    private void report(NativeName path, String symbol) {
        reported.removeIf(known -> known.path.equals(path) && !known.symbol.equals(symbol));
        if (!symbol.isEmpty() && reported.add(new Unusable(path, symbol))) {
            String why =
                    switch (symbol) {
                        case "SYMLINK" ->
                            "It is a symbolic link, which is not followed, as git does not follow it either";
                        case "TOO_LARGE" -> "It has more than " + MOST_BYTES + " bytes";
                        case "UNREADABLE" -> "This user may not read it";
                        default -> "It is not a regular file";
                    };
            String remedy =
                    switch (symbol) {
                        case "TOO_LARGE" -> "Make it shorter, or exclude by globs.";
                        case "UNREADABLE" -> "chmod or setfacl helps.";
                        default -> "Replace it by a regular file, or rename it.";
                    };
            failures.add(new WatchException(
                    path.toString(),
                    "ignoreFiles",
                    0,
                    "IGNORE_FILE_" + symbol,
                    why + ", so it counts as empty and ignores nothing. " + remedy));
        }
    }
}
