package io.github.fswire.subjects;

import io.github.fswire.RawBackends;
import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Ability;
import io.github.fswire.conformance.RawBackendConformance;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.raw.RawBackend;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** FSEvents keeps to every rule that it can, on the library that stands in for macOS. */
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+", disabledReason = "only on the stand-in library")
@ExtendWith(NoLeaks.class)
class FsEventsConformanceIT extends RawBackendConformance {
    @Override
    protected Abilities abilities() {
        return Abilities.all().without(Ability.ENDS_WATCHES, "FSEvents goes on with what comes there next");
    }

    @Override
    protected RawBackend backend() {
        return RawBackends.byName("fsevents");
    }
}
