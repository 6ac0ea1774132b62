package io.github.fswire.watch;

import io.github.fswire.filter.GlobText;
import io.github.fswire.scan.RootPath;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What to watch and how; immutable. The methods of {@link Builder} say what each option means.
 *
 * <p>A duration may have any length: one of more than nine years means for ever.
 */
public final class WatchOptions {
    /** When changes are delivered. */
    public enum Debounce {
        /** When its place has been quiet for the quiet period, at the latest after the longest delay. */
        TRAILING,
        /** The first change of a place at once; what follows there within the longest delay is delivered together at its end. */
        LEADING
    }

    /** When a file is complete, if files settle. */
    public enum SettleUntil {
        /** When its writer has closed it, or it has rested for the period, whichever is first. */
        RESTED,
        /** When its writer has closed it, however long the writer pauses. */
        CLOSED
    }

    /** What is compared to find out whether a file has changed. */
    public enum Verify {
        /** Size, times, permissions, owner and identity. */
        METADATA,
        /** The content as well. */
        CONTENT
    }

    /** The name that leaves the choice of the backend to the library. */
    private static final String AUTO = "auto";

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DEFAULT_QUIET_PERIOD = Duration.ofMillis(50);
    private static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(10_000);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final int DEFAULT_PERIODS_AT_MOST = 10;

    private final List<Path> roots;
    private final ListenerOptions listener;
    private final boolean waitForRoots;
    private final boolean initial;
    private final boolean followLinks;
    private final int depth;
    private final List<String> exclusions;
    private final List<String> ignoreFiles;
    private final List<String> inclusions;
    private final @Nullable Predicate<Path> filter;
    private final Duration quietPeriod;
    private final Duration maxDelay;
    private final boolean daemon;
    private final Debounce debounce;
    private final Duration settle;
    private final Duration settleAtMost;
    private final SettleUntil settleUntil;
    private final Verify verify;
    private final boolean previousAttributes;
    private final Duration pollInterval;
    private final Duration pollIntervalAtMost;
    private final String backend;
    private final Duration reconcileEvery;
    private final @Nullable Path checkpoint;
    private final int maxBatch;
    private final int retries;
    private final @Nullable Executor executor;

    private WatchOptions(Builder builder) {
        roots = builder.roots.stream().map(RootPath::of).distinct().toList();
        listener = builder.listener;
        waitForRoots = builder.waitForRoots;
        initial = builder.initial || listener.initial();
        followLinks = builder.followLinks;
        depth = builder.depth;
        require(
                depth >= 1,
                "depth must be 1 or more: 1 watches only the entries directly in a root; leave it out to watch"
                        + " everything below: " + depth);
        exclusions = List.copyOf(builder.exclusions);
        ignoreFiles = builder.ignoreFiles.stream().distinct().toList();
        ignoreFiles.forEach(WatchOptions::requireName);
        inclusions = List.copyOf(builder.inclusions);
        filter = builder.filter;
        GlobText.require(exclusions, inclusions, roots);
        quietPeriod = quietPeriod(builder);
        maxDelay = builder.maxDelay == null ? defaultMaxDelay(quietPeriod) : builder.maxDelay;
        require(
                !quietPeriod.isNegative() && maxDelay.compareTo(quietPeriod) >= 0,
                "quietPeriod must be 0 or more and maxDelay at least as long: " + quietPeriod + ", " + maxDelay);
        daemon = builder.daemon;
        debounce = builder.debounce;
        settle = builder.settle;
        require(!settle.isNegative(), "settle must be 0 or more: " + settle);
        settleUntil = builder.settleUntil;
        require(
                settleUntil == SettleUntil.RESTED || !settle.isZero(),
                "settleUntil(CLOSED) needs settle, the time for which a file rests where closes are not reported");
        settleAtMost = settleAtMost(builder);
        verify = builder.verify;
        previousAttributes = builder.previousAttributes;
        pollInterval = builder.pollInterval;
        require(pollInterval.compareTo(MILLISECOND) >= 0, "pollInterval must be at least 1 ms: " + pollInterval);
        pollIntervalAtMost = pollIntervalAtMost(builder);
        backend = builder.backend;
        reconcileEvery = builder.reconcileEvery;
        require(!reconcileEvery.isNegative(), "reconcileEvery must be 0 or more: " + reconcileEvery);
        checkpoint = builder.checkpoint == null ? null : RootPath.of(builder.checkpoint);
        require(
                checkpoint == null || !followLinks,
                "followLinks and checkpoint exclude each other: the roots of the next start would not be known");
        maxBatch = builder.maxBatch;
        require(maxBatch > 0, "maxBatch must be 1 or more: " + maxBatch);
        retries = builder.retries;
        require(retries >= 0, "retries must be 0 or more: " + retries);
        executor = builder.executor;
    }

    private static Duration quietPeriod(Builder builder) {
        if (builder.quietPeriod != null) {
            return builder.quietPeriod;
        }
        Duration longest = builder.maxDelay;
        return longest != null && longest.compareTo(DEFAULT_QUIET_PERIOD) < 0 ? longest : DEFAULT_QUIET_PERIOD;
    }

    private static Duration defaultMaxDelay(Duration quietPeriod) {
        Duration twice = quietPeriod.compareTo(LONGEST) < 0 ? quietPeriod.multipliedBy(2) : quietPeriod;
        return twice.compareTo(DEFAULT_MAX_DELAY) > 0 ? twice : DEFAULT_MAX_DELAY;
    }

    private static Duration pollIntervalAtMost(Builder builder) {
        Duration given = builder.pollIntervalAtMost;
        if (given == null) {
            boolean fits = builder.pollInterval.compareTo(LONGEST) < 0;
            return fits ? builder.pollInterval.multipliedBy(DEFAULT_PERIODS_AT_MOST) : FOR_EVER;
        }
        require(
                given.compareTo(builder.pollInterval) >= 0,
                "pollIntervalAtMost must be at least as long as pollInterval: " + given + ", " + builder.pollInterval);
        return given;
    }

    private static Duration settleAtMost(Builder builder) {
        Duration given = builder.settleAtMost;
        if (given == null) {
            boolean fits = builder.settle.compareTo(LONGEST) < 0 && builder.settleUntil == SettleUntil.RESTED;
            return fits ? builder.settle.multipliedBy(DEFAULT_PERIODS_AT_MOST) : FOR_EVER;
        }
        require(!builder.settle.isZero(), "settleAtMost needs settle, the time for which a file rests: " + given);
        require(
                given.compareTo(builder.settle) >= 0,
                "settleAtMost must be at least as long as settle: " + given + ", " + builder.settle);
        return given;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder without roots
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * See {@link Builder#root}.
     *
     * @return absolute paths
     */
    public List<Path> roots() {
        return roots;
    }

    /**
     * See {@link Builder#listener}.
     *
     * @return what the listener of {@link FileWatcher#start} receives
     */
    public ListenerOptions listener() {
        return listener;
    }

    /**
     * See {@link Builder#waitForRoots}.
     *
     * @return whether a root may be missing at the start
     */
    public boolean waitForRoots() {
        return waitForRoots;
    }

    /**
     * See {@link Builder#initial}.
     *
     * @return whether what is there at the start is delivered
     */
    public boolean initial() {
        return initial;
    }

    /**
     * See {@link Builder#followLinks}.
     *
     * @return whether links are followed
     */
    public boolean followLinks() {
        return followLinks;
    }

    /**
     * See {@link Builder#depth}.
     *
     * @return 1 or more; {@link Integer#MAX_VALUE} if there is no limit
     */
    public int depth() {
        return depth;
    }

    /**
     * See {@link Builder#exclude}.
     *
     * @return globs
     */
    public List<String> exclusions() {
        return exclusions;
    }

    private static void requireName(String ignoreFile) {
        boolean name = !ignoreFile.isBlank()
                && !ignoreFile.equals(".")
                && !ignoreFile.equals("..")
                && ignoreFile.chars().noneMatch(c -> c == '/' || c == File.separatorChar || c == 0);
        require(
                name,
                "ignoreFiles takes the name that the files have in every directory, such as .gitignore, and no path: \""
                        + ignoreFile + "\"");
    }

    /**
     * See {@link Builder#ignoreFiles}.
     *
     * @return names; empty if no file is read
     */
    public List<String> ignoreFiles() {
        return ignoreFiles;
    }

    /**
     * See {@link Builder#include}.
     *
     * @return globs; if there are none, every file counts
     */
    public List<String> inclusions() {
        return inclusions;
    }

    /**
     * See {@link Builder#filter}.
     *
     * @return the predicate, or null
     */
    public @Nullable Predicate<Path> filter() {
        return filter;
    }

    /**
     * See {@link Builder#quietPeriod}.
     *
     * @return 0 or more
     */
    public Duration quietPeriod() {
        return quietPeriod;
    }

    /**
     * See {@link Builder#maxDelay}.
     *
     * @return at least the quiet period
     */
    public Duration maxDelay() {
        return maxDelay;
    }

    /**
     * See {@link Builder#daemon}.
     *
     * @return whether the virtual machine may end while the watcher runs
     */
    public boolean daemon() {
        return daemon;
    }

    /**
     * See {@link Builder#debounce}.
     *
     * @return the mode
     */
    public Debounce debounce() {
        return debounce;
    }

    /**
     * See {@link Builder#settle}.
     *
     * @return 0 if files are delivered as they are
     */
    public Duration settle() {
        return settle;
    }

    /**
     * See {@link Builder#settleUntil}.
     *
     * @return when a file is complete
     */
    public SettleUntil settleUntil() {
        return settleUntil;
    }

    /**
     * See {@link Builder#settleAtMost}.
     *
     * @return at least as long as {@link #settle}
     */
    public Duration settleAtMost() {
        return settleAtMost;
    }

    /**
     * See {@link Builder#verify}.
     *
     * @return what is compared
     */
    public Verify verify() {
        return verify;
    }

    /**
     * See {@link Builder#previousAttributes}.
     *
     * @return whether changes contain what was before
     */
    public boolean previousAttributes() {
        return previousAttributes;
    }

    /**
     * See {@link Builder#pollInterval}.
     *
     * @return at least 1 ms
     */
    public Duration pollInterval() {
        return pollInterval;
    }

    /**
     * See {@link Builder#pollIntervalAtMost}.
     *
     * @return at least {@link #pollInterval}
     */
    public Duration pollIntervalAtMost() {
        return pollIntervalAtMost;
    }

    /**
     * See {@link Builder#backend}.
     *
     * @return {@code auto} or a name
     */
    public String backend() {
        return backend;
    }

    /**
     * See {@link Builder#reconcileEvery}.
     *
     * @return 0 if there is no reconciliation
     */
    public Duration reconcileEvery() {
        return reconcileEvery;
    }

    /**
     * See {@link Builder#checkpoint}.
     *
     * @return an absolute path, or null
     */
    public @Nullable Path checkpoint() {
        return checkpoint;
    }

    /**
     * See {@link Builder#maxBatch}.
     *
     * @return 1 or more
     */
    public int maxBatch() {
        return maxBatch;
    }

    /**
     * See {@link Builder#retries}.
     *
     * @return 0 or more
     */
    public int retries() {
        return retries;
    }

    /**
     * See {@link Builder#executor}.
     *
     * @return the executor, or null for the watcher's own thread
     */
    public @Nullable Executor executor() {
        return executor;
    }

    /** Collects options; not safe for use by several threads. */
    public static final class Builder {
        private final List<Path> roots = new ArrayList<>();
        private ListenerOptions listener = ListenerOptions.EVERYTHING;
        private boolean waitForRoots;
        private boolean initial;
        private boolean followLinks;
        private int depth = Integer.MAX_VALUE;
        private final List<String> exclusions = new ArrayList<>();
        private final List<String> ignoreFiles = new ArrayList<>();
        private final List<String> inclusions = new ArrayList<>();
        private @Nullable Predicate<Path> filter;
        private @Nullable Duration quietPeriod;
        private @Nullable Duration maxDelay;
        private boolean daemon = true;
        private Debounce debounce = Debounce.TRAILING;
        private Duration settle = Duration.ZERO;
        private @Nullable Duration settleAtMost;
        private SettleUntil settleUntil = SettleUntil.RESTED;
        private Verify verify = Verify.METADATA;
        private boolean previousAttributes;
        private Duration pollInterval = Duration.ofSeconds(1);
        private @Nullable Duration pollIntervalAtMost;
        private String backend = AUTO;
        private Duration reconcileEvery = Duration.ZERO;
        private @Nullable Path checkpoint;
        private int maxBatch = 4096;
        private int retries = Integer.MAX_VALUE;
        private @Nullable Executor executor;

        private Builder() {}

        /**
         * Adds a directory to watch with everything below it, or a single file. A watcher may begin without roots and get them
         * by {@link FileWatcher#addRoot}. A root is whatever is at its path: a file in
         * place of a directory is delivered, and so is what the path leads to when a directory above it is renamed or
         * replaced, a link on the way leads elsewhere, or something is mounted there. No record reports that, so it is checked
         * every two seconds and at each {@link FileWatcher#sync}; mounts on Linux at once.
         *
         * <p>A root inside another one is watched with that one, unless something between them is excluded: then it is watched
         * for itself. A root is watched whatever is excluded.
         *
         * @param root made absolute, when {@link #build} is called; a link to a directory is followed. Any other link is
         *     watched itself, which is reported to the listener, or followed with {@link #followLinks}. A link that leads
         *     nowhere counts as missing
         * @return this builder
         */
        public Builder root(Path root) {
            roots.add(Objects.requireNonNull(root, "root"));
            return this;
        }

        /**
         * Narrows what the listener of {@link FileWatcher#start}, the queue or the subscribers receive: kinds of changes, types of
         * entries, a part of the tree. The watcher itself watches all the same; use {@link #exclude(String)} to leave out what
         * nobody needs. Default: they receive everything.
         *
         * @param options what counts for the listener
         * @return this builder
         */
        public Builder listener(ListenerOptions options) {
            listener = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Whether the watcher starts although a root does not exist yet. The watcher reports the missing root to the
         * listener, checks for it every {@link #pollInterval}, and delivers it as created when it exists, a directory or a
         * file. Default false: such a start fails.
         *
         * @param wait whether to wait
         * @return this builder
         */
        public Builder waitForRoots(boolean wait) {
            waitForRoots = wait;
            return this;
        }

        /**
         * Whether what is there at the start is delivered, as created with the cause {@code INITIAL}, so that a mirror can
         * begin empty. Roots that are directories are not, unless they are inside another root; single files are. The last of
         * these changes may be delivered after {@link FileWatcher#start} has returned; {@link FileWatcher#sync} waits for all of
         * them. Default false.
         *
         * @param deliver whether to deliver it
         * @return this builder
         */
        public Builder initial(boolean deliver) {
            initial = deliver;
            return this;
        }

        /**
         * Whether symbolic links to directories are followed. The link itself is reported in any case. What it leads to is
         * watched as a further root and reported under its real path, once, however many links lead there; so one file has one
         * path, and what lies within a root already is not watched again. A target to which no link leads from a root any
         * more is delivered as deleted, even if targets still link to each other. A link to a directory that it is in itself is
         * a cycle and not followed. If something on the way of a link changes that is not watched, or a file to which it leads
         * becomes a directory, the watcher notices it when it lists the directory of the link: at the next poll or rescan.
         * A root that is a link to a file is followed on Linux: the file is inspected every
         * {@link #pollInterval} and reported under the root's path. Default false.
         *
         * @param follow whether to follow them; not together with {@link #checkpoint}
         * @return this builder
         */
        public Builder followLinks(boolean follow) {
            followLinks = follow;
            return this;
        }

        /**
         * How many levels below a root count. With 1 only the entries directly in a root count, with 2 those of its
         * directories as well. A directory on the last level is reported itself, but neither watched nor listed, so nothing below
         * it takes a watch. What moves to a deeper level is delivered as deleted, what moves up as created. Default: no limit.
         *
         * <p>Each root counts its own levels. In a root inside another one the levels of the inner one count, also if the
         * outer one ends above them. If such a root is added by {@link FileWatcher#addRoot}, what is newly within its levels
         * is delivered as created, also without {@link #initial}.
         *
         * @param levels 1 or more
         * @return this builder
         */
        public Builder depth(int levels) {
            depth = levels;
            return this;
        }

        /**
         * Excludes what matches a glob: it is neither watched nor listed nor reported.
         *
         * <p>The glob is matched as in {@link java.nio.file.FileSystem#getPathMatcher} against the path relative to the root,
         * with slashes on every system. Without a slash it is matched against the name alone, at any depth: {@code
         * node_modules}, {@code *.class}, {@code target/classes}, {@code **}{@code /generated}. With a slash at its end only
         * directories match: {@code target/}. A backslash takes away what special characters mean.
         *
         * <p>{@link #build} refuses a glob that can never match, such as {@code ./target}, {@code /home/me/target} or {@code
         * sub\target}.
         *
         * @param glob a glob
         * @return this builder
         */
        public Builder exclude(String glob) {
            exclusions.add(Objects.requireNonNull(glob, "glob"));
            return this;
        }

        /**
         * Excludes a ready-made set.
         *
         * @param set what to exclude
         * @return this builder
         */
        public Builder exclude(Noise set) {
            exclusions.addAll(Objects.requireNonNull(set, "set").globs());
            return this;
        }

        /**
         * Excludes what files of these names exclude, in any directory of a root, by the rules of <a
         * href="https://git-scm.com/docs/gitignore">gitignore(5)</a>: {@code ignoreFiles(".gitignore")}. What is ignored is
         * neither watched nor listed nor reported, so an ignored {@code node_modules} takes no watch. Default: no file is read.
         *
         * <p>When such a file is created, edited, deleted or moved, what it newly ignores is delivered as deleted, and what it
         * does not ignore any more as created. The file itself is reported as any other file, unless something excludes it;
         * its rules count in any case.
         *
         * <p>A pattern is relative to the directory of its file. The last pattern that matches decides, in a deeper directory
         * before one above, and what is in an ignored directory cannot be included again. Names are compared byte by byte, with
         * case, on every system. If several names are given, the files of a later name take precedence in the same directory.
         *
         * <p>The rules begin at a root: files above it are not read. Of roots inside each other they begin at the outermost
         * one. A root that is ignored inside another one is watched all the same, and so are the directories that lead to it,
         * without what else is in them.
         *
         * <p>git does more, which is not done here: it reads {@code core.excludesFile} and {@code .git/info/exclude}, never
         * ignores what is in its index, and leaves out {@code .git} and other repositories ({@link Noise#VCS} excludes {@code
         * .git}). As in git, a symbolic link of such a name is not followed. That, a file that cannot be read, that is no
         * regular file, or that has more than 1 MiB is reported to {@code onError} once, and counts as empty.
         *
         * @param names names of files, not paths
         * @return this builder
         */
        public Builder ignoreFiles(String... names) {
            ignoreFiles.addAll(List.of(Objects.requireNonNull(names, "names")));
            return this;
        }

        /**
         * Only what matches this glob or another one given here counts; directories count in any case, because what matches
         * may be below them. A glob means the same as in {@link #exclude(String)}, which takes precedence; a slash at its end
         * is refused. Default: everything.
         *
         * @param glob a glob
         * @return this builder
         */
        public Builder include(String glob) {
            inclusions.add(Objects.requireNonNull(glob, "glob"));
            return this;
        }

        /**
         * Only entries for which a predicate holds count; a directory for which it does not hold is not watched, and nothing
         * below it is inspected. The predicate is called last, after the globs, for every inspected entry, so it should be
         * quick, and it must always give the same answer for the same path. If it throws, the watcher fails.
         *
         * @param counts called on the watcher's thread with the absolute path
         * @return this builder
         */
        public Builder filter(Predicate<Path> counts) {
            filter = Objects.requireNonNull(counts, "counts");
            return this;
        }

        /**
         * How long nothing must happen at a place before what has changed there is delivered. Default 50 ms, or {@link
         * #maxDelay} if that is shorter. On Linux a place is a file or directory: a file that is written all the time does not
         * delay others. The two ends of a rename are one place. Where the kernel names paths (Windows, macOS) everything that
         * was reported is one place.
         *
         * @param period 0 or more
         * @return this builder
         */
        public Builder quietPeriod(Duration period) {
            quietPeriod = Objects.requireNonNull(period, "period");
            return this;
        }

        /**
         * The longest time that a change waits until its place is quiet. Default 1 s, or twice the {@link #quietPeriod} if that
         * is longer.
         *
         * @param delay at least the quiet period
         * @return this builder
         */
        public Builder maxDelay(Duration delay) {
            maxDelay = Objects.requireNonNull(delay, "delay");
            return this;
        }

        /**
         * When changes are delivered. Default {@code TRAILING}.
         *
         * @param mode with {@code LEADING} the quiet period does not count
         * @return this builder
         */
        public Builder debounce(Debounce mode) {
            debounce = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Delivers a file only when it is complete: its writer has closed it, where the kernel reports that, or it has rested
         * for this time. A file rests while its size, times and metadata stay as they are and the kernel reports no write. How
         * far its modification time is from the clock does not matter, except that a file whose time is older than the period
         * counts as rested at once in a root that is watched and not polled. A file that its writer has closed stays complete
         * when it is renamed.
         *
         * <p>Until then the listener has the state that was delivered before: nothing, if the file is new or is to be delivered
         * at the start by {@link #initial}. Without that, what is there at the start counts as complete. Renames and deletions
         * do not wait. {@link FileWatcher#sync} does not wait for files to be completed. Default 0: files are delivered as they
         * are.
         *
         * @param period 0 or more
         * @return this builder
         */
        public Builder settle(Duration period) {
            settle = Objects.requireNonNull(period, "period");
            return this;
        }

        /**
         * The longest time for which {@link #settle} holds a file back. A file that never rests is delivered as it is then,
         * and held back again from its next change on. Default: ten times the period; with {@link SettleUntil#CLOSED} there is no
         * bound.
         *
         * @param longest at least as long as the period; only together with {@link #settle}
         * @return this builder
         */
        public Builder settleAtMost(Duration longest) {
            settleAtMost = Objects.requireNonNull(longest, "longest");
            return this;
        }

        /**
         * What {@link #settle} waits for. With {@code CLOSED} a file that the kernel reports to be written, or to be created and
         * still empty, is held back until its writer has closed it, however long the writer pauses; the first close counts if
         * there are several writers. A file of which no such thing is known is complete when it has rested: one that is moved
         * in, that was written before its directory was watched, or of which events were lost. So are all files where closes are
         * not reported: in roots that are polled, and by all backends but inotify. Then {@code onError} is called, once, with
         * the symbol {@code CLOSES_NOT_REPORTED}.
         *
         * <p>truncate(2) by path, and mknod(2) of a regular file, change files without opening them. Set {@link
         * #settleAtMost} where programs do that. Default {@code RESTED}.
         *
         * @param until {@code CLOSED} only together with {@link #settle}
         * @return this builder
         */
        public Builder settleUntil(SettleUntil until) {
            settleUntil = Objects.requireNonNull(until, "until");
            return this;
        }

        /**
         * What is compared to find out whether a file has changed. With {@code CONTENT} every inspection of a file reads it
         * and compares a hash. This also finds changes that no time stamp and no record shows: writes through a memory
         * mapping on tmpfs, or on a server whose clock stands still. That costs as much as reading every file once for each
         * poll, rescan and reconciliation. The hash is CRC-32C: processors have an instruction for it, and 32 bits are enough
         * against chance, though not against an adversary. A file that cannot be read counts as empty. Default {@code
         * METADATA}.
         *
         * @param what what is compared
         * @return this builder
         */
        public Builder verify(Verify what) {
            verify = Objects.requireNonNull(what, "what");
            return this;
        }

        /**
         * Whether a change contains the size and the modification time that were delivered before: {@link
         * Change#previousSize}, {@link Change#previousModifiedTime}. The watcher needs 16 more bytes of heap for each entry. With a
         * {@link #checkpoint} they are not known for what changed while no watcher was running. Default false.
         *
         * @param keep whether to keep them
         * @return this builder
         */
        public Builder previousAttributes(boolean keep) {
            previousAttributes = keep;
            return this;
        }

        /**
         * How often to inspect directories that the kernel does not watch: beyond a limit, unreadable, or a root that is
         * gone. Default 1 s. Roots that are polled as a whole are inspected after this interval too; it grows up to {@link
         * #pollIntervalAtMost} while nothing changes there. While other changes wait for a pause ({@link #quietPeriod}, {@link
         * #maxDelay}), so does this inspection, so that changes that belong together are delivered together.
         *
         * @param interval at least 1 ms
         * @return this builder
         */
        public Builder pollInterval(Duration interval) {
            pollInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        /**
         * The longest interval at which roots that are polled as a whole are inspected, while nothing changes there. Give the
         * {@link #pollInterval} to have it fixed. Default ten times the poll interval.
         *
         * @param interval at least the poll interval
         * @return this builder
         */
        public Builder pollIntervalAtMost(Duration interval) {
            pollIntervalAtMost = Objects.requireNonNull(interval, "interval");
            return this;
        }

        /**
         * Whether the watcher's own thread is a daemon thread, so that the virtual machine may end while it runs. Its reader threads
         * are daemon threads in any case. Default true: without another thread the program ends.
         *
         * @param is whether it is
         * @return this builder
         */
        public Builder daemon(boolean is) {
            daemon = is;
            return this;
        }

        /**
         * The backend to use. Default {@code auto}: the best one that works here; a root on a file system whose changes this
         * kernel does not see (network, FUSE, procfs) is polled, which is reported to the listener. A named backend is used
         * for every root; {@code polling} polls every root.
         *
         * @param name {@code auto} or a backend's name
         * @return this builder
         */
        public Builder backend(String name) {
            backend = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Checks whether the kernel's records report everything: every directory is listed once in this time and compared
         * with what was delivered. A difference is delivered with the cause {@code RECONCILE} and counted. Reconciliation
         * takes at most a twentieth of one core; for a tree that is too large for that, a pass takes longer. Default 0: no
         * reconciliation.
         *
         * <p>It finds what no event reports: a file that was there at the start and is written through a hard link outside the
         * roots, something mounted over a directory, a kernel or file system that keeps silent.
         *
         * @param time 0 or more
         * @return this builder
         */
        public Builder reconcileEvery(Duration time) {
            reconcileEvery = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Keeps what was delivered on the disk, so that the next watcher with the same roots and the same file delivers what
         * has changed in between, with the cause {@code RESUME}, also renames, before anything else. The file is written at
         * the start, at the end and about every second while there are changes; beside it a journal, {@code FILE.journal}, is
         * forced to the disk before each batch, and {@code FILE.fswire-lock} is locked while the watcher runs: a second watcher
         * with the same file does not start. None of these files is reached through a link, and their owner alone can read
         * them: whoever knows the key in the file could make a change that stays unnoticed.
         *
         * <p>Nothing is delivered about these files if they are inside a root, nor about those of other watchers, which would
         * feed each other otherwise. They are recognised by their own content and by a journal that begins as one of fswire.
         *
         * <p>After a watcher that was not closed (a crash, {@code kill -9}), or did not come to its end, it is uncertain
         * which of the last changes were accepted: their paths are delivered as deleted and, as far as they exist, as created
         * again. A mirror must then accept that an entry to delete does not exist, or has children; nothing is lost. A file
         * or journal that is damaged, of another version or about other roots is reported to {@code onError}, once, and
         * everything is delivered as with {@link #initial}. While the files cannot be written (a full disk), that is reported
         * and tried again after a pause, and changes are delivered all the same.
         *
         * @param file written atomically; its directory must exist, and what is there must be a regular file
         * @return this builder
         */
        public Builder checkpoint(Path file) {
            checkpoint = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * The largest number of changes in one batch. Default 4096. A batch whose paths have more than 16 MiB ends earlier.
         *
         * @param changes 1 or more
         * @return this builder
         */
        public Builder maxBatch(int changes) {
            maxBatch = changes;
            return this;
        }

        /**
         * How often a batch is delivered again when the listener throws, with pauses from 100 ms up to 5 s. After that the
         * failure is reported to {@code onError} and the batch is given up: from then on the listener's mirror is wrong
         * there. Default {@link Integer#MAX_VALUE}: until it is accepted.
         *
         * @param times 0 or more
         * @return this builder
         */
        public Builder retries(int times) {
            retries = times;
            return this;
        }

        /**
         * Runs the listener on an executor instead of the watcher's thread, which waits meanwhile: callbacks still come one
         * at a time and in order. A callback that the executor has not begun when the watcher is closed is not run. Default
         * none.
         *
         * @param callbacks must run what it is given; if it refuses, the batch is delivered again as if the listener had
         *     thrown
         * @return this builder
         */
        public Builder executor(Executor callbacks) {
            executor = Objects.requireNonNull(callbacks, "callbacks");
            return this;
        }

        /**
         * Ends building.
         *
         * @return the options
         * @throws IllegalArgumentException if a value is out of range, or a glob can never match
         */
        public WatchOptions build() {
            return new WatchOptions(this);
        }
    }
}
