package io.github.fswire.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fswire.consumer.Consumer.Printed;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release puts into a repository, and a program of somebody else that Maven builds from it and nothing else of ours. */
@Tag("once")
@Tag("slow")
class PublishedIT {
    private static final List<String> NO_OPTIONS = List.of();
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");

    @TempDir
    static Path work;

    private static Path repository;
    private static Map<String, Path> published;

    @BeforeAll
    static void deploy() throws Exception {
        repository = Maven.deploy(work.resolve("one"));
        published = files(repository);
    }

    /** The files of a repository below our group, by their names without the time of the snapshot. */
    private static Map<String, Path> files(Path repository) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        Path group = repository.resolve("io/github/fswire");
        try (Stream<Path> all = Files.walk(group)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                String name = group.relativize(file)
                        .toString()
                        .replace('\\', '/')
                        .replaceAll("-\\d{8}\\.\\d{6}-\\d+", "-SNAPSHOT")
                        .replaceAll("(?<=/)[^/]*SNAPSHOT/|(?<=fswire|conformance)-[0-9.]+(-SNAPSHOT)?", "");
                if (name.matches(".*\\.(jar|pom|json|xml)") && !name.contains("maven-metadata")) {
                    files.put(name, file);
                }
            });
        }
        return files;
    }

    @Test
    void nothingElseIsPublished() {
        assertThat(published)
                .containsOnlyKeys(
                        "fswire-conformance/fswire-conformance-javadoc.jar",
                        "fswire-conformance/fswire-conformance-sources.jar",
                        "fswire-conformance/fswire-conformance.jar",
                        "fswire-conformance/fswire-conformance.pom",
                        "fswire/fswire-cli.jar",
                        "fswire/fswire-cyclonedx.json",
                        "fswire/fswire-cyclonedx.xml",
                        "fswire/fswire-javadoc.jar",
                        "fswire/fswire-sources.jar",
                        "fswire/fswire.jar",
                        "fswire/fswire.pom");
    }

    @Test
    void theSameSourcesGiveTheSameBytesElsewhere() throws Exception {
        Map<String, Path> again = files(Maven.deploy(work.resolve("elsewhere/two")));
        assertThat(again.keySet()).isEqualTo(published.keySet());
        for (Map.Entry<String, Path> file : again.entrySet()) {
            long mismatch = Files.mismatch(file.getValue(), published.get(file.getKey()));
            assertThat(mismatch).as(file.getKey()).isEqualTo(-1);
        }
    }

    @Test
    void thePomSaysWhoseItIsAndHasNoParent() throws Exception {
        assertThat(Files.readString(published.get("fswire/fswire.pom")))
                .contains("<name>", "<description>", "<url>https://github.com/fswire/fswire</url>")
                .contains("<license>", "<developer>", "<scm ", "<issueManagement>")
                .doesNotContain("<parent>", "<build>", "<scope>test</scope>", "<dependencyManagement>");
    }

    @Test
    void thePomOfTheKitHasWhatTheKitNeeds() throws Exception {
        assertThat(Files.readString(published.get("fswire-conformance/fswire-conformance.pom")))
                .contains("<name>", "<description>", "<license>", "<developer>", "<scm ")
                .contains("<artifactId>junit-jupiter</artifactId>", "<artifactId>awaitility</artifactId>")
                .doesNotContain("<parent>", "<build>", "<scope>test</scope>", "<dependencyManagement>");
        assertThat(entries("fswire-conformance/fswire-conformance-javadoc.jar"))
                .contains("io/github/fswire/conformance/package-summary.html");
    }

    @Test
    void theJavadocIsThatOfTheExportedPackages() throws Exception {
        List<String> exported = Stream.of(Consumer.LIBRARY)
                .flatMap(jar -> ModuleFinder.of(jar).findAll().stream())
                .flatMap(module -> module.descriptor().exports().stream())
                .map(exports -> exports.source().replace('.', '/') + "/package-summary.html")
                .toList();
        assertThat(entries("fswire/fswire-javadoc.jar"))
                .filteredOn(name -> name.endsWith("/package-summary.html"))
                .map(name -> name.substring("io.github.fswire/".length()))
                .containsExactlyInAnyOrderElementsOf(exported);
    }

    @Test
    void theSourcesLieWhereTheClassesLie() throws Exception {
        List<String> sources = entries("fswire/fswire-sources.jar");
        assertThat(entries("fswire/fswire.jar"))
                .filteredOn(name -> name.endsWith(".class") && !name.contains("$"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(sources).contains(name.replaceFirst("class$", "java")));
    }

    private static List<String> entries(String name) throws IOException {
        try (JarFile jar = new JarFile(published.get(name).toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void theBillOfMaterialsRequiresNothing() throws Exception {
        JsonNode bill = new ObjectMapper()
                .readTree(published.get("fswire/fswire-cyclonedx.json").toFile());
        assertThat(bill.at("/metadata/component/name").asText()).isEqualTo("fswire");
        assertThat(bill.get("components"))
                .extracting(component -> component.get("name").asText())
                .contains("jna")
                .doesNotContain("junit-jupiter", "jspecify");
        assertThat(bill.get("components"))
                .allSatisfy(
                        component -> assertThat(component.get("scope").asText()).isEqualTo("optional"));
    }

    /** Nothing is downloaded: the plugins and JNA come from what this build has downloaded, into an empty repository. */
    @Test
    void aProgramThatMavenBuilds() throws Exception {
        Path project = work.resolve("consumer");
        Path empty = build(project, "pom.xml", "src/main/java/consumer/Main.java", Consumer.PROGRAM, "package");
        assertThat(files(empty)).containsOnlyKeys("fswire/fswire.jar", "fswire/fswire.pom");
        assertThat(empty.resolve("info/picocli")).as("optional").doesNotExist();

        Path target = project.resolve("target");
        Path[] classPath = Arrays.stream(
                        Files.readString(target.resolve("class-path")).split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
        assertThat(Stream.of(classPath).map(jar -> jar.getFileName().toString().replaceAll("-\\d.*", "")))
                .containsExactlyInAnyOrder("fswire", "jna");
        Consumer older = new Consumer(work, Consumer.olderJava());
        Consumer newer = new Consumer(work);
        Path[] all = Stream.concat(Stream.of(target.resolve("classes")), Stream.of(classPath))
                .toArray(Path[]::new);
        Path[] withoutJna = Stream.of(all)
                .filter(path -> !path.getFileName().toString().startsWith("jna"))
                .toArray(Path[]::new);
        assertThat(older.onTheClassPath(NO_OPTIONS, all)).isEqualTo(new Printed(Consumer.ran("jna"), ""));
        assertThat(newer.onTheClassPath(NATIVE_ACCESS, withoutJna)).isEqualTo(new Printed(Consumer.ran("ffm"), ""));

        Path shaded = target.resolve("consumer-1-shaded.jar");
        assertThat(older.onTheClassPath(NO_OPTIONS, shaded)).isEqualTo(new Printed(Consumer.ran("jna"), ""));
        Printed hidden = newer.onTheClassPath(NATIVE_ACCESS, shaded);
        assertThat(hidden.out()).isEqualTo(Consumer.ran("jna"));
        assertThat(hidden.err()).containsOnlyOnce("WARNING").contains("\"Multi-Release: true\"");
        assertThat(newer.onTheClassPath(NATIVE_ACCESS, target.resolve("consumer-1-multi-release.jar")))
                .isEqualTo(new Printed(Consumer.ran("ffm"), ""));
    }

    /** The example of the guide, with nothing of the kit but what was deployed, and no more of ours than that needs. */
    @Test
    void anExampleThatTestsAWatcherWithTheKit() throws Exception {
        Path project = work.resolve("watcher");
        String guide = Files.readString(Path.of("..", "src", "docs", "conformance.md"));
        Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);
        assertThat(example.find()).isTrue();
        Path empty = build(
                project,
                "conformance.xml",
                "src/test/java/DirectoryWatcherTest.java",
                example.group(1),
                "-Dtest=DirectoryWatcherTest#filesAndKinds",
                "test");
        assertThat(files(empty))
                .containsOnlyKeys(
                        "fswire-conformance/fswire-conformance.jar",
                        "fswire-conformance/fswire-conformance.pom",
                        "fswire/fswire.jar",
                        "fswire/fswire.pom");
        assertThat(Files.readString(project.resolve("target/conformance/DirectoryWatcherTest.txt")))
                .startsWith("DirectoryWatcherTest: 1 rules hold, 0 are broken, ")
                .contains("W1   holds    ");
    }

    /** Lets Maven build a program of one file; returns the repository that was empty before. */
    private static Path build(Path project, String pom, String file, String source, String... arguments)
            throws IOException, InterruptedException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, source);
        Files.writeString(
                project.resolve("pom.xml"),
                Files.readString(Path.of("src", "test", "resources", "consumer", pom))
                        .replace("@deployed@", repository.toUri().toString())
                        .replace("@version@", version()));
        Path settings = Files.writeString(
                project.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>downloaded</id><mirrorOf>central</mirrorOf><url>"
                        + Maven.REPOSITORY.toUri() + "</url></mirror></mirrors></settings>");
        Path empty = Files.createDirectory(project.resolve("empty"));
        List<String> all = new ArrayList<>(List.of("-q", "-s", settings.toString(), "-Dmaven.repo.local=" + empty));
        all.addAll(List.of(arguments));
        Maven.run(project, all.toArray(String[]::new));
        return empty;
    }

    private static String version() throws IOException {
        try (JarFile jar = new JarFile(published.get("fswire/fswire.jar").toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Implementation-Version");
        }
    }
}
