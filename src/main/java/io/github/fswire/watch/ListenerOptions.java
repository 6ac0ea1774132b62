package io.github.fswire.watch;

import io.github.fswire.filter.GlobText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Narrows the watcher's filter for one further listener. Immutable.
 *
 * @param exclusions globs of entries that do not count, with everything below them
 * @param inclusions globs; an entry that is not a directory must match one of them. If there are none, everything counts
 * @param filter called last; null if everything counts
 * @param initial whether the entries that exist by now are delivered at once, as created with the cause {@code INITIAL}
 */
public record ListenerOptions(
        List<String> exclusions,
        List<String> inclusions,
        @Nullable Predicate<Path> filter,
        boolean initial) {
    /** All changes from now on. */
    public static final ListenerOptions EVERYTHING = new ListenerOptions(List.of(), List.of(), null, false);

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a glob can never match
     */
    public ListenerOptions {
        exclusions = List.copyOf(exclusions);
        inclusions = List.copyOf(inclusions);
        GlobText.require(exclusions, inclusions, List.of());
    }

    /**
     * The same without the entries that match a glob.
     *
     * @param glob as in {@link WatchOptions.Builder#exclude(String)}
     * @return new options
     */
    public ListenerOptions exclude(String glob) {
        return new ListenerOptions(with(exclusions, List.of(glob)), inclusions, filter, initial);
    }

    /**
     * The same without a ready-made set.
     *
     * @param set what to exclude
     * @return new options
     */
    public ListenerOptions exclude(Noise set) {
        return new ListenerOptions(with(exclusions, set.globs()), inclusions, filter, initial);
    }

    /**
     * The same with only the entries that match this glob or another one given here.
     *
     * @param glob as in {@link WatchOptions.Builder#include}
     * @return new options
     */
    public ListenerOptions include(String glob) {
        return new ListenerOptions(exclusions, with(inclusions, List.of(glob)), filter, initial);
    }

    /**
     * The same with another predicate.
     *
     * @param counts as in {@link WatchOptions.Builder#filter}
     * @return new options
     */
    public ListenerOptions withFilter(Predicate<Path> counts) {
        return new ListenerOptions(exclusions, inclusions, counts, initial);
    }

    /**
     * The same, with the entries that exist by now.
     *
     * @return new options
     */
    public ListenerOptions withInitial() {
        return new ListenerOptions(exclusions, inclusions, filter, true);
    }

    private static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
