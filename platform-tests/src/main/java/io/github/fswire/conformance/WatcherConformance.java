package io.github.fswire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Histories;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Progress;
import io.github.fswire.kit.Script;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of any watcher that has a callback with a path and a kind: extend it, and say in {@link #start} how a watcher is
 * started and passes on what it finds. If it has a way to wait until everything has been announced, override {@link #fence}.
 */
public abstract class WatcherConformance extends WatcherRules {
    private static final int WRITERS = 3;
    private static final int OPERATIONS = 300; // of each writer and storm
    private static final int MANY = 3_000;
    private static final int THREADS = 4;

    /** For subclasses. */
    protected WatcherConformance() {}

    static List<String> scripts() throws IOException {
        return Seeds.share(Script.all().keySet());
    }

    static LongStream histories() {
        return Seeds.take(3);
    }

    static LongStream storms() {
        return Seeds.take(2);
    }

    @ParameterizedTest(name = "{displayName}: {0}")
    @MethodSource("io.github.fswire.conformance.WatcherConformance#scripts")
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
    @MethodSource("io.github.fswire.conformance.WatcherConformance#histories")
    @Proves(value = Rule.G2, needs = Ability.RECURSIVE)
    final void histories(long seed) throws Exception {
        played(Histories.of(seed));
    }

    @ParameterizedTest(name = "{displayName}: seed {0}")
    @MethodSource("io.github.fswire.conformance.WatcherConformance#histories")
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
    @MethodSource("io.github.fswire.conformance.WatcherConformance#storms")
    @Proves(value = Rule.G3, needs = Ability.RECURSIVE)
    final void storms(long seed) throws Exception {
        for (int writer = 1; writer <= WRITERS; writer++) {
            rage(-seed, writer);
        }
        start();
        for (int storm = 0; storm < 2; storm++) {
            List<Callable<Integer>> writers = new ArrayList<>();
            for (int i = 1; i <= WRITERS; i++) {
                int writer = i;
                long number = seed + storm * 1_000_003L;
                writers.add(() -> rage(number, writer));
            }
            assertThat(Together.run(writers).stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .as("operations that succeeded")
                    .isGreaterThan(OPERATIONS / 2);
            converge();
        }
    }

    private int rage(long seed, int writer) {
        return new Storm(seed, writer)
                .rage(new Disk(root()), OPERATIONS, operation -> abilities().whyNot(operation) == null);
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
        List<Callable<@Nullable Void>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> {
                watcher().close();
                return null;
            });
        }
        Together.run(tasks);
        watcher().close();
    }

    @Test
    @Proves(value = Rule.C5, needs = Ability.OWN_THREADS)
    final void noThreadIsLeft() throws Exception {
        start();
        closeOnce(); // whatever all watchers share is there
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        start();
        Files.createFile(at("file"));
        expect("file", Announcements.Kind.CREATED);
        Set<Thread> meanwhile = new HashSet<>(Thread.getAllStackTraces().keySet());
        meanwhile.removeAll(before);
        closeOnce();
        await(() -> "still there: " + meanwhile, () -> {
            meanwhile.removeIf(thread -> !thread.isAlive());
            return meanwhile.isEmpty();
        });
    }

    @Test
    @Proves(Rule.C6)
    final void silenceAfterClose() throws Exception {
        Announcements first = start();
        CountDownLatch closed = new CountDownLatch(1);
        List<Callable<Integer>> tasks = List.of(
                () -> {
                    int made = 0;
                    while (closed.getCount() > 0 || made < 200) {
                        Files.writeString(at("file" + made++ % 100), "content " + made);
                        Progress.mark();
                    }
                    return made;
                },
                () -> {
                    expect("file20", Announcements.Kind.CREATED);
                    closeOnce();
                    int count = first.count();
                    closed.countDown();
                    return count;
                });
        int count;
        try {
            count = Together.run(tasks).get(1);
        } finally {
            closed.countDown();
        }
        start(); // what it announces comes after what the first one could
        Files.createFile(at("last"));
        expect("last", Announcements.Kind.CREATED);
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
