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
    private final Fingerprint fingerprint = Fingerprint.random();

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
        Set<Integer> prints = new HashSet<>(Set.of(fingerprint.content(stat(stat -> {}))));
        for (Consumer<EntryStat> change : CONTENT) {
            assertThat(prints.add(fingerprint.content(stat(change)))).isTrue();
        }
        assertThat(fingerprint.content(stat(stat -> stat.racy = true)))
                .isEqualTo(~fingerprint.content(stat(stat -> {})));
        assertThat(fingerprint.content(stat(stat -> stat.changedNanos++)))
                .as("a rename changes it")
                .isEqualTo(fingerprint.content(stat(stat -> {})));
        assertThat(fingerprint.changed(stat(stat -> stat.changedNanos++)))
                .isNotEqualTo(fingerprint.changed(stat(stat -> {})))
                .isBetween(0, (1 << 24) - 1);
    }

    @Test
    void ofADirectoryOnlyModeAndOwnerCount() {
        Consumer<EntryStat> directory = stat -> stat.type = EntryStat.DIRECTORY;
        int print = fingerprint.content(stat(directory));
        CONTENT.subList(0, 5).forEach(change -> assertThat(fingerprint.content(stat(directory.andThen(change))))
                .isEqualTo(print));
        CONTENT.subList(5, 8).forEach(change -> assertThat(fingerprint.content(stat(directory.andThen(change))))
                .isNotEqualTo(print));
    }

    @Test
    void eachPartOfAnIdentityCounts() {
        Set<Long> identities = new HashSet<>();
        identities.add(fingerprint.identity(stat(stat -> {})));
        identities.add(fingerprint.identity(stat(stat -> stat.device++)));
        identities.add(fingerprint.identity(stat(stat -> stat.inode++)));
        identities.add(fingerprint.identity(stat(stat -> stat.birthNanos++)));
        assertThat(identities).hasSize(4);
    }

    /** From the reference implementation: key 00 01 .. 0f, input 00 01 .. of so many bytes. */
    @Test
    void theHashIsSipHash24() {
        SipHash hash = new SipHash(0x0706050403020100L, 0x0F0E0D0C0B0A0908L);
        assertThat(hash.begin().end()).isEqualTo(0x726FDB47DD0E0E31L);
        assertThat(hash.begin().add(0x0706050403020100L).end()).isEqualTo(0x93F5F5799A932462L);
    }

    private static EntryStat file(long modified) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.inode = 7;
        stat.mode = 0x81A4;
        stat.size = 1000;
        stat.modifiedNanos = modified;
        return stat;
    }

    /**
     * Whoever knows the function finds another modification time with the same print, and then repeats a change until the print
     * of the change time is the same as well: 28 seconds of work for 56 bits. Here 16 bits of them.
     */
    @Test
    void F5_whatLooksAlikeWithOneKeyDoesNotWithAnother() {
        Fingerprint known = new Fingerprint(1, 2);
        Fingerprint secret = Fingerprint.random();
        EntryStat before = file(0);
        EntryStat changed = file(1);
        int found = 0;
        int alike = 0;
        for (long time = 1; found < 20; time++) {
            changed.modifiedNanos = time;
            if ((char) known.content(changed) == (char) known.content(before)) {
                found++;
                alike += (char) secret.content(changed) == (char) secret.content(before) ? 1 : 0;
            }
        }
        assertThat(alike).isLessThan(5); // by chance 20 in 65,536
    }

    @Test
    void F5_everyIndexHasItsOwnKey() {
        EntryStat stat = file(5);
        Fingerprint one = new TreeIndex().fingerprint();
        Fingerprint other = new TreeIndex().fingerprint();
        assertThat(one.identity(stat)).isNotEqualTo(other.identity(stat));
        assertThat((long) one.content(stat) << 24 | one.changed(stat))
                .isNotEqualTo((long) other.content(stat) << 24 | other.changed(stat));
    }
}
