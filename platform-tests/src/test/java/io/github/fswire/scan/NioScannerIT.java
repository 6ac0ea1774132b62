package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The scanner on {@code java.nio.file} and jnr-posix. */
class NioScannerIT extends ScannerSafetyContract {
    @Override
    String kind() {
        return "nio-jnr";
    }

    @Override
    boolean tellsBirthTimes() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    @Override
    boolean followsRenames() {
        return false;
    }

    @Override
    boolean blindTypesAreTold() {
        return false;
    }

    @Test
    void jnrIsPreferred() {
        assertThat(PathLook.best()).isInstanceOf(tellsBirthTimes() ? UnixViewLook.class : JnrLook.class);
    }
}
