package io.github.fswire.bench;

import io.github.fswire.nio.FswireFileSystemProvider;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do file operations cost with {@link FswireFileSystemProvider}, beside the JDK's own provider?
 *
 * <pre>
 * java -jar bench/target/benchmarks.jar DefaultProvider
 * </pre>
 */
@NullUnmarked // JMH fills the fields
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DefaultProvider {
    private static final int DIRECTORIES = 20;

    /** Whose paths are used. */
    @Param({"jdk", "fswire"})
    String provider;

    private Path tree;
    private Path file;
    private Path missing;

    /** Makes 200 files in 20 directories. */
    @Setup
    public void open() throws IOException {
        Path real = SampleTree.grow(DIRECTORIES);
        FileSystemProvider jdk = FileSystems.getDefault().provider();
        tree = provider.equals("jdk") ? real : new FswireFileSystemProvider(jdk).getPath(real.toUri());
        try (Stream<Path> files = Files.walk(tree)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        missing = tree.resolve("missing");
    }

    /** Removes them. */
    @TearDown
    public void close() throws IOException {
        Programs.remove(tree);
    }

    /** A file that is there. */
    @Benchmark
    public boolean exists() {
        return Files.exists(file);
    }

    /** One that is not. */
    @Benchmark
    public boolean existsNot() {
        return Files.exists(missing);
    }

    /** Times, size and type. */
    @Benchmark
    public BasicFileAttributes readAttributes() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }

    /** Opens and closes. */
    @Benchmark
    public long newByteChannel() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return channel.position();
        }
    }

    /** The whole tree. */
    @Benchmark
    public long walk() throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.count();
        }
    }
}
