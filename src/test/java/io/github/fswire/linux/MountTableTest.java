package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reading the table of mounts. */
class MountTableTest {
    private static Map<NativeName, Long> parse(String table) {
        return MountTable.parse(table.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theTopmostMountOfEachPlaceIsRead() {
        assertThat(parse("""
                        22 1 254:0 / / rw,noatime shared:1 - ext4 /dev/vda rw
                        900 22 0:41 / /mnt/a\\040b\\134c\\012d rw - tmpfs none rw
                        31 22 0:42 /sub /mnt/\u00e4 rw - tmpfs none rw
                        32 31 0:43 / /mnt/\u00e4 rw - tmpfs none rw
                        """))
                .isEqualTo(Map.of(
                        NativeName.of("/"),
                        22L,
                        NativeName.of("/mnt/a b\\c\nd"),
                        900L,
                        NativeName.of("/mnt/\u00e4".getBytes(StandardCharsets.ISO_8859_1)),
                        32L));
    }

    @Test
    void whatIsNoTableIsPassedOver() {
        assertThat(parse("")).isEmpty();
        assertThat(parse("\n22\n22 1 254:0\nwithout an end")).isEmpty();
    }
}
