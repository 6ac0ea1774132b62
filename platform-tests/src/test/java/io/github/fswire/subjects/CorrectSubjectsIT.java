package io.github.fswire.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Announcements;
import io.github.fswire.conformance.Conformance;
import io.github.fswire.conformance.Rule;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A subject that keeps to a rule in an unusual way, or in an unlucky moment, is not broken. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class CorrectSubjectsIT {
    /**
     * Of each new directory, somebody makes a file in it and deletes it again, both after the watcher has listed it and before the
     * watcher looks again. The watcher announces nothing about the file.
     */
    static final class IsUnlucky extends FileWatcherSubject {
        @Override
        void announce(Change change, Announcements announcements) {
            try {
                Path shortLived = change.path().resolve("short-lived");
                boolean made = change.kind() == Change.Kind.CREATED && isMade(change, shortLived);
                super.announce(change, announcements);
                if (made) {
                    Files.deleteIfExists(shortLived);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isMade(Change change, Path file) throws IOException {
            try {
                return change.type() == Change.Type.DIRECTORY && Files.exists(Files.createFile(file));
            } catch (NoSuchFileException e) {
                return false; // the directory is gone meanwhile
            }
        }
    }

    /** It delivers nothing as long as anything goes on. */
    static final class WaitsForQuiet extends FileWatcherSubject {
        @Override
        WatchOptions.Builder options(WatchOptions.Builder options) {
            return options.quietPeriod(Duration.ofMillis(300)).maxDelay(Duration.ofDays(1));
        }
    }

    /** It loses the first events of each key, and says so. */
    static final class OverflowsAtFirst extends BrokenWatchServiceIT.Subject {
        private static final WatchEvent<Object> LOST = new WatchEvent<>() {
            @Override
            public Kind<Object> kind() {
                return StandardWatchEventKinds.OVERFLOW;
            }

            @Override
            public int count() {
                return 1;
            }

            @Override
            public @Nullable Object context() {
                return null;
            }
        };

        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                Key wrap(WatchKey key) {
                    return new Key(key) {
                        private boolean asked;

                        @Override
                        public List<WatchEvent<?>> pollEvents() {
                            List<WatchEvent<?>> events = super.pollEvents();
                            boolean lost = !asked && !events.isEmpty();
                            asked |= lost;
                            return lost ? List.of(LOST) : events;
                        }
                    };
                }
            };
        }
    }

    static Stream<Arguments> correct() {
        return Stream.of(
                Arguments.of(IsUnlucky.class, Rule.W3),
                Arguments.of(IsUnlucky.class, Rule.F1),
                Arguments.of(WaitsForQuiet.class, Rule.C6),
                Arguments.of(OverflowsAtFirst.class, Rule.K4),
                Arguments.of(OverflowsAtFirst.class, Rule.K9),
                Arguments.of(OverflowsAtFirst.class, Rule.K11),
                Arguments.of(OverflowsAtFirst.class, Rule.G4));
    }

    @ParameterizedTest(name = "{0} keeps to {1}")
    @MethodSource("correct")
    void itKeepsToItsRule(Class<? extends Conformance> subject, Rule rule) {
        Verdict verdict = Verdict.on(subject, rule);
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.held()).containsExactly(rule);
    }
}
