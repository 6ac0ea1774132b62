package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.WatchOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the given paths are roots, and what that costs. */
class WatchOptionsRootsTest {
    private long calls;

    /** A path that counts every call of its methods. */
    private Path counted(Path path) {
        return (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, given) -> {
                    calls++;
                    Object[] arguments = given == null
                            ? new Object[0]
                            : Arrays.stream(given)
                                    .map(WatchOptionsRootsTest::real)
                                    .toArray();
                    try {
                        Object result = method.invoke(path, arguments);
                        return result instanceof Path other ? counted(other) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Object real(Object path) {
        return path instanceof Path p && Proxy.isProxyClass(p.getClass()) ? Path.of(p.toString()) : path;
    }

    private long callsFor(int roots) {
        WatchOptions.Builder builder = WatchOptions.builder();
        for (int i = 0; i < roots; i++) {
            builder.root(counted(Path.of("/srv/data", "file" + i)));
        }
        calls = 0;
        assertThat(builder.build().roots()).hasSize(roots);
        return calls;
    }

    @Test
    void thousandsOfRootsCostInProportion() {
        long few = callsFor(500);
        assertThat(callsFor(2000)).isLessThan(5 * few);
    }

    @Test
    void whatLiesInsideAnotherRootIsWatchedWithThatOne() {
        WatchOptions options = WatchOptions.builder()
                .root(Path.of("/a/b/c"))
                .root(Path.of("/ab"))
                .root(Path.of("/a"))
                .root(Path.of("/a/./x/.."))
                .root(Path.of("/z/../ab/d"))
                .build();

        assertThat(RootPlan.of(options).roots()).containsExactly(NativeName.of("/ab"), NativeName.of("/a"));
    }

    @Test
    void A4_aLinkThatLeadsToItselfIsAnEntryAndOneThatLeadsNowhereADirectoryToCome(@TempDir Path directory)
            throws Exception {
        Path place = directory.toRealPath();
        Path self = Files.createSymbolicLink(place.resolve("self"), Path.of("self"));
        Path ring = Files.createSymbolicLink(place.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(place.resolve("b"), Path.of("a"));
        Path nowhere = Files.createSymbolicLink(place.resolve("nowhere"), Path.of("missing"));
        WatchOptions options = WatchOptions.builder()
                .root(self)
                .root(ring)
                .root(nowhere)
                .root(place.resolve("missing"))
                .build();

        RootPlan plan = RootPlan.of(options);
        assertThat(plan.singles())
                .containsOnly(entry(NativeName.of(place), Set.of(NativeName.of("self"), NativeName.of("a"))));
        assertThat(plan.roots())
                .containsExactlyInAnyOrder(
                        NativeName.of(nowhere), NativeName.of(place.resolve("missing")), NativeName.of(place));
    }
}
