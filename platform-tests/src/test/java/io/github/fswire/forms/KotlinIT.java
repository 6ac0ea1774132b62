package io.github.fswire.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangePublisher;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Coroutines of Kotlin. The example is compiled as it stands in the guide, together with a program that starts it. */
class KotlinIT extends PipelineContract {
    private static final String PROGRAM = """
            import io.github.fswire.watch.Change
            import io.github.fswire.watch.ChangePublisher
            import java.util.concurrent.Flow
            import java.util.function.Consumer
            import kotlinx.coroutines.*
            import kotlinx.coroutines.flow.*
            import kotlinx.coroutines.jdk9.asFlow
            import kotlinx.coroutines.jdk9.asPublisher

            fun start(publisher: ChangePublisher, apply: Consumer<Change>, failed: Consumer<Throwable>, ended: Runnable): Runnable {
                val job = CoroutineScope(Dispatchers.Default).launch(start = CoroutineStart.UNDISPATCHED) {
                    try {
                        applyAll(publisher) { apply.accept(it) }
                        ended.run()
                    } catch (e: IllegalStateException) {
                        if (e !is CancellationException) failed.accept(e)
                    }
                }
                return Runnable { runBlocking { job.cancelAndJoin() } }
            }

            fun changes(publisher: ChangePublisher): Flow.Publisher<Change> =
                publisher.asFlow().transform { batch -> batch.forEach { emit(it) } }.asPublisher()
            """;

    private static URLClassLoader loader;
    private static Class<?> compiled;

    @BeforeAll
    static void compile(@TempDir Path work) throws Exception {
        Path guide = Path.of("..", "src", "docs", "forms.md");
        List<String> blocks = Pattern.compile("```kotlin\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(guide))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(1);
        Path example = Files.writeString(work.resolve("Example.kt"), blocks.get(0));
        Path program = Files.writeString(work.resolve("Program.kt"), PROGRAM);
        String output = ChildJvm.output(ChildJvm.command(
                K2JVMCompiler.class,
                "-no-stdlib",
                "-no-reflect",
                "-Werror",
                "-jvm-target",
                "17",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                work.resolve("classes").toString(),
                example.toString(),
                program.toString()));
        assertThat(work.resolve("classes").resolve("ProgramKt.class"))
                .as(output)
                .exists();
        loader = new URLClassLoader(
                new URL[] {work.resolve("classes").toUri().toURL()}, KotlinIT.class.getClassLoader());
        compiled = loader.loadClass("ProgramKt");
    }

    @AfterAll
    static void unload() throws Exception {
        loader.close();
    }

    @Override
    Runnable start(ChangePublisher publisher) {
        Consumer<Change> apply = this::apply;
        Consumer<Throwable> failed = this::failed;
        Runnable ended = this::ended;
        return (Runnable) call("start", publisher, apply, failed, ended);
    }

    @Override
    @SuppressWarnings("unchecked") // what the program declares
    Flow.Publisher<Change> changes(ChangePublisher publisher) {
        return (Flow.Publisher<Change>) call("changes", publisher);
    }

    private static Object call(String name, Object... arguments) {
        for (Method method : compiled.getMethods()) {
            if (method.getName().equals(name)) {
                try {
                    return method.invoke(null, arguments);
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(name, e);
                }
            }
        }
        throw new AssertionError(name);
    }
}
