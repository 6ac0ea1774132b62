package io.github.fswire.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.RawBackends;
import io.github.fswire.calls.Bindings;
import io.github.fswire.kit.Lane;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lane that quietly tests the wrong thing is worse than none. */
@Tag("contract")
class LaneIT {
    @Test
    void runsOnTheJavaThatItIsNamedAfter() {
        Matcher lane = Pattern.compile("jdk(\\d+)-(ffm|jna)(-wine|-standin)?").matcher(Lane.name());
        assertThat(lane.matches()).as(Lane.name()).isTrue();
        int named = Integer.parseInt(lane.group(1));
        int running = Runtime.version().feature();
        if (named < 22) {
            assertThat(running).isEqualTo(named);
        } else {
            // The lane of the build's JDK: named after 25, any version with java.lang.foreign will do.
            assertThat(running).isGreaterThanOrEqualTo(22);
        }
        assertThat(lane.group(2)).isEqualTo(Lane.expectedBinding());
    }

    @Test
    void callsThroughTheBindingThatItIsNamedAfter() {
        assertThat(Bindings.name()).isEqualTo(Lane.expectedBinding());
    }

    @Test
    void watchesWithTheBackendOfItsSystem() {
        String expected = Lane.MACOS ? "fsevents" : Lane.WINDOWS ? "readdirectorychanges" : "inotify";
        assertThat(RawBackends.byName("auto").name()).isEqualTo(expected);
    }

    @Test
    void testsThePackagedLibrary() {
        assertThat(RawBackends.class.getProtectionDomain().getCodeSource().getLocation())
                .asString()
                .endsWith(".jar");
    }

    @Test
    void runsWithAssertionsAndChecks() {
        assertThat(LaneIT.class.desiredAssertionStatus()).isTrue();
        assertThat(Boolean.getBoolean("fswire.checks")).isTrue();
    }
}
