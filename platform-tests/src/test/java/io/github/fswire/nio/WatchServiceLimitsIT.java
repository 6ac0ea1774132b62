package io.github.fswire.nio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.UserNamespace;
import io.github.fswire.kit.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the kernel has no watch or queue left for is polled. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class WatchServiceLimitsIT {
    private static void run(List<String> namespace) throws Exception {
        assumeTrue(UserNamespace.isPossible(namespace), "no user namespace may be made here");
        try (Workspace workspace = Workspace.onDisk()) {
            List<String> command = new ArrayList<>(namespace);
            command.addAll(
                    ChildJvm.command(LimitedProgram.class, workspace.root().toString()));
            ChildJvm.run(command, Map.of(), "passed");
        }
    }

    @Test
    void withoutWatches() throws Exception {
        run(UserNamespace.withWatches(2));
    }

    @Test
    void withoutQueues() throws Exception {
        run(UserNamespace.withInstances(0));
    }
}
