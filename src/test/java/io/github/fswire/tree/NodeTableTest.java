package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NodeTableTest {
    private record Values(long identity, long print, int parent, int next, int name) {}

    private final NodeTable nodes = new NodeTable();
    private final SplittableRandom random = new SplittableRandom(1);

    /** More than so many nodes make its list of pages grow. */
    @Test
    void everyNumberKeepsWhatWasSetHoweverManyThereAre() {
        Map<Integer, Values> expected = new HashMap<>();
        List<Integer> living = new ArrayList<>();
        int highest = 0;
        for (int step = 0; step < 60_000; step++) {
            if (living.isEmpty() || random.nextInt(8) > 0) {
                int node = nodes.allocate();
                assertThat(expected).doesNotContainKey(node);
                Values values = new Values(
                        random.nextLong(), random.nextLong(), random.nextInt(1000), random.nextInt(), random.nextInt());
                nodes.identity(node, values.identity);
                nodes.print(node, values.print);
                nodes.parent(node, values.parent);
                nodes.next(node, values.next);
                nodes.name(node, values.name);
                expected.put(node, values);
                living.add(node);
                highest = Math.max(highest, node);
            } else {
                int node = living.remove(random.nextInt(living.size()));
                nodes.free(node);
                expected.remove(node);
                assertThat(nodes.isFree(node)).isTrue();
            }
        }
        expected.forEach((node, values) -> {
            assertThat(nodes.isFree(node)).isFalse();
            assertThat(new Values(
                            nodes.identity(node),
                            nodes.print(node),
                            nodes.parent(node),
                            nodes.next(node),
                            nodes.name(node)))
                    .isEqualTo(values);
        });
        assertThat(nodes.living()).isEqualTo(expected.size());
        assertThat(nodes.limit()).isEqualTo(highest + 1);
        assertThat(nodes.isFree(nodes.limit())).isTrue();
        assertThat(nodes.bytes())
                .isBetween(28L * nodes.limit(), 28L * (nodes.limit() + 4096))
                .isPositive();
    }

    @Test
    void aNumberThatIsFreeIsGivenOutAgainFirst() {
        int a = nodes.allocate();
        int b = nodes.allocate();
        nodes.free(a);
        nodes.free(b);
        assertThat(nodes.allocate()).isEqualTo(b);
        assertThat(nodes.allocate()).isEqualTo(a);
        assertThat(nodes.allocate()).isEqualTo(2);
        assertThat(nodes.bytes()).as("one page").isEqualTo(28L * 4096);
    }
}
