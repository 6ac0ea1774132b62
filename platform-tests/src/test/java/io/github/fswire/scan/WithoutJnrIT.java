package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.ChildJvm;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A user of the library has no jnr-posix unless it was added. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class WithoutJnrIT {
    private static final String ADVICE =
            "UnixViewAttributes, java.nio.file (faster with com.github.jnr:jnr-posix on the class path)";

    /** Runs in a JVM of its own. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            System.out.println(PathAttributes.best().getClass().getSimpleName() + ", " + NioScanner.describe());
        }
    }

    @Test
    void thePortableScannerDoesWithoutAndNamesIt() throws Exception {
        List<String> command = ChildJvm.command(Program.class);
        int classPath = command.indexOf("-cp") + 1;
        command.set(
                classPath,
                Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(command.get(classPath))
                        .filter(entry -> !entry.contains("jnr"))
                        .collect(Collectors.joining(File.pathSeparator)));
        ChildJvm.run(command, Map.of(), ADVICE);
    }

    @Test
    void itIsUsedWhereItIsPresent() {
        assertThat(NioScanner.describe()).isEqualTo("java.nio.file and lstat");
    }
}
