package io.github.fswire.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Ability;
import io.github.fswire.conformance.Conformance;
import io.github.fswire.conformance.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Other watchers run through the kit. What it says about them depends on their threads, but for what is asserted here. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class ForeignWatchersIT {
    private static final boolean FULL = "FULL".equals(System.getProperty("fswire.suite"));

    static final class DirectoryWatcherWithOverflows extends DirectoryWatcherTest {
        @Override
        protected Abilities abilities() {
            return Abilities.all().withPatience(Duration.ofSeconds(1)).without(Ability.FENCE, "it has none");
        }
    }

    @Test
    void directoryWatcher() {
        Verdict verdict =
                verdict(DirectoryWatcherTest.class, Rule.W1, Rule.W2, Rule.W4, Rule.W9, Rule.W10, Rule.G4, Rule.C4);
        assertThat(verdict.held()).contains(Rule.W1, Rule.W2, Rule.W4, Rule.W9, Rule.W10, Rule.C4);
        assertThat(verdict.broken()).doesNotContainKey(Rule.O1);
        assertThat(Verdict.on(DirectoryWatcherWithOverflows.class, Rule.O1).broken())
                .containsOnlyKeys(Rule.O1);
    }

    static final class ImpatientCommonsIo extends CommonsIoSubject {
        @Override
        protected Abilities abilities() {
            return super.abilities().withPatience(Duration.ofSeconds(1));
        }
    }

    @Test
    void commonsIo() {
        assertThat(Verdict.on(CommonsIoSubject.class, Rule.W1, Rule.W2, Rule.W4, Rule.W9)
                        .held())
                .containsExactly(Rule.W1, Rule.W2, Rule.W4, Rule.W9);
        assertThat(verdict(ImpatientCommonsIo.class, Rule.W13, Rule.C4).broken())
                .containsKeys(Rule.W13, Rule.C4);
    }

    /** These rules, and with {@code -Pfull} all of them. */
    private static Verdict verdict(Class<? extends Conformance> subject, Rule first, Rule... rules) {
        Set<Rule> some = EnumSet.of(first, rules);
        Verdict verdict = Verdict.on(subject, FULL ? new Rule[0] : some.toArray(new Rule[0]));
        Set<Rule> run = EnumSet.noneOf(Rule.class);
        run.addAll(verdict.held());
        run.addAll(verdict.broken().keySet());
        assertThat(run).as("%s", Arrays.asList(rules)).containsAll(some);
        return verdict;
    }
}
