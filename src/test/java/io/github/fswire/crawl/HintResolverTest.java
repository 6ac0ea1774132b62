package io.github.fswire.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.FileWatches;
import io.github.fswire.tree.Chain;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths become places of entries, whatever path was resolved before. */
class HintResolverTest {
    private final TreeIndex index = new TreeIndex();
    private final int root = index.addRoot(NativeName.of("/r"));
    private final int otherRoot = index.addRoot(NativeName.of("/s"));
    private final Difference difference = new Difference(index, node -> true);
    private long inodes = 1;

    private void fill(int directory, Random random, int depth) {
        List<Integer> directories = new ArrayList<>();
        difference.beginListing(directory);
        for (String name : List.of("a", "ab", "b")) {
            boolean file = depth == 0 || random.nextInt(4) == 0;
            EntryStat stat = Chain.stat(file ? EntryStat.FILE : EntryStat.DIRECTORY, ++inodes);
            int node = difference.found(name.getBytes(UTF_8), name.length(), stat, false, 0);
            if (!file) {
                directories.add(node);
            }
        }
        difference.end(true, 0);
        directories.forEach(child -> fill(child, random, depth - 1));
    }

    private static String path(Random random) {
        String names = "a";
        for (int i = random.nextInt(6); i > 0; i--) {
            names += "/" + List.of("a", "ab", "b", "c").get(random.nextInt(4));
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void asManyTogetherAsEachAlone(long seed) {
        Random random = new Random(seed);
        difference.baseline(true);
        fill(root, random, 4);
        fill(otherRoot, random, 4);
        HintResolver resolver = new HintResolver(index, new FileWatches());
        PendingPlaces together = new PendingPlaces();
        Set<String> alone = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            byte[] path = path(random).getBytes(UTF_8);
            int in = random.nextBoolean() ? root : otherRoot;
            together.path(in, path, path.length, (byte) 0, (byte) 0);
            PendingPlaces one = new PendingPlaces();
            one.path(in, path, path.length, (byte) 0, (byte) 0);
            new HintResolver(index, new FileWatches()).resolve(one);
            alone.addAll(pending(one));
        }
        resolver.resolve(together);
        assertThat(pending(together)).isEqualTo(alone).hasSizeGreaterThan(20);
    }

    @Test
    void thousandsOfNestedDirectories() {
        Chain chain = new Chain(5000, 1);
        chain.difference.baseline(true);
        chain.find("a");
        byte[] path = chain.deepest("a").toBytes();
        PendingPlaces places = new PendingPlaces();
        int start = Chain.ROOT.length() + 1;
        byte[] below = Arrays.copyOfRange(path, start, path.length);
        for (int i = 0; i < 100; i++) { // or the paths have too many bytes together, and everything is pending
            places.path(chain.root, below, chain.end(4999 - i) - start, (byte) 0, (byte) 0);
        }
        new HintResolver(chain.index, new FileWatches()).resolve(places);
        assertThat(places.directories()).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(places.directoryAt(i)).isEqualTo(chain.node(4998 - i));
        }
    }

    private static Set<String> pending(PendingPlaces places) {
        Set<String> all = new TreeSet<>();
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < places.directories(); i++) {
            for (int e = places.firstEntryAt(i); e >= 0; e = places.nextEntry(e)) {
                int length = places.copyName(e, name);
                all.add(places.directoryAt(i) + " " + new String(name, 0, length, UTF_8));
            }
        }
        return all;
    }
}
