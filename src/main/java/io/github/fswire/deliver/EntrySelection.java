package io.github.fswire.deliver;

import io.github.fswire.raw.NativeName;
import io.github.fswire.threads.Threads;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ListenerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which entries count for a listener, each by itself. Owned by the engine thread. */
final class EntrySelection {
    private final List<NativeName> directories;
    private final @Nullable Predicate<Path> filter;
    private final Set<Change.Type> types;
    private final boolean everything;

    EntrySelection(ListenerOptions options) {
        this.directories = options.directories().stream().map(NativeName::of).toList();
        this.filter = options.filter();
        this.types = options.types();
        this.everything = directories.isEmpty() && filter == null && types.size() == Change.Type.values().length;
    }

    /** Whether each entry counts. */
    boolean isEverything() {
        return everything;
    }

    boolean contains(NativeName path, Change.Type type) {
        if (everything) {
            return true;
        }
        if (!types.contains(type)
                || !directories.isEmpty() && directories.stream().noneMatch(path::isWithin)) {
            return false;
        }
        if (filter == null) {
            return true;
        }
        boolean counts = filter.test(path.toPath());
        Threads.clearInterrupt();
        return counts;
    }
}
