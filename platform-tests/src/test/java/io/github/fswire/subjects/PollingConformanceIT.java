package io.github.fswire.subjects;

import io.github.fswire.RawBackends;
import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.RawBackendConformance;
import io.github.fswire.conformance.Rule;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.watch.WatchOptions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Polling keeps to every rule but two; it lists when a fence asks for it. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class PollingConformanceIT extends RawBackendConformance {
    private static final Duration NEVER = Duration.ofDays(1);

    @Override
    protected RawBackend backend() {
        return RawBackends.byName("polling");
    }

    @Override
    protected Abilities abilities() {
        return Abilities.all()
                .without(Rule.R11, "its records are immutable and may be kept")
                .without(Rule.R16, "it lists what the link leads to");
    }

    @Override
    protected RawOptions options() {
        return RawOptions.DEFAULT.withPollInterval(NEVER);
    }

    @Override
    protected WatchOptions.Builder watcherOptions(WatchOptions.Builder options) {
        return options.pollInterval(NEVER);
    }
}
