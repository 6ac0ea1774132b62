package io.github.fswire.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.consumer.Consumer.Printed;
import io.github.fswire.kit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kotlin.Unit;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in of {@link WaysInIT} on the older Java, and a program in Kotlin. */
@Tag("once")
@Tag("slow")
class MoreWaysInIT {
    private static final Path JNA_MODULE = Path.of("target", "consumers", "jna-jpms.jar");
    private static final Path KOTLIN = Consumer.locationOf(Unit.class);
    private static final List<String> OPTIONS = List.of();

    private static final String PROGRAM = """
            import io.github.fswire.watch.FileWatcher
            import io.github.fswire.watch.WatchOptions
            import java.nio.file.Files
            import java.nio.file.Path
            import java.time.Duration

            fun main(args: Array<String>) {
                val root = Files.createTempDirectory(Path.of(args[0]), "root")
                val options = WatchOptions.builder().root(root).build()
                repeat(2) { i ->
                    FileWatcher.start(options) { batch ->
                        for (change in batch) println("${change.kind()} ${change.path().fileName}")
                    }.use { watcher ->
                        Files.createFile(root.resolve("file$i"))
                        watcher.sync(Duration.ofMinutes(1))
                        println(watcher.statistics().binding())
                    }
                }
            }
            """;

    @TempDir
    Path work;

    /** jlink takes no automatic module: JNA has another artifact for that. */
    @Test
    void aJavaOfTheProgramsOwnWithJna() throws Exception {
        Consumer consumer = new Consumer(work, Consumer.olderJava());
        List<String> options = List.of("--add-modules", "com.sun.jna");
        assertThat(consumer.linked(options, consumer.compile(true), Consumer.LIBRARY, JNA_MODULE))
                .isEqualTo(new Printed(Consumer.ran("jna"), ""));
    }

    @Test
    void aBundleOnTheOlderJava() throws Exception {
        Consumer consumer = new Consumer(work, Consumer.olderJava());
        assertThat(new Felix(work).run(consumer, OPTIONS, Consumer.LIBRARY, Consumer.JNA))
                .isEqualTo(new Printed(Consumer.ran("jna"), ""));
    }

    @Test
    void aProgramInKotlin() throws Exception {
        Path source = Files.writeString(work.resolve("Main.kt"), PROGRAM + "\nfun example() {\n" + example() + "}\n");
        Path classes = work.resolve("kotlin");
        String output = ChildJvm.output(ChildJvm.command(
                K2JVMCompiler.class,
                "-no-stdlib",
                "-no-reflect",
                "-Werror",
                "-jvm-target",
                "17",
                "-classpath",
                Consumer.joined(Consumer.LIBRARY, KOTLIN),
                "-d",
                classes.toString(),
                source.toString()));
        assertThat(classes.resolve("MainKt.class")).as(output).exists();
        List<String> options = List.of("--enable-native-access=ALL-UNNAMED");
        assertThat(new Consumer(work).main("MainKt", options, classes, KOTLIN, Consumer.LIBRARY))
                .isEqualTo(new Printed(Consumer.ran("ffm"), ""));
        assertThat(new Consumer(work, Consumer.olderJava())
                        .main("MainKt", OPTIONS, classes, KOTLIN, Consumer.LIBRARY, Consumer.JNA))
                .isEqualTo(new Printed(Consumer.ran("jna"), ""));
    }

    /** The one of the guide. */
    private static String example() throws IOException {
        String guide = Files.readString(Path.of("..", "src", "docs", "dependency.md"));
        return Pattern.compile("```kotlin\n(FileWatcher.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map((MatchResult block) -> block.group(1))
                .findFirst()
                .orElseThrow();
    }
}
