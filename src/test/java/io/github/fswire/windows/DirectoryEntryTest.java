package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.scan.EntryStat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryEntryTest {
    private static final int REPARSE_POINT = 0x400;
    private static final int DIRECTORY = 0x10;

    @ParameterizedTest
    @CsvSource({
        "0xA000000C, SYMLINK, SYMLINK", // a symbolic link
        "0xA0000003, SYMLINK, SYMLINK", // a junction
        "0x00000000, SYMLINK, SYMLINK", // a link under Wine
        "0x80000023, OTHER, OTHER", // a socket
        "0x80000024, OTHER, OTHER", // WSL's pipes and devices
        "0x80000026, OTHER, OTHER",
        "0x80000027, FILE, DIRECTORY",
        "0x9000001A, FILE, DIRECTORY", // a cloud drive's
        "0x80000013, FILE, DIRECTORY", // deduplicated
    })
    void aReparsePointIsWhatItsTagSays(long tag, String file, String directory) {
        assertThat(name(REPARSE_POINT, (int) tag)).isEqualTo(file);
        assertThat(name(REPARSE_POINT | DIRECTORY, (int) tag)).isEqualTo(directory);
        assertThat(name(0, (int) tag)).as("size of extended attributes").isEqualTo("FILE");
        assertThat(name(DIRECTORY, (int) tag)).isEqualTo("DIRECTORY");
    }

    @ParameterizedTest
    @CsvSource({
        "116444736000000000, 0",
        "116444736000000001, 100",
        "116444735999999999, -100",
        "0, -11644473600000000000",
        "208678456368547758, 9223372036854775800",
        "208678456368547759, 9223372036854775807",
        "9223372036854775807, 9223372036854775807"
    })
    void timesThatDoNotFitAreTheNextOnes(long ticks, String expected) {
        EntryStat stat = new EntryStat();
        DirectoryEntry.setModified(stat, ticks);

        assertThat(stat.modifiedNanos).isEqualTo(ticks == 0 ? Long.MIN_VALUE : Long.parseLong(expected));
        assertThat(DirectoryEntry.nanos(ticks)).isEqualTo(stat.modifiedNanos);
        EntryStat other = new EntryStat();
        DirectoryEntry.setModified(other, ticks ^ 1);
        assertThat(other.modifiedNanos ^ other.modifiedBeyond).isNotEqualTo(stat.modifiedNanos ^ stat.modifiedBeyond);
    }

    private static String name(int attributes, int tag) {
        return switch (DirectoryEntry.type(attributes, tag)) {
            case EntryStat.FILE -> "FILE";
            case EntryStat.DIRECTORY -> "DIRECTORY";
            case EntryStat.SYMLINK -> "SYMLINK";
            default -> "OTHER";
        };
    }
}
