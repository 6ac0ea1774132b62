package io.github.fswire.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlatformTest {
    private static final RawBackend POLLING = new Pretended("polling", false, null);
    private static final RawBackend PRIVILEGED = new Pretended("privileged", true, null);
    private static final RawBackend ABSENT = new Pretended("absent", false, "there is no such kernel");
    private static final RawBackend OURS = new Pretended("ours", false, null);
    private static final RawBackend THEIRS = somebodyElses("theirs");

    private record Pretended(
            String name, boolean privileged, @Nullable String unavailableBecause) implements RawBackend {
        @Override
        public RawCapabilities capabilities() {
            return new RawCapabilities(
                    RawCapabilities.Coverage.DIRECTORY,
                    RawCapabilities.Names.BYTES,
                    true,
                    true,
                    false,
                    true,
                    privileged);
        }

        @Override
        public RawSession open(RawEventHandler handler, RawOptions options) {
            throw new UnsupportedOperationException();
        }
    }

    /** A backend whose class is not one of ours. */
    private static RawBackend somebodyElses(String name) {
        Pretended answers = new Pretended(name, false, null);
        return (RawBackend) Proxy.newProxyInstance(
                RawBackend.class.getClassLoader(),
                new Class<?>[] {RawBackend.class},
                (proxy, method, arguments) -> method.invoke(answers, arguments));
    }

    @Test
    void autoPrefersOursAndPollsLast() {
        List<RawBackend> sorted = Platform.sorted(List.of(POLLING, PRIVILEGED, THEIRS, ABSENT, OURS));

        assertThat(sorted)
                .extracting(RawBackend::name)
                .containsExactly("absent", "ours", "theirs", "privileged", "polling");
        assertThat(Platform.choose("auto", sorted)).isSameAs(OURS);
        assertThat(Platform.choose("auto", List.of(ABSENT, POLLING))).isSameAs(POLLING);
    }

    @Test
    void aBackendIsFoundByItsName() {
        assertThat(Platform.choose("polling", List.of(OURS, POLLING))).isSameAs(POLLING);
    }

    @Test
    void whatCannotBeChosenIsExplained() {
        List<RawBackend> backends = List.of(ABSENT, OURS);

        for (String name : List.of("nothing", "absent", "", "Ours")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Platform.choose(name, backends))
                    .withMessage("no backend \"" + name + "\" can be used here. There are: "
                            + "absent (not available: there is no such kernel), ours");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Platform.choose("auto", List.of(ABSENT)));
    }
}
