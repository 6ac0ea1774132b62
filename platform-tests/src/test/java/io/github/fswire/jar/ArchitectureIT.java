package io.github.fswire.jar;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which room may know which, in both trees of the multi-release jar and in the command line. */
@Tag("once")
class ArchitectureIT {
    private static final String ROOT = "io.github.fswire";
    private static final String VERSIONED = "META-INF/versions/22/";

    /** What each room may import of ours, itself apart. "" is the root package. */
    private static final Map<String, String[]> FLOORS = Map.ofEntries(
            Map.entry("raw", rooms()),
            Map.entry("threads", rooms()),
            Map.entry("checks", rooms()),
            Map.entry("scan", rooms("raw")),
            Map.entry("calls", rooms("raw")),
            Map.entry("tree", rooms("scan", "raw", "checks")),
            Map.entry("pending", rooms("tree", "scan", "raw", "checks")),
            Map.entry("session", rooms("calls", "raw", "threads", "checks")),
            Map.entry("linux", rooms("session", "calls", "scan", "raw", "threads")),
            Map.entry("macos", rooms("session", "calls", "scan", "raw", "threads")),
            Map.entry("windows", rooms("session", "calls", "scan", "raw", "threads")),
            Map.entry("platform", rooms("linux", "macos", "windows", "scan", "raw")),
            Map.entry("polling", rooms("session", "platform", "tree", "scan", "raw", "threads")),
            Map.entry("", rooms("platform", "raw")),
            Map.entry("filter", rooms("tree", "scan", "raw", "threads")),
            Map.entry("watch", rooms("filter", "scan", "raw")),
            Map.entry("observe", rooms("watch", "raw")),
            Map.entry("store", rooms("tree", "scan", "raw")),
            Map.entry("source", rooms("observe", "watch", "pending", "tree", "scan", "raw")),
            Map.entry("crawl", rooms("source", "filter", "pending", "tree", "scan", "raw", "threads")),
            Map.entry(
                    "deliver",
                    rooms("store", "observe", "watch", "filter", "tree", "scan", "raw", "threads", "checks")),
            Map.entry(
                    "engine",
                    rooms(
                            "crawl",
                            "deliver",
                            "source",
                            "store",
                            "observe",
                            "watch",
                            "filter",
                            "polling",
                            "platform",
                            "pending",
                            "tree",
                            "scan",
                            "raw",
                            "threads")),
            Map.entry("nio", rooms("watch", "platform", "scan", "raw", "threads")),
            Map.entry("cli", rooms("watch", "", "platform", "raw")));

    @TestFactory
    Stream<DynamicTest> releaseSeventeen() throws IOException {
        return rules(in(Jars.library(), false));
    }

    @TestFactory
    Stream<DynamicTest> releaseTwentyTwo() throws IOException {
        return rules(in(Jars.library(), true));
    }

    @TestFactory
    Stream<DynamicTest> commandLine() throws IOException {
        return Stream.of(check(floor("cli"), in(Jars.commandLine(), false)));
    }

    @Test
    void everyRoomHasAFloor() throws IOException {
        assertThat(in(Jars.library(), false))
                .allSatisfy(type -> assertThat(FLOORS).containsKey(room(type)));
    }

    @Test
    void signaturesOfThePublicApiNameOnlyWhatIsExported() throws IOException {
        JavaClasses classes = in(Jars.library(), false);
        assertThat(classes.stream()
                        .filter(type -> isVisible(type.getModifiers()))
                        .flatMap(type -> type.getMembers().stream())
                        .filter(member -> isExported(member.getOwner()) && isVisible(member.getModifiers()))
                        .flatMap(member -> member.getAllInvolvedRawTypes().stream()))
                .isNotEmpty()
                .allMatch(type -> isExported(type) || !type.getPackageName().startsWith(ROOT));
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isExported(JavaClass type) {
        return Stream.of("", "nio", "raw", "watch")
                .anyMatch(room -> packageOf(room).equals(type.getPackageName()));
    }

    private static Stream<DynamicTest> rules(JavaClasses classes) {
        return Stream.concat(FLOORS.keySet().stream().sorted().map(ArchitectureIT::floor), prohibitions())
                .map(rule -> check(rule, classes));
    }

    private static DynamicTest check(ArchRule rule, JavaClasses classes) {
        return DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes));
    }

    private static ArchRule floor(String room) {
        String[] allowed = Stream.concat(Stream.of(room), Arrays.stream(FLOORS.get(room)))
                .map(ArchitectureIT::packageOf)
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(packageOf(room)))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .as("room '" + room + "' imports only " + Arrays.toString(FLOORS.get(room)))
                .allowEmptyShould(true);
    }

    private static Stream<ArchRule> prohibitions() {
        return Stream.of(
                slices().matching(ROOT + ".(**)").should().beFreeOfCycles().allowEmptyShould(true),
                onlyIn("calls", "com.sun.jna..", "java.lang.foreign.."),
                onlyIn("scan", "jnr.."),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("sun.misc.Unsafe")
                        .orShould()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace")
                        .orShould()
                        .callMethod(Thread.class, "sleep", long.class)
                        .orShould()
                        .callMethod(Optional.class, "get")
                        .orShould()
                        .callMethod(CRC32C.class, "update", ByteBuffer.class) // of a shared arena: fails before JDK 25
                        .as(
                                "no Unsafe, System.out, printStackTrace, Thread.sleep, Optional.get, CRC32C.update(ByteBuffer)"));
    }

    private static ArchRule onlyIn(String room, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(packageOf(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }

    /** The classes of one tree; a plain import of the jar would mix both. */
    private static JavaClasses in(java.nio.file.Path path, boolean versioned) throws IOException {
        String start = versioned ? VERSIONED : "";
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(location -> ours(location, start))
                .importJar(new JarFile(path.toFile()));
        try (JarFile jar = new JarFile(path.toFile())) {
            long files = jar.stream()
                    .filter(entry -> entry.getName().startsWith(start + "io/github/fswire/"))
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .filter(entry -> !entry.getName().endsWith("package-info.class"))
                    .count();
            assertThat(classes.stream().filter(type -> !type.getSimpleName().equals("package-info")))
                    .as("classes imported from " + path + " " + start)
                    .hasSize((int) files)
                    .isNotEmpty();
        }
        return classes;
    }

    private static boolean ours(Location location, String start) {
        return location.contains("!/" + start + "io/github/fswire/");
    }

    private static String[] rooms(String... names) {
        return names;
    }

    private static String packageOf(String room) {
        return room.isEmpty() ? ROOT : ROOT + "." + room;
    }

    private static String room(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }
}
