package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntListTest {
    private final IntList list = new IntList();

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            all.add(list.get(i));
        }
        return all;
    }

    @Test
    void itIsAList() {
        SplittableRandom random = new SplittableRandom(1);
        List<Integer> expected = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int item = random.nextInt(50);
            switch (random.nextInt(6)) {
                case 0 -> {
                    list.remove(item);
                    expected.remove((Integer) item);
                }
                case 1 -> {
                    if (!expected.isEmpty()) {
                        assertThat(list.pop()).isEqualTo(expected.remove(expected.size() - 1));
                    }
                }
                case 2 -> {
                    if (!expected.isEmpty()) {
                        list.set(expected.size() / 2, item);
                        expected.set(expected.size() / 2, item);
                    }
                }
                default -> {
                    list.add(item);
                    expected.add(item);
                }
            }
            assertThat(list.isEmpty()).isEqualTo(expected.isEmpty());
            assertThat(list.size()).isEqualTo(expected.size());
            if (step % 100 == 0) {
                assertThat(all()).isEqualTo(expected);
            }
        }
        list.clear();
        assertThat(list.isEmpty()).isTrue();
        list.add(7);
        assertThat(all()).containsExactly(7);
    }
}
