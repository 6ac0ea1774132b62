package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ViewSignatureTest {
    private static WatchOptions.Builder options() {
        return WatchOptions.builder().root(Path.of("/r").toAbsolutePath());
    }

    @Test
    void aPositionCountsForWhoSeesTheSame() {
        String lens = ViewSignature.of(options().exclude("*.o").build());
        String joined = ViewSignature.join(lens, "position");
        assertThat(ViewSignature.position(lens, joined)).isEqualTo("position");
        assertThat(ViewSignature.position(ViewSignature.of(options().build()), joined))
                .isNull();
        assertThat(ViewSignature.position(
                        ViewSignature.of(options().exclude("*.o").exclude("a").build()), joined))
                .isNull();
        assertThat(ViewSignature.position(lens, "")).isNull();
        String deep = ViewSignature.of(options().depth(2).build());
        assertThat(ViewSignature.position(deep, ViewSignature.join(deep, "position")))
                .isEqualTo("position");
        assertThat(ViewSignature.position(ViewSignature.of(options().depth(1).build()), ViewSignature.join(deep, "p")))
                .isNull();
        assertThat(ViewSignature.position(ViewSignature.of(options().build()), ViewSignature.join(deep, "p")))
                .isNull();
    }

    @Test
    void whatHasNoSignatureHasNoPosition() {
        assertThat(ViewSignature.of(options().filter(path -> true).build())).isEmpty();
        assertThat(ViewSignature.of(options().followLinks(true).build())).isEmpty();
        assertThat(ViewSignature.of(options().ignoreFiles(".gitignore").build()))
                .isEmpty();
        assertThat(ViewSignature.of(options().settle(Duration.ofSeconds(1)).build()))
                .isEmpty();
        assertThat(ViewSignature.of(
                        options().verify(WatchOptions.Verify.CONTENT).build()))
                .isEmpty();
        assertThat(ViewSignature.join("", "position")).isEmpty();
        assertThat(ViewSignature.join("lens", "")).isEmpty();
        assertThat(ViewSignature.position("", "0 position")).isNull();
    }
}
