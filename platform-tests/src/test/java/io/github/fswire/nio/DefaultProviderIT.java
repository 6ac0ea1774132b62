package io.github.fswire.nio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Workspace;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** A program that was not written for this library runs with our default file system provider as without it. */
@Tag("contract")
class DefaultProviderIT {
    private static final boolean EARLY =
            Runtime.version().feature() == 17 && Runtime.version().update() < 15;

    @TestFactory
    Stream<DynamicTest> programs() {
        return Stream.of(PathProgram.class, FilesProgram.class, WatchProgram.class)
                .flatMap(program -> Stream.of("", "io.github.fswire.nio.FswireFileSystemProvider")
                        .map(provider -> DynamicTest.dynamicTest(
                                program.getSimpleName() + (provider.isEmpty() ? " on the JDK's" : " on ours"),
                                () -> run(program, provider))));
    }

    private static void run(Class<?> program, String provider) throws Exception {
        assumeTrue(
                provider.isEmpty() || !EARLY,
                "early updates of Java 17 open a jar through the default file system, which is not there while they load its"
                        + " provider: " + Runtime.version());
        try (Workspace workspace = Workspace.onDisk()) {
            List<String> command = ChildJvm.command(program, workspace.root().toString(), provider);
            if (!provider.isEmpty()) {
                command.add(1, "-Djava.nio.file.spi.DefaultFileSystemProvider=" + provider);
            }
            ChildJvm.run(command, Map.of(), "passed");
        }
    }
}
