package io.github.fswire.kit;

import io.github.fswire.kit.TreeSnapshot.Entry;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * What somebody holds who got every change at least once, as {@link LoggingWatcher} has logged it: what is created twice is
 * the later one, what is deleted goes with everything below it and need not exist. What moves must be known.
 */
public final class TolerantMirror {
    private final int prefix;
    private final TreeMap<NativeName, Entry> entries = new TreeMap<>();

    /** A mirror with nothing but the root. */
    public TolerantMirror(Path root) {
        this.prefix = NativeName.of(root).length() + 1;
        entries.put(TreeSnapshot.ROOT, Entry.of(Change.Type.DIRECTORY, 0, 0));
    }

    /** Applies a log. */
    public TreeSnapshot replay(Path log) throws IOException {
        for (String line : Files.readAllLines(log)) {
            if (line.endsWith(LoggingWatcher.END)) {
                apply(line.split(" ", -1));
            }
        }
        return new TreeSnapshot(entries);
    }

    private void apply(String[] words) {
        NativeName path = relative(words[1]);
        Entry entry = Entry.of(Change.Type.valueOf(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]));
        switch (Change.Kind.valueOf(words[0])) {
            case CREATED, MODIFIED -> {
                Entry before = entries.get(path);
                if (before != null && before.type() != entry.type()) {
                    TreeSnapshot.removeBelow(entries, path);
                }
                entries.put(path, entry);
            }
            case DELETED -> TreeSnapshot.removeBelow(entries, path);
            case MOVED -> move(relative(words[2]), path);
        }
    }

    private void move(NativeName from, NativeName to) {
        if (!entries.containsKey(from)) {
            throw new GuaranteeViolation("G3", "moved but unknown: " + from);
        }
        TreeSnapshot.removeBelow(entries, to);
        for (NativeName old : TreeSnapshot.below(entries, from)) {
            byte[] bytes = old.toBytes();
            int start = from.length();
            NativeName rest =
                    NativeName.of(bytes, Math.min(start + 1, bytes.length), Math.max(0, bytes.length - start - 1));
            entries.put(to.resolve(rest), entries.remove(old));
        }
    }

    private NativeName relative(String word) {
        byte[] bytes = Words.parse(word).toBytes();
        return bytes.length < prefix ? TreeSnapshot.ROOT : NativeName.of(bytes, prefix, bytes.length - prefix);
    }
}
