package io.github.fswire.subjects;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Rule;
import io.github.fswire.conformance.WatchServiceConformance;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.WatchService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The JDK's own service is the measure: it keeps to every rule but one. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class JdkWatchServiceIT extends WatchServiceConformance {
    @Override
    protected Abilities abilities() {
        return Abilities.all()
                .without(Rule.A6, "the JDK's service loses its thread over it, and the caller waits for ever");
    }

    @Override
    protected WatchService open() throws IOException {
        return FileSystems.getDefault().newWatchService();
    }
}
