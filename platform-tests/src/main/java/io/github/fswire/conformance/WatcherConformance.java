package io.github.fswire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Histories;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Progress;
import io.github.fswire.kit.Script;
import io.github.fswire.kit.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of any watcher that has a callback with a path and a kind: extend it, and say in {@link #start} how a watcher is
 * started and passes on what it finds. If it has a way to wait until everything has been announced, override {@link #fence}.
 */
public abstract class WatcherConformance extends WatcherRules {
    private static final int MANY = 3_000;
    private int files;

    /** For subclasses. */
    protected WatcherConformance() {}

    @ParameterizedTest(name = "{displayName}: {0}")
    @MethodSource("io.github.fswire.conformance.Cases#scripts")
    @Proves(value = Rule.G1, needs = Ability.RECURSIVE)
    final void scripts(String name) throws Exception {
        List<Operation> operations =
                Objects.requireNonNull(Script.all().get(name)).operations();
        for (Operation operation : operations) {
            String reason = operation.verb() == Verb.EXCLUDE
                    ? "it excludes"
                    : abilities().whyNot(operation);
            Assumptions.assumeTrue(reason == null, reason);
        }
        play(operations, true);
    }

    @ParameterizedTest(name = "{displayName}: seed {0}")
    @MethodSource("io.github.fswire.conformance.Cases#histories")
    @Proves(value = Rule.G2, needs = Ability.RECURSIVE)
    final void histories(long seed) throws Exception {
        played(Histories.of(seed));
    }

    @ParameterizedTest(name = "{displayName}: seed {0}")
    @MethodSource("io.github.fswire.conformance.Cases#histories")
    @Proves(Rule.G4)
    final void historiesOfOneDirectory(long seed) throws Exception {
        played(Histories.flat(seed));
    }

    private void played(List<Operation> operations) throws Exception {
        try {
            play(operations, false);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n\n" + Script.text("As a script.", operations), e);
        }
    }

    @ParameterizedTest(name = "{displayName}: seed {0}")
    @MethodSource("io.github.fswire.conformance.Cases#storms")
    @Proves(value = Rule.G3, needs = Ability.RECURSIVE)
    final void storms(long seed) throws Exception {
        Storms storms = new Storms(root(), abilities(), seed);
        storms.prepare();
        start();
        for (int i = 0; i < Storms.COUNT; i++) {
            storms.rage(i);
            converge();
        }
    }

    @Test
    @Proves(value = Rule.F1, needs = Ability.FENCE)
    final void fences() throws Exception {
        start();
        for (int i = 0; i < 20; i++) {
            Files.createDirectory(at("d" + i));
            Files.createFile(at("d" + i).resolve("file"));
            converge();
        }
    }

    @Test
    @Proves(Rule.O1)
    final void aSlowListener() throws Exception {
        start();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        announcements().onEach(() -> {
            held.countDown();
            uninterruptibly(gate);
        });
        Files.createFile(at("first"));
        await(() -> "nothing was announced", () -> held.getCount() == 0);
        for (int i = 0; i < MANY; i++) {
            Files.createFile(at("many" + i));
            Progress.mark();
        }
        gate.countDown();
        converge();
    }

    private static void uninterruptibly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Proves(Rule.C4)
    final void closeMayBeCalledOften() throws Exception {
        start();
        closeOften(watcher());
    }

    @Test
    @Proves(value = Rule.C5, needs = Ability.OWN_THREADS)
    final void noThreadIsLeft() throws Exception {
        threadsEnd(() -> {
            start();
            Path file = Files.createFile(at("file" + files++));
            expect(root().relativize(file).toString(), Announcements.Kind.CREATED);
            return this::closeOnce;
        });
    }

    @Test
    @Proves(Rule.C6)
    final void silenceAfterClose() throws Exception {
        Announcements first = start();
        Files.createFile(at("first"));
        expect("first", Announcements.Kind.CREATED);
        int count = duringStorm(() -> {
            closeOnce();
            return first.count();
        });
        start(); // what it announces comes after what the first one could
        settle(root());
        assertThat(first.count() - count).as("announcements after close").isZero();
    }

    @Test
    @Proves(value = Rule.C7, needs = Ability.CLOSE_IN_CALLBACK)
    final void closeInsideACallback() throws Exception {
        start();
        AtomicReference<Object> outcome = new AtomicReference<>();
        AtomicBoolean called = new AtomicBoolean();
        announcements().onEach(() -> {
            if (called.getAndSet(true)) {
                return;
            }
            try {
                closeOnce();
                outcome.set("closed");
            } catch (Exception e) { // a finding
                outcome.set(e);
            }
        });
        Files.createFile(at("file"));
        await(() -> "close has not returned", () -> outcome.get() != null);
        assertThat(outcome.get()).isEqualTo("closed");
    }
}
