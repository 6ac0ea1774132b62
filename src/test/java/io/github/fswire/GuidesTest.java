package io.github.fswire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.Guides.Page;
import io.github.fswire.watch.WatchOptions;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the guides name exists, and every link in them leads to something. */
class GuidesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern TYPE_IN_SOURCE = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");
    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*[a-z]\\w*(?:[.<(].*)?");
    private static final Pattern WORD = Pattern.compile("([A-Za-z_]\\w+)");
    private static final Pattern CALL = Pattern.compile("\\b([a-z]\\w*)\\((?!\\d\\))");
    private static final Pattern PROPERTY = Pattern.compile("\\b(fswire\\.[A-Za-z]+)\\b(?![./]|-)");
    private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w+(?:IT|Test|Contract))\\b");
    private static final List<String> JDK = List.of(
            "java.lang.",
            "java.util.",
            "java.util.concurrent.",
            "java.net.",
            "com.sun.nio.file.",
            "java.nio.file.",
            "java.nio.channels.");

    private static final Map<String, String> TYPES = new HashMap<>(); // the source of each
    private static final Set<String> METHODS = new HashSet<>();
    private static final Set<String> WORDS = new HashSet<>();

    static {
        Path top = Guides.top();
        Stream.of(
                        Guides.files(top.resolve("src/main"), ".java"),
                        Guides.files(top.resolve("src/test"), ".java"),
                        Guides.files(top.resolve("platform-tests/src"), ".java"),
                        Guides.files(top.resolve("bench/src"), ".java"),
                        Guides.files(top.resolve("native"), ".c"),
                        Stream.of("pom.xml", "src/pom.xml", "platform-tests/pom.xml")
                                .map(top::resolve))
                .flatMap(found -> found)
                .map(Guides::read)
                .forEach(source -> {
                    Guides.groups(TYPE_IN_SOURCE, source).forEach(type -> TYPES.merge(type, source, String::concat));
                    METHODS.addAll(Guides.groups(CALL, source));
                    WORDS.addAll(Guides.groups(WORD, source));
                    WORDS.addAll(Guides.groups(PROPERTY, source));
                });
    }

    static List<Page> pages() {
        return Guides.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToSomething(Page page) {
        List<String> links = Guides.groups(LINK, page.prose());
        for (String link : links) {
            if (link.contains("://")) {
                continue; // the network is not asked
            }
            String[] parts = link.split("#", 2);
            Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
            assertThat(file).as("%s in %s", link, page).exists();
            if (parts.length == 2) {
                assertThat(anchors(Guides.read(file)))
                        .as("%s in %s", link, page)
                        .contains(parts[1]);
            }
        }
    }

    /** As GitHub makes them. */
    private static List<String> anchors(String markdown) {
        return Guides.groups(HEADING, markdown).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void theReadmeLeadsToEveryGuide() {
        Page readme = Guides.all().get(0);
        Set<Path> linked = Guides.groups(LINK, readme.prose()).stream()
                .filter(link -> !link.contains("://"))
                .map(link -> readme.file().resolveSibling(link.split("#", 2)[0]).normalize())
                .collect(Collectors.toSet());
        assertThat(linked)
                .containsAll(Guides.files(Guides.top().resolve("src/docs"), "")
                        .filter(Files::isRegularFile)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTypeAndItsMemberExist(Page page) {
        for (String span : page.spans()) {
            if (!TYPE.matcher(span).matches()) {
                continue;
            }
            List<String> words = Guides.groups(WORD, span);
            String source = TYPES.get(words.get(0));
            if (source == null) {
                assertThat(jdkHas(words)).as("%s in %s", span, page).isTrue();
            } else if (words.size() > 1 && span.contains(".")) {
                assertThat(Guides.groups(WORD, source).contains(words.get(1)))
                        .as("%s in %s", span, page)
                        .isTrue();
            }
        }
    }

    private static boolean jdkHas(List<String> words) {
        for (String packageName : JDK) {
            try {
                Class<?> type = Class.forName(packageName + words.get(0));
                return words.size() == 1
                        || Stream.concat(
                                        Arrays.stream(type.getMethods()).map(Method::getName),
                                        Arrays.stream(type.getClasses()).map(Class::getSimpleName))
                                .anyMatch(words.get(1)::equals)
                        || WORDS.contains(words.get(1));
            } catch (ClassNotFoundException e) {
                // in another package
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyMethodPropertyTestAndConstantExists(Page page) {
        for (String span : page.spans()) {
            for (String method : Guides.groups(CALL, span)) {
                assertThat(METHODS.contains(method)).as("%s in %s", span, page).isTrue();
            }
            if (span.matches("[A-Z][A-Z0-9_]+|[a-z]+[A-Z]\\w*")) { // what is one lower-case word may be anything
                assertThat(WORDS.contains(span)).as("%s in %s", span, page).isTrue();
            }
        }
        for (String property : Guides.groups(PROPERTY, page.text())) {
            assertThat(WORDS.contains(property)).as("%s in %s", property, page).isTrue();
        }
        for (String test : Guides.groups(TEST, page.text())) {
            assertThat(TYPES.containsKey(test)).as("%s in %s", test, page).isTrue();
        }
    }

    /** So it is compiled with the libraries it needs, and run. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyExampleThatImportsLibrariesStandsInATest(Page page) {
        List<String> tests = Guides.files(Guides.top().resolve("platform-tests/src/test"), ".java")
                .map(Guides::read)
                .map(GuidesTest::withoutSpace)
                .toList();
        for (String example : page.blocks("java")) {
            if (example.startsWith("import ")) {
                List<String> importsAndBody = Stream.of(example.split("(?m)(?<=;)\n(?=import |\n)"))
                        .map(GuidesTest::withoutSpace)
                        .toList();
                boolean found =
                        tests.stream().anyMatch(test -> importsAndBody.stream().allMatch(test::contains));
                assertThat(found).as("%s in %s", example, page).isTrue();
            }
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void theTableOfOptionsIsComplete() {
        Set<String> options = Arrays.stream(WatchOptions.Builder.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == WatchOptions.Builder.class)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        String text = Guides.named("options.md").text();
        String table = text.substring(text.indexOf("## Every option"));
        assertThat(new Page(Path.of("options.md"), table).firstColumn()).containsExactlyInAnyOrderElementsOf(options);
    }

    @Test
    void theReadmeHasTheVersionOfTheBuild() {
        Pattern version = Pattern.compile("<artifactId>fswire(?:-parent)?</artifactId>\\s*<version>(.*?)</version>");
        String built = Guides.groups(version, Guides.read(Guides.top().resolve("pom.xml")))
                .get(0);
        for (Page page : List.of(Guides.all().get(0), Guides.named("setup.md"), Guides.named("dependency.md"))) {
            assertThat(Guides.groups(version, page.text())).as("%s", page).containsOnly(built);
        }
        Pattern coordinates = Pattern.compile("io\\.github\\.fswire:fswire:([^\"`]*)");
        for (Page page : pages()) {
            assertThat(Guides.groups(coordinates, page.text())).as("%s", page).allMatch(built::equals);
        }
    }
}
