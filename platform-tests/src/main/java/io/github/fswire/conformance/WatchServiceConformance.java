package io.github.fswire.conformance;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.kit.Histories;
import io.github.fswire.kit.InspectingMirror;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Player;
import io.github.fswire.kit.Progress;
import io.github.fswire.kit.Script;
import io.github.fswire.kit.Together;
import io.github.fswire.kit.Verb;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of a {@link WatchService}: extend it, and say in {@link #open} how a service is made. If the subject has paths of its
 * own or registers in another way, override {@link #path} and {@link #register}.
 */
public abstract class WatchServiceConformance extends WatchKeyRules {
    private static final int THREADS = 8;
    private static final int MANY = 1_000;

    private enum Foreign implements WatchEvent.Kind<Path>, WatchEvent.Modifier {
        FOREIGN;

        @Override
        public Class<Path> type() {
            return Path.class;
        }
    }

    /** For subclasses. */
    protected WatchServiceConformance() {}

    @Test
    @Proves(Rule.K18)
    final void manyThreadsRegisterManyDirectories() throws Exception {
        Map<Path, WatchKey> keys = new LinkedHashMap<>();
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Path area = directory("area" + i);
            tasks.add(() -> {
                for (int j = 0; j < 10; j++) {
                    Path directory = Files.createDirectory(area.resolve("d" + j));
                    WatchKey key = watch(directory);
                    Files.createFile(directory.resolve("at once"));
                    synchronized (keys) {
                        keys.put(directory, key);
                    }
                }
                return null;
            });
        }
        Together.run(tasks);
        assertThat(new HashSet<>(keys.values())).hasSize(10 * THREADS);
        for (Map.Entry<Path, WatchKey> entry : keys.entrySet()) {
            assertThat(entry.getValue().watchable()).isEqualTo(path(entry.getKey()));
            expect(entry.getValue(), ENTRY_CREATE, "at once");
        }
    }

    @Test
    @Proves(Rule.K19)
    final void manyThreadsRegisterOneDirectory() throws Exception {
        List<Callable<WatchKey>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> watch(root()));
        }
        assertThat(new HashSet<>(Together.run(tasks))).hasSize(1);
    }

    @ParameterizedTest(name = "{displayName}: seed {0}")
    @MethodSource("io.github.fswire.conformance.Cases#histories")
    @Proves(Rule.G4)
    final void historiesOfOneDirectory(long seed) throws IOException {
        InspectingMirror mirror = new InspectingMirror(root());
        WatchKey key = watch(root());
        assertThat(key.isValid()).isTrue();
        Player player = new Player(root(), false);
        List<Operation> operations = Histories.flat(seed);
        for (Operation operation : operations) {
            if (operation.verb() == Verb.SYNC) {
                converge(key, mirror, operations);
            } else if (abilities().whyNot(operation) == null) {
                player.play(operation);
            }
        }
        converge(key, mirror, operations);
    }

    /**
     * Reads until who inspects every name, and everything after an overflow, holds what is on disk. Every event of what happened so
     * far has come before, so that nobody has seen an entry of which the service does not know yet.
     */
    private void converge(WatchKey key, InspectingMirror mirror, List<Operation> operations) throws IOException {
        settle(key, root());
        String[] difference = {""};
        await(() -> difference[0] + "\n\n" + Script.text("As a script.", operations), () -> {
            reader().drain();
            for (KeyReader.Seen event : reader().seen()) {
                if (event.kind() == OVERFLOW) {
                    mirror.lookEverywhere();
                } else {
                    mirror.announce(root().resolve(event.name()), event.kind() != ENTRY_MODIFY);
                }
            }
            reader().forget();
            difference[0] = mirror.snapshot().differenceTo(workspace().snapshot());
            return difference[0].isEmpty();
        });
    }

    @Test
    @Proves(Rule.S1)
    final void takeWaits() throws Exception {
        WatchKey key = watch(root());
        try (Waiter waiter = new Waiter(() -> service().take())) {
            await(() -> "take does not wait", waiter::waits);
            Files.createFile(root().resolve("file"));
            await(() -> "take has not returned", waiter::isOver);
            assertThat(waiter.key()).isEqualTo(key);
        }
    }

    @Test
    @Proves(Rule.S2)
    final void pollReturnsNull() throws Exception {
        WatchKey key = watch(root());
        assertThat(service().poll()).isNull();
        assertThat(service().poll(1, TimeUnit.MILLISECONDS)).isNull();
        assertThat(service().poll(0, TimeUnit.SECONDS)).isNull();
        assertThat(service().poll(-1, TimeUnit.SECONDS)).isNull();
        try (Waiter waiter = new Waiter(() -> service().poll(1, TimeUnit.DAYS))) {
            await(() -> "poll does not wait", waiter::waits);
            Files.createFile(root().resolve("file"));
            await(() -> "poll has not returned", waiter::isOver);
            assertThat(waiter.key()).isEqualTo(key);
        }
    }

    @Test
    @Proves(Rule.S3)
    final void waitingIsInterrupted() throws Exception {
        watch(root());
        for (Callable<@Nullable WatchKey> call : waits(service())) {
            try (Waiter waiter = new Waiter(call)) {
                await(() -> "it does not wait", waiter::waits);
                waiter.interrupt();
                await(() -> "it waits on although it was interrupted", waiter::isOver);
                assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
            }
        }
    }

    @Test
    @Proves(Rule.S4)
    final void oneGetsTheKey() throws Exception {
        WatchKey key = watch(root());
        try (Waiter one = new Waiter(() -> service().take());
                Waiter other = new Waiter(() -> service().take())) {
            await(() -> "take does not wait", () -> one.waits() && other.waits());
            Files.createFile(root().resolve("first"));
            await(() -> "nobody has got the key", () -> one.isOver() || other.isOver());
            Files.createFile(root().resolve("second"));
            await(() -> "second has not come, but " + reader(), () -> {
                reader().take(key);
                return reader().has(key, ENTRY_CREATE, "second");
            });
            assertThat(one.isOver() && other.isOver()).as("both have got it").isFalse();
            service().close();
            await(() -> "take waits on although the service is closed", () -> one.isOver() && other.isOver());
            Throwable failure = one.failure() == null ? other.failure() : one.failure();
            assertThat(failure).isInstanceOf(ClosedWatchServiceException.class);
        }
    }

    @Test
    @Proves(Rule.A1)
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // that is what is tested
    final void nullsAreRefused() {
        WatchEvent.Kind<?>[] kinds = {ENTRY_CREATE};
        Path directory = path(root());
        assertNull(() -> register(null, directory, kinds));
        assertNull(() -> register(service(), directory, null));
        assertNull(() -> register(service(), directory, new WatchEvent.Kind<?>[] {ENTRY_CREATE, null}));
        assertNull(() -> register(service(), directory, kinds, (WatchEvent.Modifier) null));
        assertNull(() -> service().poll(1, null));
    }

    private static void assertNull(Callable<?> call) {
        assertThatThrownBy(call::call).isInstanceOf(NullPointerException.class);
    }

    @Test
    @Proves(Rule.A2)
    final void aRegistrationNeedsKinds() {
        assertThatThrownBy(() -> watch(root(), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Proves(value = Rule.A3, needs = Ability.REFUSES_UNSUPPORTED)
    final void whatIsNotSupportedIsRefused() {
        assertThatThrownBy(() -> watch(root(), List.of(Foreign.FOREIGN)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> watch(root(), List.of(ENTRY_CREATE, Foreign.FOREIGN)))
                .isInstanceOf(UnsupportedOperationException.class);
        WatchEvent.Kind<?>[] kinds = {ENTRY_CREATE};
        assertThatThrownBy(() -> register(service(), path(root()), kinds, Foreign.FOREIGN))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Proves(Rule.A4)
    final void whatIsNotADirectoryIsRefused() throws IOException {
        Path file = Files.createFile(root().resolve("file"));
        assertThatThrownBy(() -> watch(file)).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    @Proves(Rule.A5)
    final void whatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> watch(root().resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
        Path link = root().resolve("link");
        makeLink(link, root().resolve("nothing"));
        assertThatThrownBy(() -> watch(link)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    @Proves(Rule.A6)
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // that is what is tested
    final void nullInsteadOfModifiersIsRefused() throws IOException {
        WatchEvent.Kind<?>[] kinds = {ENTRY_CREATE};
        assertNull(() -> register(service(), path(root()), kinds, (WatchEvent.Modifier[]) null));
        settle(watch(root()), root());
    }

    @Test
    @Proves(Rule.O1)
    final void manyChangesComeOrAnOverflow() throws IOException {
        WatchKey key = watch(root());
        makeMany(key);
        Set<String> missing = new HashSet<>();
        await(() -> missing.size() + " creations have not come, and no overflow", () -> {
            reader().drain();
            missing.clear();
            for (int i = 0; i < MANY; i++) {
                missing.add("many" + i);
            }
            reader().of(key).forEach(event -> missing.remove(event.name()));
            return missing.isEmpty() || reader().hasOverflow();
        });
    }

    @Test
    @Proves(Rule.O2)
    final void changesAreDeliveredAfterAnOverflow() throws IOException {
        WatchKey key = watch(root());
        makeMany(key);
        await(() -> "no key is signalled", () -> {
            reader().drain();
            return !reader().of(key).isEmpty();
        });
        Path later = root().resolve("later");
        await(() -> "nothing has come after an overflow", () -> {
            Files.deleteIfExists(later); // the creation may be among what is lost
            Files.createFile(later);
            reader().drain();
            return reader().has(key, "later");
        });
    }

    private void makeMany(WatchKey key) throws IOException {
        assertThat(key.isValid()).isTrue();
        for (int i = 0; i < MANY; i++) {
            Files.createFile(root().resolve("many" + i));
            Progress.mark();
        }
    }

    @Test
    @Proves(Rule.C1)
    final void closeWakesWhoWaits() throws Exception {
        watch(root());
        for (int i = 0; i < 2; i++) {
            WatchService closed = open();
            try (Waiter waiter = new Waiter(waits(closed).get(i))) {
                await(() -> "it does not wait", waiter::waits);
                closed.close();
                await(() -> "it waits on although the service is closed", waiter::isOver);
                assertThat(waiter.failure()).isInstanceOf(ClosedWatchServiceException.class);
            }
        }
    }

    @Test
    @Proves(Rule.C2)
    final void aClosedServiceRefuses() throws IOException {
        watch(root());
        service().close();
        assertThatThrownBy(() -> service().poll()).isInstanceOf(ClosedWatchServiceException.class);
        for (Callable<@Nullable WatchKey> call : waits(service())) {
            assertThatThrownBy(call::call).isInstanceOf(ClosedWatchServiceException.class);
        }
        assertThatThrownBy(() -> watch(root())).isInstanceOf(ClosedWatchServiceException.class);
    }

    @Test
    @Proves(Rule.C3)
    final void closeMakesKeysInvalid() throws IOException {
        WatchKey quiet = watch(directory("quiet"));
        WatchKey signalled = watch(root());
        Files.createFile(root().resolve("file"));
        await(() -> "no key is signalled", () -> signalled.equals(service().poll()));
        service().close();
        for (WatchKey key : List.of(quiet, signalled)) {
            assertThat(key.isValid()).isFalse();
            assertThat(key.reset()).isFalse();
            key.cancel();
            assertThat(key.watchable()).isNotNull();
        }
    }

    @Test
    @Proves(Rule.C4)
    final void closeMayBeCalledOften() throws Exception {
        watch(root());
        closeOften(service());
    }

    @Test
    @Proves(value = Rule.C5, needs = Ability.OWN_THREADS)
    final void noThreadIsLeft() throws Exception {
        threadsEnd(() -> {
            WatchService opened = open();
            register(opened, path(root()), new WatchEvent.Kind<?>[] {ENTRY_CREATE});
            return opened;
        });
    }

    /** The two ways of waiting. */
    private static List<Callable<@Nullable WatchKey>> waits(WatchService service) {
        return List.of(service::take, () -> service.poll(1, TimeUnit.DAYS));
    }
}
