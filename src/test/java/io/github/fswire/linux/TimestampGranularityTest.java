package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampGranularityTest {
    private static final long TICK = 20_000_000;
    private static final long SECONDS = 2_000_000_000;

    @ParameterizedTest
    @CsvSource({
        "6.13.0, true",
        "6.13-rc1, true",
        "6.18.44-fc-v657, true",
        "7.0, true",
        "10.1, true",
        "6.12.99, false",
        "5.15.0-1-generic, false",
        "6, false",
        "13, false",
        "'', false",
        "unknown, false",
        "6.x, false"
    })
    void releases(String release, boolean multigrain) {
        assertThat(TimestampGranularity.isMultigrain(release)).isEqualTo(multigrain);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xEF53, 0x58465342, 0x9123683E, 0x01021994})
    void anInspectionIsEnoughWithMultigrainTimeStamps(int type) {
        assertThat(TimestampGranularity.nanos(type, true, true)).isZero();
        assertThat(TimestampGranularity.nanos(type, true, false)).isEqualTo(TICK);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x6969, 0x65735546, 0x794C7630, 0x2011BAB0, 0xF2F52010, 0})
    void othersHaveTheTick(int type) {
        assertThat(TimestampGranularity.nanos(type, true, true)).isEqualTo(TICK);
    }

    @Test
    void wholeSeconds() {
        assertThat(TimestampGranularity.nanos(0x4D44, false, true)).isEqualTo(SECONDS);
        assertThat(TimestampGranularity.nanos(0x482B, true, true)).isEqualTo(SECONDS);
        // ext3 with inodes of 128 bytes
        assertThat(TimestampGranularity.nanos(0xEF53, false, true)).isEqualTo(SECONDS);
    }
}
