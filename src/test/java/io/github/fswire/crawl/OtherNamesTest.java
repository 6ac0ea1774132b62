package io.github.fswire.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in the form 8.3, as Microsoft's page on naming files describes them. */
class OtherNamesTest {
    private static boolean isOne(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return OtherNames.isShort(bytes, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LONGNA~1.TXT", "A~1", "LONGN~10.C", "1~2~3"})
    void ones(String name) {
        assertThat(isOne(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "file.txt",
                "file.c~",
                "~1",
                "~$doc.doc",
                "LONGNAM~1.TXT",
                "A~1.JAVA",
                "a~b",
                "a.~1",
                "A~.C"
            })
    void others(String name) {
        assertThat(isOne(name)).isFalse();
    }
}
