package io.github.fswire.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.nio.DefaultProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program cannot do any more with our default file system provider, as the guide says. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class RefusedIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"address of a path", "address of a name"})
    void theJdkRefusesAddressesOfUnixSockets(String what) throws Exception {
        assertThat(probe(what)).isEqualTo("IllegalArgumentException");
    }

    @ParameterizedTest
    @ValueSource(strings = "type")
    void onJava17ItFindsNoTypeOfAFile(String what) throws Exception {
        assertThat(probe(what)).isEqualTo(Runtime.version().feature() == 17 ? "ClassCastException" : "nothing");
    }

    private String probe(String what) throws Exception {
        DefaultProvider.assumePossible();
        return ChildJvm.output(ChildJvm.command(
                System.getProperty("java.class.path"),
                List.of(DefaultProvider.OPTION),
                RefusedProbe.class.getName(),
                what,
                directory.toString()));
    }
}
