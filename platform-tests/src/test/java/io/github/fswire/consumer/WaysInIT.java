package io.github.fswire.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.consumer.Consumer.Printed;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways into a program of somebody else, besides those of {@link ConsumerIT}: the older Java with JNA, a Java of the program's
 * own, OSGi. The program watches a directory, makes a change, and prints what was delivered and through which binding.
 */
@Tag("once")
@Tag("slow")
class WaysInIT {
    private static final int JAVA = Runtime.version().feature();
    private static final List<String> OPTIONS = List.of();

    @TempDir
    Path work;

    @Test
    void theClassPathOfTheOlderJava() throws Exception {
        Consumer consumer = new Consumer(work, Consumer.olderJava());
        assertThat(consumer.onTheClassPath(OPTIONS, consumer.compile(false), Consumer.LIBRARY, Consumer.JNA))
                .isEqualTo(new Printed(Consumer.ran("jna"), ""));
    }

    @Test
    void theModulePathOfTheOlderJava() throws Exception {
        Consumer consumer = new Consumer(work, Consumer.olderJava());
        List<String> options = List.of("--add-modules", "com.sun.jna");
        assertThat(consumer.onTheModulePath(options, consumer.compile(true), Consumer.LIBRARY, Consumer.JNA))
                .isEqualTo(new Printed(Consumer.ran("jna"), ""));
    }

    @Test
    void aJavaOfTheProgramsOwn() throws Exception {
        Consumer consumer = new Consumer(work);
        List<String> options = List.of("--enable-native-access=io.github.fswire");
        assertThat(consumer.linked(options, consumer.compile(true), Consumer.LIBRARY))
                .isEqualTo(new Printed(Consumer.ran("ffm"), ""));
    }

    @Test
    void aBundle() throws Exception {
        Stream<String> options = Stream.concat(
                Stream.of("--enable-native-access=ALL-UNNAMED"),
                JAVA < 23 ? Stream.of() : Stream.of("--sun-misc-unsafe-memory-access=allow")); // by Felix
        assertThat(new Felix(work).run(new Consumer(work), options.toList(), Consumer.LIBRARY))
                .isEqualTo(new Printed(Consumer.ran("ffm"), ""));
    }
}
