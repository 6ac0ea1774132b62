package io.github.fswire.subjects;

import io.github.fswire.RawBackends;
import io.github.fswire.conformance.RawBackendConformance;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.raw.RawBackend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** inotify keeps to every rule. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class InotifyConformanceIT extends RawBackendConformance {
    @Override
    protected RawBackend backend() {
        return RawBackends.byName("inotify");
    }
}
