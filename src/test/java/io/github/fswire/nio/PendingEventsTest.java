package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which events count up, and what becomes of more than 512. */
class PendingEventsTest {
    private static final List<WatchEvent.Kind<Path>> KINDS = List.of(ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);

    private PendingEvents events = new PendingEvents(true);

    private void add(WatchEvent.Kind<?> kind, String name) {
        events.add(kind, Path.of(name));
    }

    private List<String> polled() {
        return events.poll().stream()
                .map(event -> event.kind().name().replace("ENTRY_", "") + " " + event.context() + " " + event.count())
                .toList();
    }

    @Test
    void whatRepeatsTheEventBeforeCountsUp() {
        add(ENTRY_CREATE, "a");
        add(ENTRY_CREATE, "a");
        add(ENTRY_DELETE, "a");
        add(ENTRY_CREATE, "a");
        assertThat(polled()).containsExactly("CREATE a 2", "DELETE a 1", "CREATE a 1");
        assertThat(events.isEmpty()).isTrue();
    }

    @Test
    void modificationsOfOneEntryCountUpUntilSomethingElseHappensToIt() {
        add(ENTRY_MODIFY, "a");
        add(ENTRY_MODIFY, "b");
        add(ENTRY_MODIFY, "a");
        add(ENTRY_DELETE, "a");
        add(ENTRY_CREATE, "a");
        add(ENTRY_MODIFY, "a");
        assertThat(polled()).containsExactly("MODIFY a 2", "MODIFY b 1", "DELETE a 1", "CREATE a 1", "MODIFY a 1");
    }

    @Test
    void whatWasPolledDoesNotCountUp() {
        add(ENTRY_MODIFY, "a");
        List<WatchEvent<?>> first = events.poll();
        add(ENTRY_MODIFY, "a");
        assertThat(first).singleElement().extracting(WatchEvent::count).isEqualTo(1);
        assertThat(polled()).containsExactly("MODIFY a 1");
    }

    @Test
    void withoutMergingEverythingGivesWayToOneOverflow() {
        events = new PendingEvents(false);
        for (int i = 0; i < 512; i++) {
            add(ENTRY_CREATE, "f" + i);
        }
        assertThat(events.isEmpty()).isFalse();
        add(ENTRY_CREATE, "one more");
        add(ENTRY_CREATE, "two more");
        events.add(OVERFLOW, null);
        assertThat(polled()).containsExactly("OVERFLOW null 3");
        add(ENTRY_CREATE, "a");
        assertThat(polled()).containsExactly("CREATE a 1");
    }

    @Test
    void manyEntriesAreNotLost() {
        for (int i = 0; i < 100_000; i++) {
            add(ENTRY_CREATE, "f" + i);
        }
        assertThat(polled()).hasSize(100_000).doesNotHaveDuplicates().contains("CREATE f0 1", "CREATE f99999 1");
    }

    @Test
    void oneEntryThatComesAndGoesDoesNotGrow() {
        for (int i = 0; i < 100_000; i++) {
            add(ENTRY_CREATE, "a");
            add(ENTRY_DELETE, "a");
        }
        assertThat(polled()).hasSizeLessThan(1024);
    }

    /** A consumer that knows only these events ends with the entries that there are, and has inspected each since its last change. */
    @Test
    void mergedEventsLeadToTheSameEntries() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Set<Path> there = new HashSet<>();
            Map<Path, Boolean> inspected = new HashMap<>(); // whether the consumer knows of the last change
            Set<Path> mirror = new HashSet<>();
            for (int i = 0; i < 5_000; i++) {
                Path path = Path.of("f" + random.nextInt(1 + (int) seed));
                WatchEvent.Kind<Path> kind = KINDS.get(random.nextInt(3));
                boolean fits = kind == ENTRY_CREATE ? there.add(path) : there.contains(path);
                if (fits) {
                    if (kind == ENTRY_DELETE) {
                        there.remove(path);
                    }
                    events.add(kind, path);
                    inspected.put(path, false);
                }
                if (random.nextInt(2_000) == 0) {
                    consume(mirror, inspected);
                }
            }
            consume(mirror, inspected);
            assertThat(mirror).as("seed " + seed).isEqualTo(there);
            assertThat(inspected).as("seed " + seed).doesNotContainValue(false);
        }
    }

    private void consume(Set<Path> mirror, Map<Path, Boolean> inspected) {
        for (WatchEvent<?> event : events.poll()) {
            Path path = (Path) event.context();
            assertThat(path).isNotNull();
            if (event.kind() == ENTRY_DELETE) {
                mirror.remove(path);
            } else {
                mirror.add(path);
            }
            inspected.put(path, true);
        }
    }

    @Test
    void aMillionNamesOfWhichNobodyPollsAnyGiveWay() {
        for (int i = 0; i <= 1 << 20; i++) {
            add(ENTRY_CREATE, "n" + i);
        }
        assertThat(polled()).containsExactly("OVERFLOW null 1");
        add(ENTRY_CREATE, "a");
        assertThat(polled()).containsExactly("CREATE a 1");
    }
}
