package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {
    private static final int OFFSET = 5;

    private final ContentHash hash = new ContentHash();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 65536})
    void isTheChecksumOfTheBytesWhereverTheBufferStands(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        ByteBuffer buffer = ByteBuffer.allocateDirect(OFFSET + length).put(OFFSET, bytes);
        CRC32C expected = new CRC32C();
        expected.update(bytes);
        hash.add(buffer.position(1), OFFSET, length);
        assertThat(hash.value()).isEqualTo((int) expected.getValue());
        expected.update(bytes);
        hash.add(buffer, OFFSET, length);
        assertThat(hash.value()).isEqualTo((int) expected.getValue());
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void beginsAgain() {
        hash.add(ByteBuffer.wrap(new byte[] {1, 2}), 0, 2);
        hash.reset();
        assertThat(hash.value()).isZero();
    }
}
