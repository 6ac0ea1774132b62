package io.github.fswire.subjects;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Conformance;
import io.github.fswire.conformance.RawBackendConformance;
import io.github.fswire.conformance.Rule;
import io.github.fswire.kit.ForwardingHandler;
import io.github.fswire.kit.ForwardingSession;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A backend that is broken in one place fails with the rule that it breaks. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class BrokenRawBackendIT {
    private static final Queue<RawSession> LEFT = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeWhatWasLeft() {
        for (RawSession session = LEFT.poll(); session != null; session = LEFT.poll()) {
            session.close();
        }
    }

    abstract static class Subject extends RawBackendConformance {
        @Override
        protected Abilities abilities() {
            return Abilities.all().withPatience(Impatience.present()); // what it breaks never comes
        }
    }

    /** A subject whose handler is another one. */
    abstract static class HandlerSubject extends Subject {
        abstract RawEventHandler handler(RawEventHandler target);

        @Override
        protected RawBackend backend() {
            return new ForwardingBackend() {
                @Override
                RawEventHandler handler(RawEventHandler target) {
                    return HandlerSubject.this.handler(target);
                }
            };
        }
    }

    /** A subject whose session is another one. */
    abstract static class SessionSubject extends Subject {
        abstract RawSession session(RawSession opened);

        @Override
        protected RawBackend backend() {
            return new ForwardingBackend() {
                @Override
                RawSession session(RawSession opened) {
                    return SessionSubject.this.session(opened);
                }
            };
        }
    }

    static final class DropsEverySeventh extends HandlerSubject {
        @Override
        RawEventHandler handler(RawEventHandler target) {
            return new ForwardingHandler(target) {
                private int events; // owned by the reader

                @Override
                public void onEvent(RawEvent event) {
                    if (++events % 7 != 0) {
                        super.onEvent(event);
                    }
                }
            };
        }
    }

    static final class DropsCreations extends HandlerSubject {
        @Override
        RawEventHandler handler(RawEventHandler target) {
            return new ForwardingHandler(target) {
                @Override
                public void onEvent(RawEvent event) {
                    if (!RawKind.CREATED.in(event.kinds())) {
                        super.onEvent(event);
                    }
                }
            };
        }
    }

    static final class ReportsNoOverflow extends HandlerSubject {
        @Override
        RawEventHandler handler(RawEventHandler target) {
            return new ForwardingHandler(target) {
                @Override
                public void onOverflow(RawEvent event) {}
            };
        }
    }

    static final class HidesFailures extends HandlerSubject {
        @Override
        RawEventHandler handler(RawEventHandler target) {
            return new ForwardingHandler(target) {
                @Override
                public void onFailure(Exception failure) {}
            };
        }
    }

    static final class PassesFencesTwice extends HandlerSubject {
        @Override
        RawEventHandler handler(RawEventHandler target) {
            return new ForwardingHandler(target) {
                @Override
                public void onFence(Object token) {
                    super.onFence(token);
                    super.onFence(token);
                }
            };
        }
    }

    static final class TerminatesInSilence extends HandlerSubject {
        @Override
        RawEventHandler handler(RawEventHandler target) {
            return new ForwardingHandler(target) {
                @Override
                public void onTerminated() {}
            };
        }
    }

    static final class ForgetsAttachments extends SessionSubject {
        @Override
        RawSession session(RawSession opened) {
            return new ForwardingSession(opened) {
                @Override
                public RawWatch watch(NativeName directory, Object attachment) throws WatchException {
                    return super.watch(directory, null);
                }
            };
        }
    }

    static final class FollowsLinks extends SessionSubject {
        @Override
        RawSession session(RawSession opened) {
            return new ForwardingSession(opened) {
                @Override
                public RawWatch watch(NativeName directory, Object attachment) throws WatchException {
                    return super.watch(NativeName.of(behind(directory.toPath())), attachment);
                }
            };
        }

        private static Path behind(Path path) {
            try {
                return Files.isSymbolicLink(path) ? path.toRealPath() : path;
            } catch (IOException e) {
                return path;
            }
        }
    }

    /** The watch that was closed goes on. */
    static final class KeepsWatches extends SessionSubject {
        @Override
        RawSession session(RawSession opened) {
            return new ForwardingSession(opened) {
                @Override
                public RawWatch watch(NativeName directory, Object attachment) throws WatchException {
                    RawWatch watch = super.watch(directory, attachment);
                    return new Unclosed(watch);
                }
            };
        }

        private record Unclosed(RawWatch real) implements RawWatch {
            @Override
            public NativeName path() {
                return real.path();
            }

            @Override
            public Object attachment() {
                return real.attachment();
            }

            @Override
            public Object identity() {
                return real.identity();
            }

            @Override
            public boolean isActive() {
                return real.isActive();
            }

            @Override
            public void close() {}
        }
    }

    static final class DoesNotClose extends SessionSubject {
        @Override
        RawSession session(RawSession opened) {
            LEFT.add(opened);
            return new ForwardingSession(opened) {
                @Override
                public void close() {}
            };
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(DropsCreations.class, Rule.R1, "no record of "),
                Arguments.of(DropsCreations.class, Rule.R2, "no record of "),
                Arguments.of(ForgetsAttachments.class, Rule.R4, "Expecting actual:\n  null"),
                Arguments.of(KeepsWatches.class, Rule.R7, "Expecting value to be false"),
                Arguments.of(HidesFailures.class, Rule.R10, "Expecting actual not to be empty"),
                Arguments.of(FollowsLinks.class, Rule.R16, "Expecting code to raise a throwable"),
                Arguments.of(DropsEverySeventh.class, Rule.F1, "no record of "),
                Arguments.of(PassesFencesTwice.class, Rule.F2, "duplicate"),
                Arguments.of(DropsEverySeventh.class, Rule.G3, "entries differ"),
                Arguments.of(ReportsNoOverflow.class, Rule.O1, "overflow"),
                Arguments.of(DoesNotClose.class, Rule.C5, "still there"),
                Arguments.of(DoesNotClose.class, Rule.C8, "Expecting code to raise a throwable"),
                Arguments.of(TerminatesInSilence.class, Rule.C9, "expected: 1"));
    }

    @ParameterizedTest(name = "{0} breaks {1}")
    @MethodSource("broken")
    void itFailsWithItsRule(Class<? extends Conformance> subject, Rule rule, String message) {
        Impatience.assertBroken(subject, rule, message);
    }
}
