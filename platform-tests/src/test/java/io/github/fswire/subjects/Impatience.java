package io.github.fswire.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Conformance;
import io.github.fswire.conformance.Rule;
import java.time.Duration;
import java.util.Map;

/**
 * The patience with subjects that never do what a rule expects. It is short, and longer in another run if the rule was broken with
 * another message: on a busy machine it may have been over before the subject could break the rule in its own way.
 */
final class Impatience {
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final int LONGER = 4; // times

    private static volatile Duration present = SHORTEST;

    private Impatience() {}

    /** That of the present run. */
    static Duration present() {
        return present;
    }

    /** Requires that a subject breaks a rule, and with this message. */
    static void assertBroken(Class<? extends Conformance> subject, Rule rule, String message) {
        present = SHORTEST;
        Map<Rule, String> broken = Verdict.on(subject, rule).broken();
        while (!broken.getOrDefault(rule, "").contains(message) && present.compareTo(LONGEST) < 0) {
            present = present.multipliedBy(LONGER);
            broken = Verdict.on(subject, rule).broken();
        }
        assertThat(broken).containsOnlyKeys(rule);
        assertThat(broken.get(rule)).contains(message);
    }
}
