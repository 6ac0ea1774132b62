package io.github.fswire.conformance;

import static io.github.fswire.raw.RawKind.CREATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.fswire.kit.Histories;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Progress;
import io.github.fswire.kit.Script;
import io.github.fswire.kit.ScriptRun;
import io.github.fswire.kit.Shrinking;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Verb;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of a {@link io.github.fswire.raw.RawBackend}: extend it, and say in {@link #backend} how the backend is made. What it
 * can do is taken from its capabilities. Scripts, histories and storms run through a watcher of fswire on that backend.
 */
public abstract class RawBackendConformance extends RawRecordRules {
    private static final int MANY = 10_000;
    private static final int MOST_RUNS = 200;

    /** For subclasses. */
    protected RawBackendConformance() {}

    @Test
    @Proves(Rule.F1)
    final void everythingBeforeAFence() throws Exception {
        open().watch(root(), "root");
        for (int i = 0; i < 50; i++) {
            make("file" + i);
            expect(at("file" + i), CREATED);
        }
    }

    @Test
    @Proves(Rule.F2)
    final void fencesPassOnce() throws Exception {
        RawSession session = open();
        session.watch(root(), "root");
        List<Object> tokens = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            make("file" + i);
            tokens.add(i);
            session.fence(i);
        }
        fence();
        await(
                () -> "not all fences pass: " + recorder().fences(),
                () -> recorder().fences().containsAll(tokens));
        fence();
        assertThat(recorder().fences()).doesNotHaveDuplicates();
    }

    @Test
    @Proves(Rule.F3)
    final void aFenceInsideACallback() throws Exception {
        RawSession session = open();
        session.watch(root(), "root");
        Object token = new Object();
        AtomicBoolean asked = new AtomicBoolean();
        recorder().onEach(event -> {
            if (!asked.getAndSet(true)) {
                session.fence(token);
            }
        });
        make("file");
        fence();
        await(() -> "it does not pass", () -> recorder().hasPassed(token));
        assertThat(asked).isTrue();
    }

    @ParameterizedTest(name = "{displayName}: {0}")
    @MethodSource("io.github.fswire.conformance.Cases#scripts")
    @Proves(Rule.G1)
    final void scripts(String name) throws Exception {
        Script script = Objects.requireNonNull(Script.all().get(name));
        for (Operation operation : script.operations()) {
            String reason = abilities().whyNot(operation);
            Assumptions.assumeTrue(reason == null, reason);
        }
        new ScriptRun(workspace(), true, this::watcher, abilities().patience()).run(script.operations());
        if (!script.tree().isEmpty()) {
            assertThat(workspace().snapshot().lines()).as(script.title()).isEqualTo(script.tree());
        }
    }

    private WatchOptions.Builder watcher(WatchOptions.Builder options) {
        return watcherOptions(WrappedBackend.use(backend(), options));
    }

    @ParameterizedTest(name = "{displayName}: seed {0}")
    @MethodSource("io.github.fswire.conformance.Cases#histories")
    @Proves(Rule.G2)
    final void histories(long seed) throws Exception {
        Shrinking.assertPasses(seed, abilities().possible(Histories.of(seed)), this::failure, MOST_RUNS);
    }

    private @Nullable AssertionError failure(List<Operation> operations) throws IOException, InterruptedException {
        List<Operation> complete = new ArrayList<>(operations);
        if (!operations.contains(Operation.of(Verb.WATCH))) {
            complete.add(0, Operation.of(Verb.WATCH));
        }
        try (Workspace another = Workspace.fast()) {
            new ScriptRun(another, false, this::watcher, abilities().patience()).run(complete);
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }

    @ParameterizedTest(name = "{displayName}: seed {0}")
    @MethodSource("io.github.fswire.conformance.Cases#storms")
    @Proves(Rule.G3)
    final void storms(long seed) throws Exception {
        Storms storms = new Storms(root(), abilities(), seed);
        storms.prepare();
        try (Trial trial = Trial.start(
                workspace(),
                this::watcher,
                MirrorListener.Mood.GOOD,
                name -> false,
                abilities().patience())) {
            for (int i = 0; i < Storms.COUNT; i++) {
                storms.rage(i);
                trial.assertConverged();
            }
        }
    }

    @Test
    @Proves(Rule.O1)
    final void lossesAreReported() throws Exception {
        Assumptions.assumeTrue(backend().capabilities().exactOverflow(), "the capabilities exclude it");
        overflow();
        List<RawRecorder.Noted> noted = untilNow();
        Set<Path> reported = new HashSet<>();
        noted.forEach(record -> reported.add(Objects.requireNonNullElse(record.path(), root())));
        boolean overflowed = noted.stream().anyMatch(RawRecorder.Noted::isOverflow);
        for (int i = 0; i < MANY && !overflowed; i++) {
            assertThat(reported.contains(at("many" + i)))
                    .as("many%s was not reported, nor an overflow", i)
                    .isTrue();
        }
    }

    @Test
    @Proves(Rule.O2)
    final void recordsAfterAnOverflow() throws Exception {
        overflow();
        untilNow();
        make("later");
        List<RawRecorder.Noted> noted = untilNow();
        assertThat(noted).anyMatch(record -> record.tells(at("later"), CREATED));
    }

    /** Makes many files while the handler stands still. */
    private void overflow() throws Exception {
        open().watch(root(), "root");
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        recorder().onEach(event -> {
            held.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        make("first");
        Object token = new Object(); // a backend without a queue looks when it is asked
        sessionFence(token);
        await(() -> "nothing is handed out", () -> held.getCount() == 0);
        for (int i = 0; i < MANY; i++) {
            make("many" + i);
            Progress.mark();
        }
        gate.countDown();
    }

    @Test
    @Proves(Rule.C4)
    final void closeMayBeCalledOften() throws Exception {
        RawSession session = open();
        session.watch(root(), "root");
        closeOften(session);
        assertThat(recorder().failures()).isEmpty();
    }

    @Test
    @Proves(value = Rule.C5, needs = Ability.OWN_THREADS)
    final void noThreadIsLeft() throws Exception {
        threadsEnd(() -> {
            RawSession session = open();
            session.watch(root(), "root");
            fence();
            return session;
        });
    }

    @Test
    @Proves(Rule.C6)
    final void silenceAfterClose() throws Exception {
        RawSession session = open();
        session.watch(root(), "root");
        RawRecorder first = recorder();
        int calls = duringStorm(() -> {
            session.close();
            return first.calls();
        });
        open().watch(root(), "root");
        make("last");
        fence();
        assertThat(first.calls() - calls).as("calls after close").isZero();
    }

    @Test
    @Proves(Rule.C7)
    final void closeInsideACallback() throws Exception {
        RawSession session = open();
        session.watch(root(), "root");
        AtomicBoolean returned = new AtomicBoolean();
        recorder().onEach(event -> {
            session.close();
            returned.set(true);
        });
        make("file");
        try {
            sessionFence(new Object()); // a backend without a queue looks when it is asked
        } catch (IllegalStateException e) {
            // Expected: the callback was faster, and the session is closed.
        }
        await(() -> "close has not returned", returned::get);
        await(() -> "the session has not ended", () -> recorder().terminations() == 1);
        session.close();
    }

    @Test
    @Proves(Rule.C8)
    final void aClosedSessionRefuses() throws Exception {
        RawSession session = open();
        RawWatch watch = session.watch(root(), "root");
        session.close();
        assertThatIllegalStateException().isThrownBy(() -> session.watch(root(), "again"));
        assertThatIllegalStateException().isThrownBy(() -> session.fence("token"));
        assertThat(watch.isActive()).isFalse();
        watch.close();
    }

    @Test
    @Proves(Rule.C9)
    final void terminationIsTheLastCall() throws Exception {
        RawSession session = open();
        session.watch(root(), "root");
        for (int i = 0; i < 100; i++) {
            make("file" + i);
        }
        session.close();
        assertThat(recorder().terminations()).isEqualTo(1);
        assertThat(recorder().callsAfterTermination()).isZero();
    }
}
