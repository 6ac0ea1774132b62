package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.UserNamespace;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Overlays and pseudo file systems, mounted where nobody else sees them: in a namespace of a child process. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class PrivateMountIT {
    private static final String OVERLAY = """
            mount -t tmpfs fswire "$1" && cd "$1" && mkdir lower upper work merged
            for d in 1 2 3; do mkdir -p lower/a/$d; for f in 1 2 3 4; do echo $f > lower/a/$d/$f; done; done
            mount -t overlay fswire -o lowerdir=lower,upperdir=upper,workdir=work merged
            """;

    /** The child: watches a directory, runs each command in it, and prints what was delivered for all of them, sorted. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Path root = Path.of(arguments[0]);
            List<String> delivered = new CopyOnWriteArrayList<>();
            WatchOptions options = WatchOptions.builder()
                    .root(root)
                    .quietPeriod(Duration.ofMinutes(1))
                    .maxDelay(Duration.ofMinutes(1))
                    .build();
            try (FileWatcher watcher = FileWatcher.start(options, new ChangeListener() {
                @Override
                public void onBatch(ChangeBatch batch) {
                    batch.forEach(change -> delivered.add(change.kind() + " " + Words.below(root, change.path())));
                }

                @Override
                public void onDegraded(DegradedNotice notice) {
                    delivered.add("degraded " + notice.reason().symbol());
                }
            })) {
                for (int i = 1; i < arguments.length; i++) {
                    Shell.run(root, arguments[i]);
                    if (!watcher.sync(Eventually.LIMIT)) {
                        delivered.add("no sync");
                    }
                }
            }
            System.out.println(delivered.stream()
                    .filter(line -> !isAgain(line, delivered))
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", ")));
        }

        /** Time stamps of overlayfs are as coarse as the timer, so what has just changed may count as modified once more. */
        private static boolean isAgain(String line, List<String> delivered) {
            String path = line.substring(line.indexOf(' '));
            return line.startsWith("MODIFIED")
                    && (delivered.contains("CREATED" + path) || delivered.contains("MOVED" + path));
        }
    }

    /** Mounts, and runs the child there. */
    private static void run(Workspace workspace, String mounts, String root, String expected, String... commands)
            throws Exception {
        assumeFalse(Lane.STANDS_IN, "about file systems of Linux");
        String top = workspace.outside().toString();
        List<String> inside = UserNamespace.withMounts(mounts, top);
        assumeTrue(UserNamespace.isPossible(inside), "a user may not mount such a thing here");
        List<String> arguments = new ArrayList<>(List.of(Path.of(top, root).toString()));
        arguments.addAll(List.of(commands));
        inside.addAll(ChildJvm.command(Child.class, arguments.toArray(String[]::new)));
        assertThat(ChildJvm.run(inside, Map.of(), expected)).isEqualTo(expected);
    }

    @Test
    void theFirstWriteToAFileOfALowerLayerIsOneModification() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            run(workspace, OVERLAY, "merged", "MODIFIED a/2/3", "echo more >> a/2/3");
        }
    }

    @Test
    void renamesInAnOverlayAreMovesAndUsedInodeNumbersAreNot() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            run(
                    workspace,
                    OVERLAY,
                    "merged",
                    "CREATED new, CREATED third, DELETED other, MOVED a/2/x, MOVED other",
                    "echo new > new",
                    "mv new other",
                    "rm other; echo third > third",
                    "mv a/2/3 a/2/x");
        }
    }

    @Test
    void aPseudoFileSystemBelowARootIsLeftOutAndSaidSo() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            run(
                    workspace,
                    "mkdir -p \"$1/proc\" && mount -t proc fswire \"$1/proc\"",
                    "",
                    "CREATED f, DELETED f, degraded proc",
                    "echo 1 > f",
                    "rm f",
                    "true");
        }
    }
}
