package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.Statx;
import io.github.fswire.scan.EntryStat;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatxRecordTest {
    private static final int START = 13; // any alignment

    private final ByteBuffer buffer = ByteBuffer.allocate(START + Statx.SIZEOF);
    private final EntryStat stat = new EntryStat();

    @Test
    void everyFieldIsRead() {
        put(0, Statx.STATX_BASIC_STATS | Statx.STATX_BTIME);
        put(16, 2);
        put(20, -2); // nobody, unsigned
        put(24, 1000);
        buffer.putShort(START + 28, (short) 0x81A4);
        buffer.putLong(START + 32, -7L);
        buffer.putLong(START + 40, 1L << 40);
        time(80, 1, 2);
        time(96, 3, 4);
        time(112, 5, 6);
        put(136, 254);
        put(140, 0);

        StatxRecord.read(buffer, START, stat);

        assertThat(stat.complete).isTrue();
        assertThat(stat.type).isEqualTo(EntryStat.FILE);
        assertThat(stat.mode).isEqualTo(0x81A4);
        assertThat(stat.links).isEqualTo(2);
        assertThat(stat.uid).isEqualTo(-2);
        assertThat(stat.gid).isEqualTo(1000);
        assertThat(stat.inode).isEqualTo(-7L);
        assertThat(stat.size).isEqualTo(1L << 40);
        assertThat(stat.birthNanos).isEqualTo(1_000_000_002);
        assertThat(stat.changedNanos).isEqualTo(3_000_000_004L);
        assertThat(stat.modifiedNanos).isEqualTo(5_000_000_006L);
        assertThat(stat.device).isEqualTo(0xFE00);
    }

    @Test
    void anUnknownBirthTimeIsNotReported() {
        put(0, Statx.STATX_BASIC_STATS);
        time(80, 1, 2);

        StatxRecord.read(buffer, START, stat);

        assertThat(stat.birthNanos).isEqualTo(EntryStat.NO_BIRTH);
    }

    @ParameterizedTest(name = "{0} s + {1} ns")
    @CsvSource({"0, 999999999", "-1, 1", "-2147483648, 0", "4294967296, 5", "9000000000, 7"})
    void timesBeforeAndAfterTheUsualAreExact(long seconds, int nanos) {
        time(112, seconds, nanos);

        StatxRecord.read(buffer, START, stat);

        assertThat(stat.modifiedNanos).isEqualTo(seconds * 1_000_000_000 + nanos);
    }

    @ParameterizedTest(name = "{0} s {1} ns")
    @CsvSource({
        "9223372036, 854775807, 9223372036854775807, true",
        "9223372036, 854775806, 9223372036854775806, false",
        "9223372036, 854775808, 9223372036854775807, true",
        "9223372037, 0, 9223372036854775807, true",
        "10413792000, 0, 9223372036854775807, true",
        "9223372036854775807, 999999999, 9223372036854775807, true",
        "-9223372037, 145224192, -9223372036854775808, true",
        "-9223372037, 145224193, -9223372036854775807, false",
        "-9223372037, 145224191, -9223372036854775808, true",
        "-9223372038, 0, -9223372036854775808, true",
        "-9223372036854775807, 0, -9223372036854775808, true"
    })
    void timesThatDoNotFitAreTheNextOnes(long seconds, int nanos, long expected, boolean beyond) {
        time(112, seconds, nanos);
        time(96, seconds, nanos);

        StatxRecord.read(buffer, START, stat);

        assertThat(stat.modifiedNanos).isEqualTo(expected);
        assertThat(stat.changedNanos).isEqualTo(expected);
        assertThat(stat.modifiedBeyond != 0).isEqualTo(beyond);
    }

    @Test
    void timesThatDoNotFitDifferAllTheSame() {
        time(112, 10_413_792_000L, 0);
        StatxRecord.read(buffer, START, stat);
        long before = stat.modifiedBeyond;
        time(112, 10_413_792_000L, 1);
        StatxRecord.read(buffer, START, stat);

        assertThat(stat.modifiedNanos).isEqualTo(Long.MAX_VALUE);
        assertThat(stat.modifiedBeyond).isNotEqualTo(before);
        time(112, 1, 0);
        StatxRecord.read(buffer, START, stat);
        assertThat(stat.modifiedBeyond).isZero();
    }

    @ParameterizedTest(name = "{0}:{1}")
    @CsvSource({"8, 1, 801", "0, 38, 26", "259, 65537, 10010301", "4096, 255, 1000000000FF", "4095, 256, 1FFF00"})
    void deviceNumbersAreThoseOfStat(int major, int minor, String expected) {
        put(136, major);
        put(140, minor);

        StatxRecord.read(buffer, START, stat);

        assertThat(Long.toHexString(stat.device)).isEqualToIgnoringCase(expected);
    }

    @ParameterizedTest(name = "mode {0} is type {1}")
    @CsvSource({"33188, 0", "16877, 1", "41471, 2", "4516, 3", "49645, 3", "8612, 3", "25008, 3", "0, 3"})
    void typesComeFromTheMode(int mode, int type) {
        buffer.putShort(START + 28, (short) mode);

        StatxRecord.read(buffer, START, stat);

        assertThat(stat.type).isEqualTo(type);
    }

    private void put(int offset, int value) {
        buffer.putInt(START + offset, value);
    }

    private void time(int offset, long seconds, int nanos) {
        buffer.putLong(START + offset, seconds);
        buffer.putInt(START + offset + 8, nanos);
    }
}
