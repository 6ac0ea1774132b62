package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsPathTest {
    private static final int MOST = 32_767; // units of a path without its NUL

    private final ByteBuffer memory = ByteBuffer.allocate(WindowsPath.BYTES + 8).order(ByteOrder.LITTLE_ENDIAN);

    private String put(String path) {
        assertThat(WindowsPath.put(NativeName.of(path), memory, 8)).isTrue();
        int end = 8;
        while (memory.getChar(end) != 0) {
            end += 2;
        }
        return new String(memory.array(), 8, end - 8, StandardCharsets.UTF_16LE);
    }

    private NativeName get(String path) {
        byte[] units = path.getBytes(StandardCharsets.UTF_16LE);
        memory.put(8, units);
        return WindowsPath.get(memory, 8, path.length());
    }

    @ParameterizedTest
    @CsvSource({
        "C:/, \\\\?\\C:\\",
        "C:/a b/ü漢, \\\\?\\C:\\a b\\ü漢",
        "//server/share/d, \\\\?\\UNC\\server\\share\\d",
    })
    void whatIsGivenHasNoLimitOfLengthAndComesBack(String path, String unlimited) {
        assertThat(put(path)).isEqualTo(unlimited);
        assertThat(get(unlimited)).isEqualTo(NativeName.of(path));
    }

    @ParameterizedTest
    @CsvSource({
        "//?/C:/a, \\\\?\\C:\\a",
        "//?/Volume{1}/a, \\\\?\\Volume{1}\\a",
    })
    void whatHasThatFormAlreadyKeepsIt(String path, String unlimited) {
        assertThat(put(path)).isEqualTo(unlimited);
    }

    @Test
    void aVolumeWithoutALetterHasNoOtherForm() {
        assertThat(get("\\\\?\\Volume{1}\\a")).isEqualTo(NativeName.of("//?/Volume{1}/a"));
    }

    /** Names of Windows have units, of which some take three bytes here, and two take four. */
    @ParameterizedTest
    @CsvSource({"a, 1", "漢, 1", "\uD83D\uDE00, 2"})
    void theLimitIsThatOfUnits(String letter, int units) {
        int prefix = "\\\\?\\C:\\".length();
        int most = (MOST - prefix) / units;
        NativeName longest = NativeName.of("C:/" + letter.repeat(most));
        assertThat(WindowsPath.put(longest, memory, 8)).isTrue();
        assertThat(WindowsPath.put(NativeName.of(longest + letter), memory, 8)).isFalse();
    }
}
