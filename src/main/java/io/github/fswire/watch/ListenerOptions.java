package io.github.fswire.watch;

import io.github.fswire.filter.GlobText;
import io.github.fswire.scan.RootPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Narrows what one listener of a watcher receives. Immutable: each method returns new options.
 *
 * <p>What is excluded hides everything below it. All other conditions are about single entries: an entry that meets them is
 * delivered whether the directories above it do or not.
 *
 * <p>An entry that moves to where it does not count is delivered as deleted, and one that comes from there as created.
 */
public final class ListenerOptions {
    private static final int UNSET = -1;

    /** All changes from now on. */
    public static final ListenerOptions EVERYTHING = new ListenerOptions(new Fields());

    /** The fields of options that are being made. */
    private static final class Fields {
        private List<String> exclusions = List.of();
        private @Nullable Predicate<Path> excluded;
        private List<String> inclusions = List.of();
        private List<Path> directories = List.of();
        private @Nullable Predicate<Path> filter;
        private Set<Change.Type> types = all(Change.Type.class);
        private Set<Change.Kind> kinds = all(Change.Kind.class);
        private Set<Change.Aspect> aspects = all(Change.Aspect.class);
        private String name = "";
        private boolean initial;
        private boolean expandMoves;
        private @Nullable Comparator<? super Change> order;
        private @Nullable Executor executor;
        private int retries = UNSET;
        private int maxBatch = UNSET;
        private int maxBacklog = 10_000;

        private Fields() {}

        private Fields(ListenerOptions options) {
            exclusions = options.exclusions;
            excluded = options.excluded;
            inclusions = options.inclusions;
            directories = options.directories;
            filter = options.filter;
            types = options.types;
            kinds = options.kinds;
            aspects = options.aspects;
            name = options.name;
            initial = options.initial;
            expandMoves = options.expandMoves;
            order = options.order;
            executor = options.executor;
            retries = options.retries;
            maxBatch = options.maxBatch;
            maxBacklog = options.maxBacklog;
        }
    }

    private final List<String> exclusions;
    private final @Nullable Predicate<Path> excluded;
    private final List<String> inclusions;
    private final List<Path> directories;
    private final @Nullable Predicate<Path> filter;
    private final Set<Change.Type> types;
    private final Set<Change.Kind> kinds;
    private final Set<Change.Aspect> aspects;
    private final String name;
    private final boolean initial;
    private final boolean expandMoves;
    private final @Nullable Comparator<? super Change> order;
    private final @Nullable Executor executor;
    private final int retries;
    private final int maxBatch;
    private final int maxBacklog;

    private ListenerOptions(Fields fields) {
        exclusions = fields.exclusions;
        excluded = fields.excluded;
        inclusions = fields.inclusions;
        directories = fields.directories;
        filter = fields.filter;
        types = fields.types;
        kinds = fields.kinds;
        aspects = fields.aspects;
        name = fields.name;
        initial = fields.initial;
        expandMoves = fields.expandMoves;
        order = fields.order;
        executor = fields.executor;
        retries = fields.retries;
        maxBatch = fields.maxBatch;
        maxBacklog = fields.maxBacklog;
        GlobText.require(exclusions, inclusions, List.of());
    }

    private static <E extends Enum<E>> Set<E> all(Class<E> type) {
        return Collections.unmodifiableSet(EnumSet.allOf(type));
    }

    /**
     * The same without the entries that match a glob, and without everything below them.
     *
     * @param glob as in {@link WatchOptions.Builder#exclude(String)}
     * @return new options
     * @throws IllegalArgumentException if the glob can never match
     */
    public ListenerOptions exclude(String glob) {
        Fields fields = new Fields(this);
        fields.exclusions = with(exclusions, List.of(Objects.requireNonNull(glob, "glob")));
        return new ListenerOptions(fields);
    }

    /**
     * The same without a ready-made set.
     *
     * @param set what to exclude
     * @return new options
     */
    public ListenerOptions exclude(Noise set) {
        Fields fields = new Fields(this);
        fields.exclusions = with(exclusions, Objects.requireNonNull(set, "set").globs());
        return new ListenerOptions(fields);
    }

    /**
     * The same without the entries for which a predicate holds, and without everything below them.
     *
     * @param hides asked with the absolute path of each entry, on the watcher's thread; must always answer the same
     * @return new options
     */
    public ListenerOptions exclude(Predicate<Path> hides) {
        Objects.requireNonNull(hides, "hides");
        Fields fields = new Fields(this);
        fields.excluded = excluded == null ? hides : excluded.or(hides);
        return new ListenerOptions(fields);
    }

    /**
     * The same with only the directories, and the other entries that match this glob or another one given here.
     *
     * @param glob as in {@link WatchOptions.Builder#include}
     * @return new options
     * @throws IllegalArgumentException if the glob can never match
     */
    public ListenerOptions include(String glob) {
        Fields fields = new Fields(this);
        fields.inclusions = with(inclusions, List.of(Objects.requireNonNull(glob, "glob")));
        return new ListenerOptions(fields);
    }

    /**
     * The same with only what is in this directory or another one given here, for example one of the watcher's roots. The
     * directory itself counts as well.
     *
     * @param directory made absolute; need not exist
     * @return new options
     */
    public ListenerOptions within(Path directory) {
        Fields fields = new Fields(this);
        fields.directories = with(directories, List.of(RootPath.of(Objects.requireNonNull(directory, "directory"))));
        return new ListenerOptions(fields);
    }

    /**
     * The same with only the entries for which a predicate holds. It decides about single entries: the directories above them
     * need not be accepted.
     *
     * @param counts asked with the absolute path of each entry, on the watcher's thread; must always answer the same
     * @return new options, with this predicate and those that were given before
     */
    public ListenerOptions filter(Predicate<Path> counts) {
        Objects.requireNonNull(counts, "counts");
        Fields fields = new Fields(this);
        fields.filter = filter == null ? counts : filter.and(counts);
        return new ListenerOptions(fields);
    }

    /**
     * The same with only these types of entries.
     *
     * @param first a type
     * @param more further types
     * @return new options
     */
    public ListenerOptions only(Change.Type first, Change.Type... more) {
        Fields fields = new Fields(this);
        fields.types = set(first, more);
        return new ListenerOptions(fields);
    }

    /**
     * The same with only these kinds of changes. Without {@link Change.Kind#MOVED}, a move is delivered as deletion and creation, of
     * the entry and of everything below it.
     *
     * @param first a kind
     * @param more further kinds
     * @return new options
     */
    public ListenerOptions only(Change.Kind first, Change.Kind... more) {
        Fields fields = new Fields(this);
        fields.kinds = set(first, more);
        return new ListenerOptions(fields);
    }

    /**
     * The same with only those modifications that concern one of these aspects. {@code only(CONTENT)} leaves out changes of
     * mode, owner and attributes.
     *
     * @param first an aspect
     * @param more further aspects
     * @return new options
     */
    public ListenerOptions only(Change.Aspect first, Change.Aspect... more) {
        Fields fields = new Fields(this);
        fields.aspects = set(first, more);
        return new ListenerOptions(fields);
    }

    /**
     * The same with a name for the listener, by which its {@link ListenerStatistics} can be found.
     *
     * @param label any text
     * @return new options
     */
    public ListenerOptions named(String label) {
        Fields fields = new Fields(this);
        fields.name = Objects.requireNonNull(label, "label");
        return new ListenerOptions(fields);
    }

    /**
     * The same with the entries that exist by now, as created with the cause {@link Change.Cause#INITIAL}. {@link
     * FileWatcher#sync} waits for them.
     *
     * @return new options
     */
    public ListenerOptions withInitial() {
        Fields fields = new Fields(this);
        fields.initial = true;
        return new ListenerOptions(fields);
    }

    /**
     * The same, with a move of each entry below a directory after the move of the directory itself, parents first: for
     * consumers that keep paths in a flat map. The entries are those that were delivered before; the disk is not read.
     *
     * @return new options
     */
    public ListenerOptions expandMoves() {
        Fields fields = new Fields(this);
        fields.expandMoves = true;
        return new ListenerOptions(fields);
    }

    /**
     * The same with changes in another order, as far as they can be applied in it (G2): those of one path, and those of a path and
     * of a directory above it, keep their order, and a change that others need comes with the first of them.
     *
     * <p>The order covers the changes that are delivered together: at most {@link WatchOptions.Builder#maxBatch} of the watcher, or
     * all that were merged while the listener was busy. Batches of a smaller {@link #maxBatch} are cut afterwards.
     *
     * @param comparator puts first what is wanted first, for example {@code Comparator.comparing(change ->
     *     !change.path().endsWith("pom.xml"))}; called on the thread that delivers. If it throws, the changes keep their order
     *     and {@link ChangeListener#onError} receives the exception
     * @return new options
     */
    public ListenerOptions order(Comparator<? super Change> comparator) {
        Fields fields = new Fields(this);
        fields.order = Objects.requireNonNull(comparator, "comparator");
        return new ListenerOptions(fields);
    }

    /**
     * The same on an executor, as in {@link WatchOptions.Builder#executor}.
     *
     * @param callbacks must run what it is given
     * @return new options
     */
    public ListenerOptions executor(Executor callbacks) {
        Fields fields = new Fields(this);
        fields.executor = Objects.requireNonNull(callbacks, "callbacks");
        return new ListenerOptions(fields);
    }

    /**
     * The same with another number of retries than the watcher's, see {@link WatchOptions.Builder#retries}.
     *
     * @param times 0 or more
     * @return new options
     * @throws IllegalArgumentException if it is negative
     */
    public ListenerOptions retries(int times) {
        Fields fields = new Fields(this);
        fields.retries = atLeast(0, times, "retries");
        return new ListenerOptions(fields);
    }

    /**
     * The same with another size of batches than the watcher's, see {@link WatchOptions.Builder#maxBatch}.
     *
     * @param changes 1 or more
     * @return new options
     * @throws IllegalArgumentException if it is less
     */
    public ListenerOptions maxBatch(int changes) {
        Fields fields = new Fields(this);
        fields.maxBatch = atLeast(1, changes, "maxBatch");
        return new ListenerOptions(fields);
    }

    /**
     * The same with another bound of changes that wait while this listener is busy, if the watcher has several. Beyond it those of
     * one path are merged, and a move becomes a deletion and a creation: nothing is lost (G7). Default 10,000.
     *
     * @param changes 1 or more
     * @return new options
     * @throws IllegalArgumentException if it is less
     */
    public ListenerOptions maxBacklog(int changes) {
        Fields fields = new Fields(this);
        fields.maxBacklog = atLeast(1, changes, "maxBacklog");
        return new ListenerOptions(fields);
    }

    private static <E extends Enum<E>> Set<E> set(E first, E[] more) {
        Objects.requireNonNull(first, "first");
        return Collections.unmodifiableSet(EnumSet.of(first, Objects.requireNonNull(more, "more")));
    }

    private static int atLeast(int least, int number, String name) {
        if (number < least) {
            throw new IllegalArgumentException(name + " must be " + least + " or more: " + number);
        }
        return number;
    }

    /**
     * See {@link #order(Comparator)}.
     *
     * @return the comparator, or null
     */
    public @Nullable Comparator<? super Change> order() {
        return order;
    }

    /**
     * See {@link #executor(Executor)}.
     *
     * @return the executor, or null for the watcher's
     */
    public @Nullable Executor executor() {
        return executor;
    }

    /**
     * See {@link #retries(int)}.
     *
     * @return 0 or more, or -1 for as many as the watcher's
     */
    public int retries() {
        return retries;
    }

    /**
     * See {@link #maxBatch(int)}.
     *
     * @return 1 or more, or -1 for the watcher's size
     */
    public int maxBatch() {
        return maxBatch;
    }

    /**
     * See {@link #maxBacklog(int)}.
     *
     * @return 1 or more
     */
    public int maxBacklog() {
        return maxBacklog;
    }

    /**
     * See {@link #exclude(String)}.
     *
     * @return globs
     */
    public List<String> exclusions() {
        return exclusions;
    }

    /**
     * See {@link #exclude(Predicate)}.
     *
     * @return the predicate, or null
     */
    public @Nullable Predicate<Path> excluded() {
        return excluded;
    }

    /**
     * See {@link #include}.
     *
     * @return globs; if there are none, every file counts
     */
    public List<String> inclusions() {
        return inclusions;
    }

    /**
     * See {@link #within}.
     *
     * @return absolute paths; if there are none, everything counts
     */
    public List<Path> directories() {
        return directories;
    }

    /**
     * See {@link #filter(Predicate)}.
     *
     * @return the predicate, or null
     */
    public @Nullable Predicate<Path> filter() {
        return filter;
    }

    /**
     * See {@link #only(Change.Type, Change.Type...)}.
     *
     * @return at least one type
     */
    public Set<Change.Type> types() {
        return types;
    }

    /**
     * See {@link #only(Change.Kind, Change.Kind...)}.
     *
     * @return at least one kind
     */
    public Set<Change.Kind> kinds() {
        return kinds;
    }

    /**
     * See {@link #only(Change.Aspect, Change.Aspect...)}.
     *
     * @return at least one aspect
     */
    public Set<Change.Aspect> aspects() {
        return aspects;
    }

    /**
     * See {@link #named}.
     *
     * @return the name, an empty text if there is none
     */
    public String name() {
        return name;
    }

    /**
     * See {@link #withInitial}.
     *
     * @return whether what is there is delivered
     */
    public boolean initial() {
        return initial;
    }

    /**
     * See {@link #expandMoves}.
     *
     * @return whether the moves of what is in a directory are delivered
     */
    public boolean movesExpanded() {
        return expandMoves;
    }

    private static <E> List<E> with(List<E> some, List<E> more) {
        List<E> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
