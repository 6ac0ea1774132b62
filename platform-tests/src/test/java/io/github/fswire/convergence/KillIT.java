package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Disk;
import io.github.fswire.kit.LoggingWatcher;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.TolerantMirror;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A watcher's process is killed at random moments while files change, and started again: whoever applies what was delivered, at
 * least once, has the tree in the end. {@code -Dfswire.kills=N} for more.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class KillIT {
    private static final int KILLS = Integer.getInteger("fswire.kills", Seeds.fewer(12));
    private static final int OPERATIONS = 30;
    private static final int JOURNAL_HEAD = 12; // bytes of one without records

    private final long seed = Seeds.one();
    private final SplittableRandom random = Seeds.random(seed, "kill");
    private final Storm storm = new Storm(seed, 1);

    @Test
    void G3_aKilledWatcherLosesNothing() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            Disk disk = new Disk(workspace.root());
            storm.rage(disk, 100);
            for (int kill = 0; kill < KILLS; kill++) {
                Process process = start(workspace);
                if (random.nextInt(4) > 0) {
                    await(process, "ready");
                }
                for (int i = random.nextInt(20); i > 0; i--) {
                    storm.rage(disk, OPERATIONS);
                    process.waitFor(random.nextInt(15), TimeUnit.MILLISECONDS); // it does not end: this is a pause
                }
                process.destroyForcibly().waitFor();
                storm.rage(disk, random.nextInt(4) * OPERATIONS);
                if (kill % 5 == 4) {
                    check(workspace);
                }
            }
            check(workspace);
        }
    }

    private static Process start(Workspace workspace) throws IOException {
        return new ProcessBuilder(ChildJvm.command(
                        LoggingWatcher.class,
                        workspace.root().toString(),
                        workspace.outside().resolve("state").toString(),
                        log(workspace).toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path log(Workspace workspace) {
        return workspace.outside().resolve("log");
    }

    private static void await(Process process, String answer) throws IOException {
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        assertThat(answers.readLine()).isEqualTo(answer);
    }

    private void check(Workspace workspace) throws Exception {
        Process process = start(workspace);
        await(process, "ready");
        try (OutputStream orders = process.getOutputStream()) {
            orders.write('\n');
            orders.flush();
            await(process, "synced");
        }
        assertThat(process.waitFor()).isZero();
        assertThat(Files.size(workspace.outside().resolve("state.journal"))).isEqualTo(JOURNAL_HEAD);
        TreeSnapshot mirror = new TolerantMirror(workspace.root()).replay(log(workspace));
        assertThat(mirror.differenceTo(workspace.snapshot())).as("seed " + seed).isEmpty();
    }
}
