package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.scan.EntryStat;
import org.junit.jupiter.api.Test;

class FingerprintTest {
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
        Fingerprint one = new TreeIndex().prints();
        Fingerprint other = new TreeIndex().prints();
        assertThat(one.identity(stat)).isNotEqualTo(other.identity(stat));
        assertThat((long) one.content(stat) << 24 | one.changed(stat))
                .isNotEqualTo((long) other.content(stat) << 24 | other.changed(stat));
    }
}
