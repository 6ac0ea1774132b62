package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.HeldReader;
import io.github.fswire.kit.MirrorListener.Mood;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real kernel's queue overflows, and an exact rescan follows. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class OverflowIT {
    @Test
    void G3_aRealOverflowIsFollowedByAnExactRescan() throws Exception {
        HeldReader reader = new HeldReader();
        try (Workspace workspace = Workspace.fast();
                Trial trial = Trial.start(
                        workspace,
                        options -> WrappedBackend.use(reader, options.quietPeriod(Duration.ZERO)),
                        Mood.GOOD)) {
            Disk disk = new Disk(workspace.root());
            Storm storm = new Storm(1, 1);
            storm.rage(disk, 200);
            apply(disk, "fill gone/deep 3", "fill moved/deep 3", "fill again 3");
            trial.assertConverged();
            long rescans = trial.statistics().rescans();
            assertThat(trial.statistics().overflows()).isZero(); // the queue cannot hold so few records and be full
            try {
                reader.arm();
                apply(disk, "write first 1");
                reader.awaitHeld();
                HeldReader.fill(workspace.root());
                apply(disk, "rmrf gone", "mv moved elsewhere", "rmrf again", "fill again/deep 2", "fill new/deep 2");
                storm.rage(disk, 200);
            } finally {
                reader.release();
            }
            trial.assertConverged();
            assertThat(trial.statistics().overflows()).isEqualTo(1);
            assertThat(trial.statistics().rescans()).isGreaterThan(rescans);

            apply(disk, "write again/deep/later 1", "write elsewhere/deep/later 1", "write new/deep/later 1");
            storm.rage(disk, 200);
            trial.assertConverged();
            assertThat(trial.statistics().overflows()).isEqualTo(1);
        }
    }

    private static void apply(Disk disk, String... operations) throws IOException {
        for (String operation : operations) {
            disk.apply(Operation.parse(operation));
        }
    }
}
