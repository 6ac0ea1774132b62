package io.github.fswire.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Ability;
import io.github.fswire.conformance.Announcements;
import io.github.fswire.conformance.Rule;
import io.github.fswire.watch.Change;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules about watchers that {@code BrokenWatcherIT} leaves find a fault that was planted, and none where there is none. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class PlantedWatcherFaultsIT {
    /** Which changes are announced next. */
    private static volatile Supplier<Predicate<Change>> planted;

    static final class Whole extends FileWatcherSubject {
        @Override
        protected Abilities abilities() {
            return Abilities.all().without(Ability.FENCE, "so that the other way of waiting is tried");
        }
    }

    static final class Faulty extends FileWatcherSubject {
        private final Predicate<Change> announced = planted.get();

        @Override
        void announce(Change change, Announcements announcements) {
            if (announced.test(change)) {
                super.announce(change, announcements);
            }
        }

        @Override
        protected Abilities abilities() {
            return Abilities.all().withPatience(Impatience.present()).without(Ability.FENCE, "not of interest");
        }
    }

    private static Predicate<Change> silentAfter(Predicate<Change> last) {
        AtomicBoolean silent = new AtomicBoolean();
        return change -> {
            boolean announced = !silent.get();
            silent.compareAndSet(false, last.test(change));
            return announced;
        };
    }

    private static Arguments row(String what, Rule rule, String message, Supplier<Predicate<Change>> fault) {
        return Arguments.of(what, rule, message, fault);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                row(
                        "is silent after a rename",
                        Rule.W5,
                        "CREATED",
                        () -> silentAfter(change -> change.kind() == Change.Kind.MOVED)),
                row(
                        "has simple names",
                        Rule.W9,
                        "was not announced",
                        () -> change ->
                                change.path().getFileName().toString().chars().allMatch(character -> character < 128)),
                row(
                        "is silent when the root is gone",
                        Rule.W14,
                        "new was not announced",
                        () -> silentAfter(change -> change.kind() == Change.Kind.DELETED)),
                row(
                        "announces few files",
                        Rule.G1,
                        "entries differ",
                        () -> change -> change.path().getFileName().toString().startsWith("fence")));
    }

    @ParameterizedTest(name = "a watcher that {0} breaks {1}")
    @MethodSource("faults")
    void itIsFound(String what, Rule rule, String message, Supplier<Predicate<Change>> fault) {
        assertThat(what).isNotEmpty();
        planted = fault;
        Impatience.assertBroken(Faulty.class, rule, message);
    }

    @Test
    void aWatcherWithoutAFaultKeepsToEveryRule() {
        Verdict verdict = Verdict.on(Whole.class);
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.held()).hasSizeGreaterThan(20);
    }
}
