package io.github.fswire.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is between paths that come and go is what is between them if all are there from the start. */
class GivenRootsTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 30;

    @Test
    void comingAndGoing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            GivenRoots changing = new GivenRoots();
            List<NativeName> given = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                NativeName path = path(random);
                if (given.remove(path)) {
                    changing.remove(path);
                } else {
                    given.add(path);
                    changing.add(path);
                }
                GivenRoots fresh = new GivenRoots();
                given.forEach(fresh::add);
                NativeName asked = path(random);
                assertThat(changing.isPassage(asked))
                        .as("seed %d: %s among %s", seed, asked, given)
                        .isEqualTo(fresh.isPassage(asked));
                assertThat(changing.isAnyInside()).isEqualTo(fresh.isAnyInside());
            }
        }
    }

    private static NativeName path(SplittableRandom random) {
        NativeName path = NativeName.of("/");
        for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
            path = path.resolve(NativeName.of(random.nextBoolean() ? "a" : "b"));
        }
        return path;
    }
}
