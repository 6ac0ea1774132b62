package io.github.fswire.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.RawBackendConformance;
import io.github.fswire.conformance.Rule;
import io.github.fswire.kit.ForwardingHandler;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule about records, watches and sessions finds a fault that was planted, and finds none where there is none. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class PlantedRawFaultsIT {
    private static final String MISSING = "no record of ";

    /** What is planted next; null: nothing. */
    private static volatile UnaryOperator<RawBackend> planted;

    /** Of a thread of the backend. */
    private static boolean isCallback() {
        return Thread.currentThread().getName().startsWith("fswire-");
    }

    static final class Whole extends RawBackendConformance {
        @Override
        protected RawBackend backend() {
            return new ForwardingBackend();
        }
    }

    static final class Faulty extends RawBackendConformance {
        @Override
        protected RawBackend backend() {
            return planted.apply(new ForwardingBackend());
        }

        @Override
        protected Abilities abilities() {
            return Abilities.all().withPatience(Impatience.present());
        }
    }

    private static UnaryOperator<RawBackend> handlers(UnaryOperator<RawEventHandler> change) {
        return real -> Altered.of(
                RawBackend.class,
                real,
                "open",
                (call, arguments) ->
                        real.open(change.apply((RawEventHandler) arguments[0]), (RawOptions) arguments[1]));
    }

    private static UnaryOperator<RawBackend> events(UnaryOperator<RawEvent> change) {
        return handlers(target -> new ForwardingHandler(target) {
            @Override
            public void onEvent(RawEvent event) {
                super.onEvent(change.apply(event));
            }
        });
    }

    private static UnaryOperator<RawBackend> passing(Predicate<RawEvent> passes) {
        return handlers(target -> new ForwardingHandler(target) {
            @Override
            public void onEvent(RawEvent event) {
                if (passes.test(event)) {
                    super.onEvent(event);
                }
            }
        });
    }

    private static UnaryOperator<RawBackend> sessions(UnaryOperator<RawSession> change) {
        return real ->
                Altered.of(RawBackend.class, real, "open", (call, arguments) -> change.apply((RawSession) call.run()));
    }

    private static UnaryOperator<RawBackend> sessions(String method, Altered.Instead instead) {
        return sessions(session -> Altered.of(RawSession.class, session, method, instead));
    }

    private static UnaryOperator<RawBackend> watches(String method, Object result) {
        return sessions(
                "watch", (call, arguments) -> Altered.returns(RawWatch.class, (RawWatch) call.run(), method, result));
    }

    private static RawEvent withKinds(RawEvent event, int kinds) {
        return Altered.returns(RawEvent.class, event, "kinds", kinds);
    }

    private static Object notInACallback(Altered.Call call) throws Throwable {
        if (isCallback()) {
            throw new IllegalStateException("not in a callback");
        }
        return call.run();
    }

    private static UnaryOperator<RawBackend> silentAfterAnOverflow() {
        return handlers(target -> new ForwardingHandler(target) {
            private boolean silent; // owned by the reader

            @Override
            public void onEvent(RawEvent event) {
                if (!silent) {
                    super.onEvent(event);
                }
            }

            @Override
            public void onOverflow(RawEvent event) {
                super.onOverflow(event);
                silent = true;
            }
        });
    }

    private static UnaryOperator<RawBackend> closedTwice() {
        return sessions(session -> {
            Set<RawSession> closed = ConcurrentHashMap.newKeySet();
            return Altered.of(RawSession.class, session, "close", (call, arguments) -> {
                if (!closed.add(session)) {
                    throw new IllegalStateException("closed already");
                }
                return call.run();
            });
        });
    }

    private static Object otherRefusal(Altered.Call call) throws Throwable {
        try {
            return call.run();
        } catch (WatchException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RawCapabilities everythingBelow(RawCapabilities real) {
        return new RawCapabilities(
                RawCapabilities.Coverage.SUBTREE,
                real.names(),
                real.renameCookies(),
                real.writeClosed(),
                real.accumulating(),
                real.exactOverflow(),
                real.privileged());
    }

    private static Arguments row(String what, Rule rule, String message, UnaryOperator<RawBackend> fault) {
        return Arguments.of(what, rule, message, fault);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                row("has no cookies", Rule.R3, "cookie", events(e -> Altered.returns(RawEvent.class, e, "cookie", 0))),
                row(
                        "covers less",
                        Rule.R5,
                        "expected: true",
                        real -> Altered.returns(
                                RawBackend.class, real, "capabilities", everythingBelow(real.capabilities()))),
                row("knows the first watch only", Rule.R6, "[two]", passing(event -> !"two"
                        .equals(event.attachment()))),
                row(
                        "refuses in another way",
                        Rule.R8,
                        "RootGoneException",
                        sessions("watch", (call, arguments) -> otherRefusal(call))),
                row("never ends a watch", Rule.R9, "Expecting value to be false", watches("isActive", true)),
                row(
                        "has records for ever",
                        Rule.R11,
                        "Expecting code to raise",
                        events(event -> withKinds(event, event.kinds()))),
                row("has text only", Rule.R12, "Expecting any element", passing(event -> event.toName()
                        .isUtf8())),
                row(
                        "watches nothing in a callback",
                        Rule.R13,
                        MISSING,
                        sessions("watch", (call, arguments) -> notInACallback(call))),
                row(
                        "does not say that a file was closed",
                        Rule.R14,
                        MISSING,
                        events(event -> withKinds(event, event.kinds() & ~RawKind.CLOSE_WRITE.bit()))),
                row(
                        "has a long name",
                        Rule.R15,
                        "Our Backend",
                        real -> Altered.returns(RawBackend.class, real, "name", "Our Backend")),
                row("identifies watches", Rule.R17, "of the same directory", sessions("watch", (call, arguments) -> {
                    RawWatch watch = (RawWatch) call.run();
                    return Altered.returns(RawWatch.class, watch, "identity", watch);
                })),
                row("identifies nothing", Rule.R17, "of another directory", watches("identity", "a directory")),
                row(
                        "does not know its watches",
                        Rule.R18,
                        "Expecting",
                        sessions("watches", (call, arguments) -> List.of())),
                row(
                        "ignores fences in a callback",
                        Rule.F3,
                        "it does not pass",
                        sessions("fence", (call, arguments) -> isCallback() ? null : call.run())),
                row("reports nothing", Rule.G1, "entries differ", passing(event -> false)),
                row("reports nothing", Rule.G2, "entries differ", passing(event -> false)),
                row("is silent after an overflow", Rule.O2, "Expecting any element", silentAfterAnOverflow()),
                row("can be closed once", Rule.C4, "closed already", closedTwice()),
                row(
                        "cannot be closed in a callback",
                        Rule.C7,
                        "close has not returned",
                        sessions("close", (call, arguments) -> notInACallback(call))));
    }

    @ParameterizedTest(name = "a backend that {0} breaks {1}")
    @MethodSource("faults")
    void itIsFound(String what, Rule rule, String message, UnaryOperator<RawBackend> fault) {
        planted = fault;
        assertThat(what).isNotEmpty();
        Impatience.assertBroken(Faulty.class, rule, message);
    }

    @Test
    void aBackendWithoutAFaultKeepsToEveryRule() {
        Verdict verdict = Verdict.on(Whole.class);
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.held()).hasSizeGreaterThan(30);
    }
}
