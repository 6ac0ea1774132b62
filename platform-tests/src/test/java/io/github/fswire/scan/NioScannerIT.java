package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The scanner on {@code java.nio.file} and jnr-posix. */
@Tag("linux")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the JDK has no inode numbers there")
class NioScannerIT extends ScannerSafetyContract {
    @Override
    String kind() {
        return "nio-jnr";
    }

    @Override
    boolean reportsBirthTimes() {
        return UnixViewAttributes.HAS_BIRTH_TIMES && kind().equals("nio-unix"); // jnr-posix has none
    }

    @Override
    boolean followsRenames() {
        return false;
    }

    @Override
    boolean blindTypesAreReported() {
        return false;
    }

    @Test
    void jnrIsPreferred() {
        assertThat(PathAttributes.best())
                .isInstanceOf(UnixViewAttributes.HAS_BIRTH_TIMES ? UnixViewAttributes.class : JnrAttributes.class);
    }
}
