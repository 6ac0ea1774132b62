package io.github.fswire.scan;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The scanner on {@code java.nio.file} alone. */
@Tag("linux")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the JDK has no inode numbers there")
class NioScannerWithoutJnrIT extends NioScannerIT {
    @Override
    String kind() {
        return "nio-unix";
    }
}
