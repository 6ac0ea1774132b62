package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTableTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    @SuppressWarnings("NullAway") // no watch is closed, so no session is asked
    void holdsWhatAMapOfListsHolds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        WatchTable table = new WatchTable();
        Map<Integer, List<InotifyWatch>> model = new HashMap<>();
        int next = 1;
        for (int step = 0; step < 50_000; step++) {
            int wd = random.nextInt(4) == 0 && next > 1 ? Math.max(1, next - random.nextInt(50)) : next++;
            if (step == 40_000) {
                next = 50_000_000; // the kernel counts up for as long as the instance lives
            }
            List<InotifyWatch> watches = model.computeIfAbsent(wd, k -> new ArrayList<>());
            switch (random.nextInt(5)) {
                case 0 -> {
                    InotifyWatch first = table.end(wd);
                    assertThat(first == null).isEqualTo(watches.isEmpty());
                    assertThat(watches).allMatch(watch -> watch.wd() < 0);
                    watches.clear();
                }
                case 1 -> {
                    if (!watches.isEmpty()) {
                        InotifyWatch gone = watches.remove(random.nextInt(watches.size()));
                        assertThat(table.remove(gone)).isEqualTo(watches.isEmpty());
                    }
                }
                default -> {
                    InotifyWatch watch = new InotifyWatch(null, NativeName.of("/"), step, wd);
                    table.add(watch);
                    watches.add(watch);
                }
            }
            List<InotifyWatch> found = new ArrayList<>();
            for (InotifyWatch at = table.get(wd); at != null; at = at.next) {
                found.add(at);
            }
            assertThat(found).containsExactlyInAnyOrderElementsOf(watches);
        }
        assertThat(table.watchCount())
                .isEqualTo(model.values().stream().mapToInt(List::size).sum());
    }
}
