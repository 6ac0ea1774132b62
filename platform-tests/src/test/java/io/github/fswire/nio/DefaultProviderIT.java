package io.github.fswire.nio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program that was not written for this library runs with our default file system provider as without it. */
@Tag("contract")
class DefaultProviderIT {
    private static final boolean EARLY =
            Runtime.version().feature() == 17 && Runtime.version().update() < 15;

    @Test
    void onTheJdks() throws Exception {
        run("");
    }

    @Test
    void onOurs() throws Exception {
        assumeTrue(
                !EARLY,
                "early updates of Java 17 open a jar through the default file system, which is not there while they load its"
                        + " provider: " + Runtime.version());
        run(FswireFileSystemProvider.class.getName());
    }

    private static void run(String provider) throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            List<String> command =
                    ChildJvm.command(ProvidedProgram.class, workspace.root().toString(), provider);
            if (!provider.isEmpty()) {
                command.add(1, "-Djava.nio.file.spi.DefaultFileSystemProvider=" + provider);
            }
            ChildJvm.run(command, Map.of(), "passed");
        }
    }
}
