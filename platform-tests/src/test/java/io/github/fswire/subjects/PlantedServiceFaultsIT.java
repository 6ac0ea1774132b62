package io.github.fswire.subjects;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Rule;
import io.github.fswire.conformance.WatchServiceConformance;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule about a service finds a fault that was planted into that of the JDK. {@code BrokenWatchServiceIT} has others. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class PlantedServiceFaultsIT {
    private static final String MISSING = " has not come";
    private static final String ACCEPTED = "Expecting code to raise a throwable";

    /** How a directory is registered. */
    @FunctionalInterface
    interface Registration {
        WatchKey register(
                WatchService service, Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
                throws IOException;
    }

    private static final Registration USUAL =
            (service, directory, kinds, modifiers) -> directory.register(service, kinds, modifiers);

    /** A service that is not whole: what is done to the service, to each key, and to the registration. */
    private record Fault(UnaryOperator<WatchService> service, UnaryOperator<WatchKey> key, Registration registration) {}

    /** What is planted next. */
    private static volatile Fault planted = new Fault(service -> service, key -> key, USUAL);

    static final class Faulty extends WatchServiceConformance {
        private final Map<WatchKey, WatchKey> keys = new ConcurrentHashMap<>();
        private final Map<WatchService, WatchService> services = new ConcurrentHashMap<>();

        private Object ours(Altered.Call call) throws Throwable {
            Object result = call.run();
            return result == null ? null : keys.computeIfAbsent((WatchKey) result, planted.key());
        }

        @Override
        protected WatchService open() throws IOException {
            WatchService real = FileSystems.getDefault().newWatchService();
            WatchService polled = Altered.of(WatchService.class, real, "poll", (call, arguments) -> ours(call));
            WatchService taken = Altered.of(WatchService.class, polled, "take", (call, arguments) -> ours(call));
            WatchService service = planted.service().apply(taken);
            services.put(service, real);
            return service;
        }

        @Override
        protected WatchKey register(
                WatchService service, Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
                throws IOException {
            WatchService real = service == null ? null : services.get(service);
            WatchKey key = planted.registration().register(real, directory, kinds, modifiers);
            return key == null ? null : keys.computeIfAbsent(key, planted.key());
        }

        @Override
        protected Abilities abilities() {
            return Abilities.all().withPatience(Impatience.present());
        }
    }

    private static Fault services(String method, Altered.Instead instead) {
        return new Fault(service -> Altered.of(WatchService.class, service, method, instead), key -> key, USUAL);
    }

    private static Fault keys(String method, Altered.Instead instead) {
        return new Fault(service -> service, key -> Altered.of(WatchKey.class, key, method, instead), USUAL);
    }

    private static Fault registrations(Registration registration) {
        return new Fault(service -> service, key -> key, registration);
    }

    private static Fault events(UnaryOperator<List<WatchEvent<?>>> change) {
        return new Fault(
                service -> service,
                real -> new ForwardingService.Key(real) {
                    @Override
                    public List<WatchEvent<?>> pollEvents() {
                        return change.apply(super.pollEvents());
                    }
                },
                USUAL);
    }

    private static Fault passing(Predicate<WatchEvent<?>> passes) {
        return events(events -> events.stream().filter(passes).toList());
    }

    private static Fault altered(String method, Object result) {
        return events(events -> {
            List<WatchEvent<?>> others = new ArrayList<>();
            events.forEach(event -> others.add(Altered.returns(WatchEvent.class, event, method, result)));
            return others;
        });
    }

    private static Fault besides(Path name) {
        return events(events -> {
            List<WatchEvent<?>> more = new ArrayList<>(events);
            events.stream()
                    .limit(1)
                    .forEach(event -> more.add(Altered.returns(WatchEvent.class, event, "context", name)));
            return more;
        });
    }

    private static Fault silentAfterAnOverflow() {
        return new Fault(
                service -> service,
                real -> new ForwardingService.Key(real) {
                    private final AtomicBoolean silent = new AtomicBoolean();

                    @Override
                    public List<WatchEvent<?>> pollEvents() {
                        List<WatchEvent<?>> events = super.pollEvents();
                        List<WatchEvent<?>> before = silent.get() ? List.of() : events;
                        silent.compareAndSet(false, events.stream().anyMatch(event -> event.kind() == OVERFLOW));
                        return before;
                    }
                },
                USUAL);
    }

    private static Fault firstKeyForEver() {
        Map<Path, WatchKey> first = new ConcurrentHashMap<>();
        return registrations((service, directory, kinds, modifiers) -> {
            WatchKey known = first.get(directory);
            if (known == null) {
                known = USUAL.register(service, directory, kinds, modifiers);
                first.put(directory, known);
            }
            return known;
        });
    }

    private static Fault withRefusal(Predicate<Path> refused) {
        return registrations((service, directory, kinds, modifiers) -> {
            if (refused.test(directory)) {
                throw new NotDirectoryException("here");
            }
            return USUAL.register(service, directory, kinds, modifiers);
        });
    }

    private static Fault withOtherRefusals() {
        return registrations((service, directory, kinds, modifiers) -> {
            try {
                return USUAL.register(service, directory, kinds, modifiers);
            } catch (FileSystemException e) {
                throw new IOException("no", e);
            }
        });
    }

    private static Fault closedOnce() {
        AtomicBoolean closed = new AtomicBoolean();
        return services("close", (call, arguments) -> {
            if (closed.getAndSet(true)) {
                throw new IllegalStateException("closed already");
            }
            return call.run();
        });
    }

    private static Fault withAThread() {
        return new Fault(
                service -> {
                    Thread thread = new Thread(PlantedServiceFaultsIT::waitForEver, "left");
                    thread.setDaemon(true);
                    thread.start();
                    return service;
                },
                key -> key,
                USUAL);
    }

    /** Whoever waits gets the key, and its events are there once all of them have it. */
    private static Fault givesTheKeyToAll() {
        AtomicReference<FutureTask<Object>> shared = new AtomicReference<>();
        Set<Thread> takers = ConcurrentHashMap.newKeySet();
        return new Fault(
                service -> Altered.of(WatchService.class, service, "take", (call, arguments) -> {
                    takers.add(Thread.currentThread());
                    FutureTask<Object> task = shared.updateAndGet(
                            before -> before == null || before.isDone() ? new FutureTask<>(service::take) : before);
                    task.run(); // by the first of them, and not at all by others
                    return task.get();
                }),
                key -> Altered.of(WatchKey.class, key, "pollEvents", (call, arguments) -> {
                    for (Thread taker : takers) {
                        taker.join();
                    }
                    return call.run();
                }),
                USUAL);
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAscii(WatchEvent<?> event) {
        return String.valueOf(event.context()).chars().allMatch(character -> character < 128);
    }

    private static Arguments row(String what, Rule rule, String message, Fault fault) {
        return Arguments.of(what, rule, message, fault);
    }

    static Stream<Arguments> faults() {
        return Stream.concat(ofKeys(), ofServices());
    }

    private static Stream<Arguments> ofKeys() {
        return Stream.of(
                row("mixes the kinds", Rule.K1, "ENTRY_CREATE file" + MISSING, altered("kind", ENTRY_MODIFY)),
                row("has no directories", Rule.K2, "ENTRY_CREATE inner" + MISSING, passing(event -> !"inner"
                        .equals(String.valueOf(event.context())))),
                row("reports more", Rule.K4, "what is in a directory below", besides(Path.of("deep"))),
                row("has other directories", Rule.K5, "but was: ", keys("watchable", (call, arguments) -> ((Path)
                                call.run())
                        .getParent())),
                row("keeps the kinds", Rule.K6, "ENTRY_CREATE file" + MISSING, firstKeyForEver()),
                row("counts from 0", Rule.K10, "count of", altered("count", 0)),
                row("keeps the key", Rule.K12, "Expecting value to be true", firstKeyForEver()),
                row("keeps the key of what is gone", Rule.K14, "file0" + MISSING, firstKeyForEver()),
                row("refuses links", Rule.K15, "NotDirectoryException", withRefusal(Files::isSymbolicLink)),
                row(
                        "forgets old names",
                        Rule.K16,
                        "ENTRY_DELETE old" + MISSING,
                        passing(event -> event.kind() != ENTRY_DELETE)),
                row("has simple names", Rule.K17, MISSING, passing(PlantedServiceFaultsIT::isAscii)),
                row("comes late", Rule.K18, "ENTRY_CREATE at once" + MISSING, passing(event -> !"at once"
                        .equals(String.valueOf(event.context())))));
    }

    private static Stream<Arguments> ofServices() {
        return Stream.of(
                row("takes nothing", Rule.S1, "take does not wait", services("take", (call, arguments) -> null)),
                row("does not wait", Rule.S2, "poll does not wait", services("poll", (call, arguments) -> null)),
                row("gives the key to all", Rule.S4, "both have got it", givesTheKeyToAll()),
                row(
                        "accepts nulls",
                        Rule.A1,
                        ACCEPTED,
                        registrations((service, directory, kinds, modifiers) ->
                                service == null ? null : USUAL.register(service, directory, kinds, modifiers))),
                row(
                        "accepts no kinds",
                        Rule.A2,
                        ACCEPTED,
                        registrations((service, directory, kinds, modifiers) -> USUAL.register(
                                service,
                                directory,
                                kinds.length == 0 ? new WatchEvent.Kind<?>[] {ENTRY_CREATE} : kinds,
                                modifiers))),
                row(
                        "accepts files",
                        Rule.A4,
                        ACCEPTED,
                        registrations((service, directory, kinds, modifiers) -> USUAL.register(
                                service,
                                Files.isRegularFile(directory) ? directory.getParent() : directory,
                                kinds,
                                modifiers))),
                row("refuses in another way", Rule.A5, "NoSuchFileException", withOtherRefusals()),
                row("does not survive a null", Rule.A6, "does not return", registrations(USUAL)),
                row("is silent after an overflow", Rule.O2, "nothing has come after", silentAfterAnOverflow()),
                row(
                        "has keys for ever",
                        Rule.C3,
                        "Expecting value to be false",
                        keys("isValid", (call, arguments) -> true)),
                row("can be closed once", Rule.C4, "closed already", closedOnce()),
                row("leaves a thread", Rule.C5, "still there", withAThread()));
    }

    @ParameterizedTest(name = "a service that {0} breaks {1}")
    @MethodSource("faults")
    void itIsFound(String what, Rule rule, String message, Fault fault) {
        planted = fault;
        assertThat(what).isNotEmpty();
        Impatience.assertBroken(Faulty.class, rule, message);
    }
}
