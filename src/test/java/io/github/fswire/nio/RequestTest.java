package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Path;
import java.nio.file.WatchEvent;
import org.junit.jupiter.api.Test;

/** Which kinds and modifiers a registration takes. */
class RequestTest {
    private record Kind(String name, Class<Path> type) implements WatchEvent.Kind<Path> {}

    private static Request of(WatchEvent.Kind<?>... kinds) {
        return Request.of(kinds);
    }

    private static Request with(WatchEvent.Modifier... modifiers) {
        return Request.of(new WatchEvent.Kind<?>[] {ENTRY_CREATE}, modifiers);
    }

    private static WatchEvent.Modifier modifier(String type, String constant) throws ReflectiveOperationException {
        return (WatchEvent.Modifier)
                Class.forName("com.sun.nio.file." + type).getField(constant).get(null);
    }

    @Test
    void overflowComesUnasked() {
        assertThat(of(ENTRY_CREATE, OVERFLOW, ENTRY_DELETE, ENTRY_CREATE).kinds())
                .containsExactlyInAnyOrder(ENTRY_CREATE, ENTRY_DELETE);
        assertThatIllegalArgumentException().isThrownBy(() -> of(OVERFLOW)).withMessageContaining("ENTRY_CREATE");
        assertThatIllegalArgumentException().isThrownBy(() -> of());
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void otherKindsAreRefused() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> of(ENTRY_CREATE, new Kind("OTHER", Path.class)))
                .withMessageContaining("OTHER");
        assertThatNullPointerException().isThrownBy(() -> of(ENTRY_CREATE, null));
    }

    @Test
    void theModifiersOfTheJdkAreTaken() throws Exception {
        assertThat(with().fileTree()).isFalse();
        assertThat(with(modifier("ExtendedWatchEventModifier", "FILE_TREE")).fileTree())
                .isTrue();
        if (Runtime.version().feature() < 21) { // it is on its way out
            assertThat(with(modifier("SensitivityWatchEventModifier", "HIGH")).fileTree())
                    .isFalse();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void otherModifiersAreRefused() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> with(() -> "FILE_TREE"))
                .withMessageContaining("FILE_TREE");
        assertThatNullPointerException().isThrownBy(() -> with((WatchEvent.Modifier) null));
    }
}
