package io.github.fswire.subjects;

import io.github.fswire.RawBackends;
import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.RawBackendConformance;
import io.github.fswire.conformance.Rule;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.raw.RawBackend;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** ReadDirectoryChangesW keeps to every rule. */
@EnabledOnOs(OS.WINDOWS)
@ExtendWith(NoLeaks.class)
class ReadDirectoryConformanceIT extends RawBackendConformance {
    @Override
    protected Abilities abilities() {
        return Lane.WINE
                ? Abilities.all().without(Rule.R5, "Wine reports nothing of a directory below that nobody has opened")
                : Abilities.all();
    }

    @Override
    protected RawBackend backend() {
        return RawBackends.byName("readdirectorychanges");
    }
}
