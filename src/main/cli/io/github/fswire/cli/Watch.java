package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Noise;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fswire watch}: the library's main job. */
@Command(
        name = "watch",
        description = "Reports every change in directory trees until Ctrl-C.",
        footer = {
            "",
            "To run a command after changes, without a shell:",
            "fswire watch [OPTION]... DIR... -- COMMAND [WORD]...",
            "{} in a WORD stands for every changed path. The environment has them too: FSWIRE_PATHS, FSWIRE_CREATED,"
                    + " FSWIRE_MODIFIED, FSWIRE_DELETED, FSWIRE_MOVED, FSWIRE_MOVED_FROM, one in a line, unless"
                    + " FSWIRE_TRUNCATED is not empty; FSWIRE_COMMON is the directory that contains them."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class Watch implements Callable<Integer> {
    private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();
    private static final int WATCHER_FAILED = 1;
    private static final Duration LAST_SYNC = Duration.ofSeconds(5);

    private final Surroundings surroundings;
    private final Progress progress;

    @Mixin
    private final PrintOptions form = new PrintOptions();

    @Mixin
    private final OnlyOptions only = new OnlyOptions();

    @Mixin
    private final ExecOptions command = new ExecOptions();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description =
                    "Neither watch nor report what matches the glob; without a slash it is matched against the name,"
                            + " else against the path below DIR; a slash at the end means directories. Repeatable.")
    private List<String> exclusions = List.of();

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "Report only files that match the glob, or another one given so. Repeatable.")
    private List<String> inclusions = List.of();

    @Option(
            names = "--ignore",
            paramLabel = "SET",
            description =
                    "Exclude a ready-made set: editor (backups, swap files), build (output folders, object files),"
                            + " hidden (names with a dot in front), vcs (.git and the like). Repeatable.")
    private List<Noise> noise = List.of();

    @Option(
            names = "--gitignore",
            description = "Neither watch nor report what the .gitignore files in the directories ignore.")
    private boolean gitignore;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "Watch only so many levels: 1 means only what is directly in DIR; default: everything below.")
    private @Nullable Integer depth;

    @Option(
            names = "--quiet-period",
            paramLabel = "MS",
            description = "Report a change when nothing happened at its place for so many milliseconds; default: 50.")
    private @Nullable Long quietPeriodMillis;

    @Option(
            names = "--max-delay",
            paramLabel = "MS",
            description =
                    "Report a change at the latest after so many milliseconds; default: 1000, or twice the quiet period if"
                            + " that is longer.")
    private @Nullable Long maxDelayMillis;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "auto, inotify, polling, or another one that 'fswire doctor' lists; default: ${DEFAULT-VALUE}.")
    private String backend;

    @Option(
            names = "--interval",
            paramLabel = "MS",
            defaultValue = "1000",
            description =
                    "How often to inspect what the kernel does not watch; where nothing changes, up to ten times as"
                            + " long; default: ${DEFAULT-VALUE}.")
    private long intervalMillis;

    @Option(
            names = "--reconcile",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Check every directory once in so many seconds for changes that the kernel missed; default:"
                    + " not at all.")
    private long reconcileSeconds;

    @Option(
            names = "--settle",
            paramLabel = "MS",
            defaultValue = "0",
            description =
                    "Report a file when it is complete: closed by its writer, or unchanged for so many milliseconds;"
                            + " default: files are reported as they are.")
    private long settleMillis;

    @Option(
            names = "--settle-at-most",
            paramLabel = "MS",
            description =
                    "Report a file that is never complete after so many milliseconds; default: ten times --settle,"
                            + " with --settle-until=closed never.")
    private @Nullable Long settleAtMostMillis;

    @Option(
            names = "--settle-until",
            paramLabel = "WHEN",
            defaultValue = "rested",
            description =
                    "rested: a file is complete when it is closed, or unchanged for the time of --settle. closed: only when its"
                            + " writer has closed it, where the kernel reports that. Default: ${DEFAULT-VALUE}.")
    private WatchOptions.SettleUntil settleUntil;

    @Option(
            names = "--verify",
            paramLabel = "WHAT",
            defaultValue = "metadata",
            description =
                    "metadata: a file has changed if its size, times, permissions or owner have. content: also if what is"
                            + " in it has; reads every file. Default: ${DEFAULT-VALUE}.")
    private WatchOptions.Verify verify;

    @Option(
            names = "--debounce",
            paramLabel = "MODE",
            defaultValue = "trailing",
            description =
                    "trailing: report after a pause. leading: report the first change at once, what follows within"
                            + " --max-delay together at its end. Default: ${DEFAULT-VALUE}.")
    private WatchOptions.Debounce debounce;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "Keep the state in FILE, and report at the next start what has changed in between. FILE.journal and"
                            + " FILE.fswire-lock belong to it; one watcher at a time can use it.")
    private @Nullable String checkpoint;

    @Option(
            names = "--follow-links",
            description = "Also watch what links to directories lead to, and report it under its real path.")
    private boolean followLinks;

    @Option(names = "--initial", description = "Report what is there at the start as created.")
    private boolean initial;

    @Option(names = "--wait", description = "Wait for a DIR that does not exist yet.")
    private boolean waitForRoots;

    @Option(
            names = "--stats",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Print the statistics every so many seconds, and not only at the end.")
    private long statsSeconds;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Directories to watch with everything below them, or files.")
    private List<String> directories;

    private volatile @Nullable Reporter reporter;
    private volatile @Nullable Exec exec;
    private volatile Surroundings.@Nullable Running running;

    Watch(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.progress = new Progress(surroundings.err());
    }

    /** Gives the command that stands after {@code --}. */
    void runs(List<String> words) {
        command.words(words);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        form.check();
        command.check(surroundings);
        WatchOptions options = options();
        surroundings.backend(backend);
        Base base = form.base(options.roots());
        try (Ending ending = new Ending(surroundings, this::lastWords);
                Exec runner = runner(options, base)) {
            exec = runner;
            Output plain = form.output(surroundings, base, runner != null);
            Output output = runner == null ? plain : new ExecutingOutput(plain, runner, command.initial());
            Reporter printer = new Reporter(output, progress, ending::printing, () -> ending.end(WATCHER_FAILED));
            reporter = printer;
            long start = System.nanoTime();
            try (Surroundings.Running watcher = start(options, printer)) {
                long millis = (System.nanoTime() - start) / 1_000_000;
                running = watcher;
                printer.ready(options.roots().stream().map(NativeName::of).toList(), watcher.statistics(), millis);
                while (statsSeconds > 0 && ending.awaits(statsSeconds)) {
                    printer.statistics(watcher.statistics());
                }
                return ending.await();
            }
        }
    }

    private @Nullable Exec runner(WatchOptions options, Base base) {
        List<NativeName> roots = options.roots().stream().map(NativeName::of).toList();
        return command.isGiven() ? command.exec(surroundings, base, roots, form.isForPrograms(), this::report) : null;
    }

    private void report(ExecEvent event) {
        Reporter printer = reporter;
        if (printer != null) {
            printer.exec(event);
        }
    }

    private Surroundings.Running start(WatchOptions options, Reporter listener) throws IOException {
        try {
            return surroundings.starter().start(options, listener);
        } finally {
            progress.erase();
        }
    }

    private WatchOptions options() {
        long quietPeriod = quietPeriodMillis == null ? 0 : quietPeriodMillis;
        long maxDelay = maxDelayMillis == null ? quietPeriod : maxDelayMillis;
        if (quietPeriod < 0 || maxDelay < quietPeriod || maxDelay > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "--quiet-period must be 0 or more, --max-delay at least as long and at most " + LONGEST_MILLIS
                            + " ms: " + quietPeriod + ", " + maxDelay);
        }
        Integer levels = depth;
        if (levels != null && levels < 1) {
            throw new IllegalArgumentException("--depth must be 1 or more: " + levels);
        }
        if (statsSeconds < 0) {
            throw new IllegalArgumentException("--stats must be 0 or more: " + statsSeconds);
        }
        if (settleMillis < 0 || settleMillis > LONGEST_MILLIS) {
            throw new IllegalArgumentException("--settle must be from 0 to " + LONGEST_MILLIS + " ms: " + settleMillis);
        }
        Long settleAtMost = settleAtMostMillis;
        if (settleUntil == WatchOptions.SettleUntil.CLOSED && settleMillis == 0) {
            throw new IllegalArgumentException("--settle-until=closed needs --settle MS");
        }
        if (settleAtMost != null && settleMillis == 0) {
            throw new IllegalArgumentException("--settle-at-most needs --settle MS");
        }
        if (settleAtMost != null && (settleAtMost < settleMillis || settleAtMost > LONGEST_MILLIS)) {
            throw new IllegalArgumentException("--settle-at-most must be at least --settle and at most "
                    + LONGEST_MILLIS + " ms: " + settleAtMost);
        }
        if (intervalMillis < 1 || intervalMillis > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "--interval must be from 1 to " + LONGEST_MILLIS + " ms: " + intervalMillis);
        }
        if (reconcileSeconds < 0 || reconcileSeconds > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "--reconcile must be from 0 to " + LONGEST_MILLIS + " s: " + reconcileSeconds);
        }
        if (followLinks && checkpoint != null) {
            throw new IllegalArgumentException("--follow-links and --checkpoint exclude each other");
        }
        WatchOptions.Builder builder = WatchOptions.builder()
                .pollInterval(Duration.ofMillis(intervalMillis))
                .reconcileEvery(Duration.ofSeconds(reconcileSeconds))
                .settle(Duration.ofMillis(settleMillis))
                .settleUntil(settleUntil)
                .debounce(debounce)
                .verify(verify)
                .followLinks(followLinks)
                .initial(initial)
                .waitForRoots(waitForRoots)
                .backend(backend)
                .listener(only.options());
        if (quietPeriodMillis != null) {
            builder.quietPeriod(Duration.ofMillis(quietPeriod));
        }
        if (maxDelayMillis != null) {
            builder.maxDelay(Duration.ofMillis(maxDelay));
        }
        if (levels != null) {
            builder.depth(levels);
        }
        if (gitignore) {
            builder.ignoreFiles(".gitignore");
        }
        if (settleAtMost != null) {
            builder.settleAtMost(Duration.ofMillis(settleAtMost));
        }
        if (checkpoint != null) {
            builder.checkpoint(Arguments.path(checkpoint));
        }
        exclusions.forEach(glob -> builder.exclude(Arguments.text(glob)));
        inclusions.forEach(glob -> builder.include(Arguments.text(glob)));
        noise.forEach(builder::exclude);
        List<Path> places = directories.stream().map(Arguments::path).toList();
        OwnOutput own = ownOutput(places);
        own.notices().forEach(surroundings::complain);
        List<Path> roots = places.stream().filter(place -> !own.isAt(place)).toList();
        if (roots.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing is left to watch: the only DIR is the file that the output goes to");
        }
        roots.forEach(builder::root);
        return own.isEmpty()
                ? builder.build()
                : builder.filter(path -> !own.isAt(path)).build();
    }

    private OwnOutput ownOutput(List<Path> roots) {
        List<Path> places = new ArrayList<>(roots);
        if (followLinks) { // a link may lead anywhere
            FileSystems.getDefault().getRootDirectories().forEach(places::add);
        }
        return OwnOutput.within(places);
    }

    /** Ends the command, then reports the changes made before the signal, then the statistics. */
    private void lastWords() {
        progress.erase();
        Exec runner = exec;
        if (runner != null) {
            runner.close(); // before anything that could take the time that is left
        }
        Surroundings.Running watcher = running;
        Reporter printer = reporter;
        if (watcher == null || printer == null) {
            return; // not ready yet: nothing was printed, and nothing is
        }
        try {
            watcher.sync(LAST_SYNC);
        } catch (InterruptedException | IllegalStateException e) {
            // it has ended by itself: what it has done so far counts
        }
        watcher.close();
        printer.ended(watcher.statistics());
    }
}
