package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.scan.EntryStat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What differs has another print; a change of any one field would be missed otherwise. */
class FingerprintTest {
    private static EntryStat stat(Consumer<EntryStat> change) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.device = 5;
        stat.inode = 6;
        stat.birthNanos = 7;
        stat.size = 8;
        stat.modifiedNanos = 9;
        stat.changedNanos = 10;
        stat.mode = 11;
        stat.uid = 12;
        stat.gid = 13;
        change.accept(stat);
        return stat;
    }

    private static final List<Consumer<EntryStat>> CONTENT = List.of(
            stat -> stat.size++,
            stat -> stat.size--,
            stat -> stat.modifiedNanos++,
            stat -> stat.modifiedNanos--,
            stat -> stat.contentHash = 1,
            stat -> stat.mode++,
            stat -> stat.uid++,
            stat -> stat.gid++);

    @Test
    void G1_eachPartOfTheContentCounts() {
        Set<Integer> prints = new HashSet<>(Set.of(Fingerprint.content(stat(stat -> {}))));
        for (Consumer<EntryStat> change : CONTENT) {
            assertThat(prints.add(Fingerprint.content(stat(change)))).isTrue();
        }
        assertThat(Fingerprint.content(stat(stat -> stat.racy = true)))
                .isEqualTo(~Fingerprint.content(stat(stat -> {})));
        assertThat(Fingerprint.content(stat(stat -> stat.changedNanos++)))
                .as("a rename changes it")
                .isEqualTo(Fingerprint.content(stat(stat -> {})));
        assertThat(Fingerprint.changed(stat(stat -> stat.changedNanos++)))
                .isNotEqualTo(Fingerprint.changed(stat(stat -> {})))
                .isBetween(0, (1 << 24) - 1);
    }

    @Test
    void ofADirectoryOnlyModeAndOwnerCount() {
        Consumer<EntryStat> directory = stat -> stat.type = EntryStat.DIRECTORY;
        int print = Fingerprint.content(stat(directory));
        CONTENT.subList(0, 5).forEach(change -> assertThat(Fingerprint.content(stat(directory.andThen(change))))
                .isEqualTo(print));
        CONTENT.subList(5, 8).forEach(change -> assertThat(Fingerprint.content(stat(directory.andThen(change))))
                .isNotEqualTo(print));
    }

    @Test
    void eachPartOfAnIdentityCounts() {
        Set<Long> identities = new HashSet<>();
        identities.add(Fingerprint.identity(stat(stat -> {})));
        identities.add(Fingerprint.identity(stat(stat -> stat.device++)));
        identities.add(Fingerprint.identity(stat(stat -> stat.inode++)));
        identities.add(Fingerprint.identity(stat(stat -> stat.birthNanos++)));
        assertThat(identities).hasSize(4);
        assertThat(Fingerprint.identity(new EntryStat())).as("0 is no identity").isEqualTo(1);
    }
}
