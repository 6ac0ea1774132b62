package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityMapTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsEveryNodeOfAnIdentityAndNoRemovedOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        NodeTable nodes = new NodeTable();
        IdentityMap map = new IdentityMap(nodes);
        List<Integer> living = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (living.isEmpty() || random.nextInt(5) > 1) {
                int node = nodes.allocate();
                nodes.parent(node, 0);
                nodes.identity(node, (long) random.nextInt(1, 500) << random.nextInt(60)); // many equal, many close
                map.add(node);
                living.add(node);
            } else {
                int node = living.remove(random.nextInt(living.size()));
                map.remove(node);
                nodes.free(node);
            }
            if (step % 500 == 0) {
                living.forEach(node -> assertThat(find(nodes, map, node)).contains(node));
                int any = living.get(0);
                assertThat(find(nodes, map, any))
                        .isEqualTo(Set.copyOf(living.stream()
                                .filter(node -> nodes.identity(node) == nodes.identity(any))
                                .toList()));
            }
        }
    }

    private static Set<Integer> find(NodeTable nodes, IdentityMap map, int like) {
        Set<Integer> found = new HashSet<>();
        int first = map.first(nodes.identity(like));
        found.add(first);
        for (int node = map.next(first); node >= 0 && node != first; node = map.next(node)) {
            assertThat(found.add(node)).isTrue();
        }
        return found;
    }
}
