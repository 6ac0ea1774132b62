package io.github.fswire.nio;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program that was not written for this library runs with our default file system provider as without it. */
@Tag("contract")
class DefaultProviderIT {
    @Test
    void onTheJdks() throws Exception {
        run("");
    }

    @Test
    void onOurs() throws Exception {
        DefaultProvider.assumePossible();
        run(FswireFileSystemProvider.class.getName());
    }

    private static void run(String provider) throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            List<String> command =
                    ChildJvm.command(ProvidedProgram.class, workspace.root().toString(), provider);
            if (!provider.isEmpty()) {
                command.add(1, DefaultProvider.OPTION);
            }
            ChildJvm.run(command, Map.of(), "passed");
        }
    }
}
