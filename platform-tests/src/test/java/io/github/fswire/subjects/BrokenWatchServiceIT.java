package io.github.fswire.subjects;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Conformance;
import io.github.fswire.conformance.Rule;
import io.github.fswire.conformance.WatchServiceConformance;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A service that is broken in one place fails with the rule that it breaks. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class BrokenWatchServiceIT {
    /** The JDK's service behind a wrapper that may change something. */
    abstract static class Subject extends WatchServiceConformance {
        @Override
        protected WatchKey register(
                WatchService service, Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
                throws IOException {
            return ((ForwardingService) service).register(directory, kinds, modifiers);
        }

        @Override
        protected Abilities abilities() {
            return Abilities.all().withPatience(Impatience.present()); // what it breaks never comes
        }
    }

    static final class Whole extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService();
        }

        @Override
        protected Abilities abilities() {
            return Abilities.all().without(Rule.A6, "the JDK's service");
        }
    }

    static final class DropsEverySeventh extends Subject {
        @Override
        protected WatchService open() throws IOException {
            AtomicInteger events = new AtomicInteger();
            return events(event -> events.incrementAndGet() % 7 != 0);
        }
    }

    static final class ReportsNoModification extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return events(event -> event.kind() != StandardWatchEventKinds.ENTRY_MODIFY);
        }
    }

    static final class ReportsNoOverflow extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return events(event -> event.kind() != StandardWatchEventKinds.OVERFLOW);
        }
    }

    @FunctionalInterface
    interface Filter {
        boolean passes(WatchEvent<?> event);
    }

    /** A service that hands out some events only. */
    private static ForwardingService events(Filter filter) throws IOException {
        return new ForwardingService() {
            @Override
            Key wrap(WatchKey key) {
                return new Key(key) {
                    @Override
                    public List<WatchEvent<?>> pollEvents() {
                        return real.pollEvents().stream().filter(filter::passes).toList();
                    }
                };
            }
        };
    }

    static final class DoesNotReset extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                Key wrap(WatchKey key) {
                    return new Key(key) {
                        @Override
                        public boolean reset() {
                            return isValid();
                        }
                    };
                }
            };
        }
    }

    static final class ResetsByItself extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                public WatchKey poll() {
                    WatchKey key = super.poll();
                    if (key != null) {
                        key.reset();
                    }
                    return key;
                }
            };
        }
    }

    static final class IgnoresCancel extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                Key wrap(WatchKey key) {
                    return new Key(key) {
                        @Override
                        public void cancel() {}
                    };
                }
            };
        }
    }

    static final class StaysValid extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                Key wrap(WatchKey key) {
                    return new Key(key) {
                        @Override
                        public boolean isValid() {
                            return true;
                        }
                    };
                }
            };
        }
    }

    static final class MakesANewKeyEachTime extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                WatchKey of(WatchKey key) {
                    return key == null ? null : wrap(key);
                }
            };
        }
    }

    static final class IgnoresTheKinds extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                WatchKey register(Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
                        throws IOException {
                    WatchEvent.Kind<?>[] all = {ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE};
                    return super.register(directory, all, modifiers);
                }
            };
        }
    }

    /** Whoever waits goes on waiting, also when the service is closed. */
    static final class LeavesTakersWaiting extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                public WatchKey take() throws InterruptedException {
                    try {
                        return super.take();
                    } catch (ClosedWatchServiceException e) {
                        new CountDownLatch(1).await();
                        throw e;
                    }
                }
            };
        }
    }

    static final class IsNotInterrupted extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                public WatchKey poll(long timeout, TimeUnit unit) {
                    try {
                        return super.poll(timeout, unit);
                    } catch (InterruptedException e) {
                        return null;
                    }
                }
            };
        }
    }

    static final class DoesNotClose extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                public void close() {}
            };
        }
    }

    static final class IgnoresModifiers extends Subject {
        @Override
        protected WatchService open() throws IOException {
            return new ForwardingService() {
                @Override
                WatchKey register(Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
                        throws IOException {
                    return super.register(directory, kinds);
                }
            };
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(DropsEverySeventh.class, Rule.K9, "fence"),
                Arguments.of(ReportsNoModification.class, Rule.G4, "differ"),
                Arguments.of(ReportsNoOverflow.class, Rule.O1, "overflow"),
                Arguments.of(DoesNotReset.class, Rule.K8, "second has not come"),
                Arguments.of(ResetsByItself.class, Rule.K7, "a key that was not reset"),
                Arguments.of(IgnoresCancel.class, Rule.K11, "Expecting value to be false"),
                Arguments.of(StaysValid.class, Rule.K13, "the key is valid still"),
                Arguments.of(MakesANewKeyEachTime.class, Rule.K19, "Expected size: 1"),
                Arguments.of(IgnoresTheKinds.class, Rule.K3, "ENTRY_"),
                Arguments.of(IgnoresModifiers.class, Rule.A3, "Expecting code to raise a throwable"),
                Arguments.of(IsNotInterrupted.class, Rule.S3, "waitingIsInterrupted"),
                Arguments.of(LeavesTakersWaiting.class, Rule.C1, "although the service is closed"),
                Arguments.of(DoesNotClose.class, Rule.C2, "Expecting code to raise a throwable"));
    }

    @ParameterizedTest(name = "{0} breaks {1}")
    @MethodSource("broken")
    void itFailsWithItsRule(Class<? extends Conformance> subject, Rule rule, String message) {
        Impatience.assertBroken(subject, rule, message);
    }

    @Test
    void theWrapperItselfKeepsToEveryRule() {
        Verdict verdict = Verdict.on(Whole.class);
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.held()).hasSizeGreaterThan(30).doesNotContain(Rule.A6);
    }
}
