package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a script on a workspace. The watcher's quiet period is so long that its cycles begin only where the script says
 * {@code sync}, so that what it delivers depends on nothing else. At every sync the mirror must equal the disk.
 */
public final class ScriptRun {
    private static final Duration NEVER = Duration.ofDays(1);

    private final Workspace workspace;
    private final boolean strict;
    private final UnaryOperator<WatchOptions.Builder> options;
    private final Duration longestSilence;
    private final List<String> exclusions = new ArrayList<>();
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>(); // since the last sync
    private final List<List<String>> output = new ArrayList<>();
    private @Nullable Trial trial;

    /** A run in which an operation that fails is an error if it is strict, else nothing. */
    public ScriptRun(Workspace workspace, boolean strict) {
        this(workspace, strict, options -> options);
    }

    /** The same with further options for the watcher. */
    public ScriptRun(Workspace workspace, boolean strict, UnaryOperator<WatchOptions.Builder> options) {
        this(workspace, strict, options, Progress.LIMIT);
    }

    /** The same with another limit for the watcher's silence. */
    public ScriptRun(
            Workspace workspace, boolean strict, UnaryOperator<WatchOptions.Builder> options, Duration longestSilence) {
        this.workspace = workspace;
        this.strict = strict;
        this.options = options;
        this.longestSilence = longestSilence;
    }

    /**
     * Carries operations out and syncs at the end.
     *
     * @return the changes that were delivered up to each sync, as sorted lines of a script
     * @throws GuaranteeViolation if the watcher has broken one
     */
    public List<List<String>> run(List<Operation> operations) throws IOException, InterruptedException {
        Player player = new Player(workspace.root(), strict);
        try {
            if (operations.stream().noneMatch(operation -> operation.verb() == Verb.WATCH)) {
                watch();
            }
            for (Operation operation : operations) {
                switch (operation.verb()) {
                    case EXCLUDE -> exclusions.add(operation.path().toString());
                    case WATCH -> watch();
                    case SYNC -> sync();
                    default -> player.play(operation);
                }
            }
            if (operations.isEmpty() || operations.get(operations.size() - 1).verb() != Verb.SYNC) {
                sync();
            }
            return output;
        } finally {
            if (trial != null) {
                trial.close();
            }
        }
    }

    private void watch() throws IOException {
        trial = Trial.start(
                workspace,
                this::options,
                batch -> batch.forEach(change -> delivered.add(line(change))),
                name -> exclusions.stream().anyMatch(glob -> isExcluded(name, glob)),
                longestSilence);
    }

    private WatchOptions.Builder options(WatchOptions.Builder builder) {
        exclusions.forEach(builder::exclude);
        return options.apply(builder.quietPeriod(NEVER).maxDelay(NEVER));
    }

    private void sync() throws IOException, InterruptedException {
        if (trial == null) {
            throw new IllegalArgumentException("sync before watch");
        }
        trial.assertConverged();
        output.add(Script.sorted(List.copyOf(delivered)));
        delivered.clear();
    }

    /** Whether an exclusion applies, as the JDK understands globs; with a slash at its end it is about directories. */
    private boolean isExcluded(NativeName path, String glob) {
        if (glob.endsWith("/")) {
            Path whole = NativeName.of(workspace.root()).resolve(path).toPath();
            return Files.isDirectory(whole, LinkOption.NOFOLLOW_LINKS)
                    && isExcluded(path, glob.substring(0, glob.length() - 1));
        }
        Path compared = glob.contains("/") ? path.toPath() : path.toPath().getFileName();
        return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(compared);
    }

    private String line(Change change) {
        String from = change.nativeFrom() == null ? "" : " from " + relative(change.nativeFrom());
        return change.kind() + " " + relative(change.nativePath()) + from + " " + change.type();
    }

    private String relative(NativeName absolute) {
        int prefix = NativeName.of(workspace.root()).length();
        int start = Math.min(absolute.length(), prefix + 1);
        return Words.escape(NativeName.of(absolute.toBytes(), start, absolute.length() - start));
    }
}
