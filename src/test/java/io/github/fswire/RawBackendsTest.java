package io.github.fswire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.RawBackend;
import org.junit.jupiter.api.Test;

class RawBackendsTest {
    @Test
    void findsBackendsOnTheClassPath() {
        assertThat(RawBackends.all()).extracting(RawBackend::name).contains("inotify");
    }
}
