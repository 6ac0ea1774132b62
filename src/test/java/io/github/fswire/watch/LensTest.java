package io.github.fswire.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LensTest {
    private static WatchOptions.Builder options() {
        return WatchOptions.builder().root(Path.of("/r").toAbsolutePath());
    }

    @Test
    void aPositionCountsForWhoSeesTheSame() {
        String lens = Lens.of(options().exclude("*.o").build());
        String joined = Lens.join(lens, "position");
        assertThat(Lens.position(lens, joined)).isEqualTo("position");
        assertThat(Lens.position(Lens.of(options().build()), joined)).isNull();
        assertThat(Lens.position(Lens.of(options().exclude("*.o").exclude("a").build()), joined))
                .isNull();
        assertThat(Lens.position(lens, "")).isNull();
    }

    @Test
    void whatCannotBeSaidHasNoPosition() {
        assertThat(Lens.of(options().filter(path -> true).build())).isEmpty();
        assertThat(Lens.of(options().followLinks(true).build())).isEmpty();
        assertThat(Lens.of(options().settle(Duration.ofSeconds(1)).build())).isEmpty();
        assertThat(Lens.of(options().verify(WatchOptions.Verify.CONTENT).build()))
                .isEmpty();
        assertThat(Lens.join("", "position")).isEmpty();
        assertThat(Lens.join("lens", "")).isEmpty();
        assertThat(Lens.position("", "0 position")).isNull();
    }
}
