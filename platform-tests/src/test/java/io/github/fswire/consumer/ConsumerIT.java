package io.github.fswire.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.consumer.Consumer.Printed;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What somebody gets who adds fswire, and nothing else, to a build. */
@Tag("once")
class ConsumerIT {
    private static final int JAVA = Runtime.version().feature();
    private static final List<String> NO_OPTIONS = List.of();

    @TempDir
    Path work;

    private Consumer consumer;

    @BeforeEach
    void newConsumer() {
        consumer = new Consumer(work);
    }

    @Test
    void thePomBringsNothingElse() throws Exception {
        try (JarFile jar = new JarFile(Consumer.LIBRARY.toFile());
                InputStream pom = jar.getInputStream(jar.getEntry("META-INF/maven/io.github.fswire/fswire/pom.xml"))) {
            NodeList dependencies = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom)
                    .getElementsByTagName("dependency");
            assertThat(dependencies.getLength()).isPositive();
            for (int i = 0; i < dependencies.getLength(); i++) {
                Element dependency = (Element) dependencies.item(i);
                if (!dependency.getParentNode().getParentNode().getNodeName().equals("project")) {
                    continue; // a plugin's
                }
                String scope = text(dependency, "scope");
                assertThat(text(dependency, "optional").equals("true")
                                || scope.equals("test")
                                || scope.equals("provided"))
                        .as(text(dependency, "artifactId"))
                        .isTrue();
            }
        }
    }

    private static String text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    @Test
    void theExamplesOfTheReadmeAndTheGuidesCompile() throws Exception {
        Path top = Path.of("..");
        List<Path> pages;
        try (Stream<Path> guides = Files.list(top.resolve("src/docs"))) {
            pages = Stream.concat(Stream.of(top.resolve("README.md")), guides.sorted())
                    .toList();
        }
        // An example that begins with imports needs other libraries and stands in another test: GuidesTest.
        Pattern example = Pattern.compile("```java\n(?!import )(.*?)```", Pattern.DOTALL);
        Map<String, String> sources = new TreeMap<>();
        for (Path page : pages) {
            for (MatchResult found :
                    example.matcher(Files.readString(page)).results().toList()) {
                String name = "Example" + sources.size();
                sources.put(name + ".java", program(name, page, found.group(1)));
            }
            assertThat(sources).as("the README comes first and has one").isNotEmpty();
        }
        assertThat(sources).hasSizeGreaterThan(5);
        Consumer.compile(work.resolve("examples"), sources, "--class-path", Consumer.LIBRARY.toString());
    }

    private static String program(String name, Path page, String body) {
        return String.format(
                "/* from %s */ import io.github.fswire.*; import io.github.fswire.nio.*; import io.github.fswire.raw.*;"
                        + " import io.github.fswire.watch.*; import java.nio.file.*; import java.time.*;"
                        + " import java.util.*; import java.util.concurrent.*;"
                        + " import static java.nio.file.StandardWatchEventKinds.*;"
                        + " class %s { static void run() throws Exception { %s } }",
                page.getFileName(), name, body);
    }

    @Test
    void runsOnTheClassPathWithJna() throws Exception {
        Path program = consumer.compile(false);
        Printed printed = consumer.onTheClassPath(quiet("ALL-UNNAMED"), program, Consumer.LIBRARY, Consumer.JNA);
        assertThat(printed).isEqualTo(new Printed(Consumer.ran(JAVA < 22 ? "jna" : "ffm"), ""));
    }

    @Test
    void runsOnTheModulePathWithJna() throws Exception {
        Path program = consumer.compile(true);
        List<String> options = Stream.concat(
                        quiet("io.github.fswire").stream(), Stream.of("--add-modules", "com.sun.jna"))
                .toList();
        Printed printed = consumer.onTheModulePath(options, program, Consumer.LIBRARY, Consumer.JNA);
        assertThat(printed).isEqualTo(new Printed(Consumer.ran(JAVA < 22 ? "jna" : "ffm"), ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runsWithoutJnaFromJava22On(boolean modular) throws Exception {
        assumeTrue(JAVA >= 22, "older Java calls the kernel through JNA");
        Path program = consumer.compile(modular);
        Printed printed = modular
                ? consumer.onTheModulePath(quiet("io.github.fswire"), program, Consumer.LIBRARY)
                : consumer.onTheClassPath(quiet("ALL-UNNAMED"), program, Consumer.LIBRARY);
        assertThat(printed).isEqualTo(new Printed(Consumer.ran("ffm"), ""));
    }

    @Test
    void theMessageSaysHowToAddJnaToTheClassPath() throws Exception {
        Printed printed =
                consumer.onTheClassPath(List.of("-Dfswire.binding=jna"), consumer.compile(false), Consumer.LIBRARY);
        assertThat(printed.out().lines())
                .hasSize(2)
                .containsOnly(
                        "binding jna: JNA_MISSING. JNA is missing: add net.java.dev.jna:jna, version 5.12 or later, to"
                                + " the class path, or "
                                + (JAVA < 22
                                        ? "use Java 22 or later, which needs no JNA."
                                        : "do without it: leave out -Dfswire.binding=jna."));
    }

    @Test
    void theMessageSaysHowToAddJnaToTheModulePath() throws Exception {
        Path program = consumer.compile(true);
        List<String> options = List.of("-Dfswire.binding=jna");
        assertThat(consumer.onTheModulePath(options, program, Consumer.LIBRARY).out())
                .contains("net.java.dev.jna:jna, version 5.12 or later", "--add-modules com.sun.jna");
        assertThat(consumer.onTheModulePath(options, program, Consumer.LIBRARY, Consumer.JNA)
                        .out())
                .as("it is there, but not resolved")
                .contains("--add-modules com.sun.jna");
        List<String> onTheClassPath = List.of("-Dfswire.binding=jna", "--class-path", Consumer.JNA.toString());
        assertThat(consumer.onTheModulePath(onTheClassPath, program, Consumer.LIBRARY)
                        .out())
                .as("it is where modules cannot use it")
                .contains("to the module path", "--add-modules com.sun.jna");
    }

    @Test
    void theMessageSaysWhichJnaIsNewEnough() throws Exception {
        String older = "package com.sun.jna; public class Memory { public Memory(long size) {} }";
        Path jna = Consumer.compile(work.resolve("older"), Map.of("com/sun/jna/Memory.java", older));
        Path program = consumer.compile(false);
        Printed printed =
                consumer.onTheClassPath(List.of("-Dfswire.binding=jna"), program, Consumer.LIBRARY, jna, Consumer.JNA);
        assertThat(printed.out().lines())
                .hasSize(2)
                .containsOnly(
                        "binding jna: JNA_TOO_OLD. JNA is too old: use net.java.dev.jna:jna, version 5.12 or later.");
    }

    /** As where the directory for temporary files is read-only or mounted with noexec. */
    @Test
    void theMessageSaysWhereJnaUnpacksItsLibrary() throws Exception {
        Path file = Files.createFile(work.resolve("file"));
        Path program = consumer.compile(false);
        List<String> options = List.of("-Dfswire.binding=jna", "-Djna.tmpdir=" + file);
        assertThat(consumer.onTheClassPath(options, program, Consumer.LIBRARY, Consumer.JNA)
                        .out()
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("binding jna: NOT_BOUND. ") && line.contains("-Djna.tmpdir=DIR"));
    }

    @ParameterizedTest
    @CsvSource({"ffm,false", "ffm,true", "jna,false", "jna,true"})
    void theMessageNamesTheFlagThatHelps(String binding, boolean modular) throws Exception {
        assumeTrue(JAVA >= 24, "native access cannot be denied before Java 24");
        Path program = consumer.compile(modular);
        List<String> options = Stream.concat(
                        Stream.of("--illegal-native-access=deny", "-Dfswire.binding=" + binding),
                        modular ? Stream.of("--add-modules", "com.sun.jna") : Stream.of())
                .toList();
        Printed denied = watch(modular, options, program);
        String module = binding.equals("jna") ? "com.sun.jna" : "io.github.fswire";
        String flag = "--enable-native-access=" + (modular ? module : "ALL-UNNAMED");
        assertThat(denied.out().lines())
                .hasSize(2)
                .containsOnly("binding " + binding + ": NATIVE_ACCESS_DENIED. Native access is not enabled: pass "
                        + flag + (modular ? "" : " (on the module path " + module + ")") + " to the JVM.");
        Printed allowed =
                watch(modular, Stream.concat(options.stream(), Stream.of(flag)).toList(), program);
        assertThat(allowed).isEqualTo(new Printed(Consumer.ran(binding), ""));
    }

    private Printed watch(boolean modular, List<String> options, Path program) throws Exception {
        return modular
                ? consumer.onTheModulePath(options, program, Consumer.LIBRARY, Consumer.JNA)
                : consumer.onTheClassPath(options, program, Consumer.LIBRARY, Consumer.JNA);
    }

    @Test
    void aPackedJarThatHidesTheNewerClassesIsReported() throws Exception {
        assumeTrue(JAVA >= 22, "there are no newer classes than those that are used");
        Path packed = consumer.pack(consumer.compile(false), manifest());
        Printed printed = consumer.onTheClassPath(quiet("ALL-UNNAMED"), packed, Consumer.JNA);
        assertThat(printed.out()).isEqualTo(Consumer.ran("jna"));
        assertThat(printed.err())
                .containsOnlyOnce("WARNING")
                .contains("through JNA", "Java " + JAVA, "\"Multi-Release: true\"", "-Dfswire.binding=jna");
        List<String> accepted = Stream.concat(quiet("ALL-UNNAMED").stream(), Stream.of("-Dfswire.binding=jna"))
                .toList();
        assertThat(consumer.onTheClassPath(accepted, packed, Consumer.JNA))
                .isEqualTo(new Printed(Consumer.ran("jna"), ""));

        assertThat(consumer.onTheClassPath(NO_OPTIONS, packed).out())
                .as("without JNA")
                .contains("JNA_MISSING", "net.java.dev.jna:jna", "\"Multi-Release: true\"");
        assertThat(consumer.onTheClassPath(List.of("-Dfswire.binding=ffm"), packed)
                        .out())
                .as("with the binding that is hidden")
                .contains("\"Multi-Release: true\"");
    }

    @Test
    void aPackedJarThatSaysSoUsesTheNewerClasses() throws Exception {
        assumeTrue(JAVA >= 22, "there are no newer classes");
        Manifest manifest = manifest();
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        Path packed = consumer.pack(consumer.compile(false), manifest);
        assertThat(consumer.onTheClassPath(quiet("ALL-UNNAMED"), packed))
                .isEqualTo(new Printed(Consumer.ran("ffm"), ""));
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }

    /** What the guide src/docs/setup.md recommends against the JVM's warning. */
    private static List<String> quiet(String module) {
        return JAVA >= 22 ? List.of("--enable-native-access=" + module) : NO_OPTIONS;
    }
}
