package io.github.fswire.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shape of what is shipped. */
@Tag("once")
class JarShapeIT {
    @Test
    void bothTreesOfTheLibraryHaveTheSameApi() {
        assumeTrue(
                Runtime.version().feature() >= 22, "the jar tool of an older JDK cannot read class files of Java 22");
        assertThat(jar("--validate", "--file", Jars.library().toString())).isEmpty();
    }

    @Test
    void theModuleIsWhatWeSayItIs() {
        assertThat(jar("--describe-module", "--file", Jars.library().toString(), "--release", "17")
                        .lines())
                .filteredOn(line -> line.matches("(exports|requires|uses|provides|opens) .*"))
                .containsExactlyInAnyOrder(
                        "exports io.github.fswire",
                        "exports io.github.fswire.nio",
                        "exports io.github.fswire.raw",
                        "exports io.github.fswire.watch",
                        "requires com.sun.jna static",
                        "requires java.base mandated",
                        "requires java.management static",
                        "requires jdk.jfr static",
                        "requires org.jnrproject.posix static",
                        "requires org.jspecify static",
                        "uses io.github.fswire.raw.RawBackend",
                        "uses io.github.fswire.watch.WatcherProvider",
                        "provides io.github.fswire.raw.RawBackend with io.github.fswire.linux.InotifyBackend"
                                + " io.github.fswire.macos.FsEventsBackend"
                                + " io.github.fswire.polling.PollingBackend"
                                + " io.github.fswire.windows.ReadDirectoryBackend",
                        "provides io.github.fswire.watch.WatcherProvider with io.github.fswire.engine.EngineProvider");
    }

    @Test
    void theBundleExportsWhatTheModuleExportsAndNeedsNothing() {
        Attributes manifest = manifest(Jars.library());
        assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("io.github.fswire");
        assertThat(headerOf(manifest, "Export-Package").keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ModuleFinder.of(Jars.library())
                                .find("io.github.fswire")
                                .orElseThrow()
                                .descriptor()
                                .exports()
                                .stream()
                                .map(ModuleDescriptor.Exports::source)
                                .toList());
        Map<String, String> imports = headerOf(manifest, "Import-Package");
        assertThat(imports).containsKey("com.sun.jna");
        assertThat(imports).allSatisfy((name, rest) -> assertThat(rest).contains("resolution:=optional"));
        assertThat(manifest.getValue("Require-Capability"))
                .as("the Java of the base classes, although some are for a newer one")
                .isEqualTo("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"");
    }

    /** The packages that a header names, and what stands behind each of them. */
    private static Map<String, String> headerOf(Attributes manifest, String name) {
        Map<String, String> header = new TreeMap<>();
        for (String clause : manifest.getValue(name).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            String[] parts = clause.split(";", 2);
            header.put(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        return header;
    }

    @Test
    void theLibraryIsAMultiReleaseJar() {
        assertThat(manifest(Jars.library()).getValue("Multi-Release")).isEqualTo("true");
        assertThat(entries(Jars.library()))
                .contains(
                        "META-INF/LICENSE",
                        "META-INF/services/io.github.fswire.raw.RawBackend",
                        "META-INF/services/io.github.fswire.watch.WatcherProvider",
                        "META-INF/versions/22/io/github/fswire/calls/Bindings.class",
                        "io/github/fswire/calls/Bindings.class",
                        "module-info.class");
    }

    @Test
    void theLibraryContainsNothingButItself() {
        assertThat(entries(Jars.library()))
                .filteredOn(name -> name.endsWith(".class"))
                .allMatch(
                        name -> name.matches("(META-INF/versions/22/)?io/github/fswire/.*\\.class|module-info\\.class"))
                .noneMatch(name -> name.contains("/cli/"));
    }

    @Test
    void theCommandLineStartsByItself() {
        Attributes manifest = manifest(Jars.commandLine());
        assertThat(manifest.getValue("Main-Class")).isEqualTo("io.github.fswire.cli.Main");
        assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
        assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
        assertThat(manifest.getValue("Implementation-Version")).isEqualTo(version());
        assertThat(entries(Jars.commandLine()))
                .contains(
                        "META-INF/versions/22/io/github/fswire/calls/Bindings.class",
                        "com/fasterxml/jackson/core/JsonGenerator.class",
                        "com/sun/jna/Native.class",
                        "jnr/posix/POSIX.class",
                        "picocli/CommandLine.class")
                .noneMatch(name -> name.endsWith("module-info.class"));
    }

    private static String version() {
        return String.valueOf(manifest(Jars.library()).getValue("Implementation-Version"));
    }

    private static String jar(String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        Optional<ToolProvider> tool = ToolProvider.findFirst("jar");
        assumeTrue(tool.isPresent(), "this Java has no jar tool");
        int exit = tool.get().run(writer, writer, arguments);
        assertThat(exit).as(output.toString()).isZero();
        return output.toString();
    }

    private static Attributes manifest(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.getManifest().getMainAttributes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> entries(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream().map(ZipEntry::getName).collect(Collectors.toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
