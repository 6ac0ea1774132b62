package io.github.fswire.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Structure;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The metadata for a native image lists everything that the bindings of all systems link, register and look up, and nothing else.
 */
@Tag("once")
class ReachabilityIT {
    private static final String METADATA = "META-INF/native-image/io.github.fswire/fswire/reachability-metadata.json";
    private static final Pattern DESCRIPTOR = Pattern.compile("\\((.*)\\)(\\w+) \\[(.*)\\]");
    private static final Map<String, String> TYPES =
            Map.of("i4", "jint", "j8", "jlong", "b1", "jbyte", "d8", "jdouble", "v", "void");

    private static JsonNode metadata;
    private static ForeignCalls.Found found;

    @BeforeAll
    static void read() throws Exception {
        assumeTrue(Runtime.version().feature() >= 22, "the bindings by java.lang.foreign need Java 22");
        try (JarFile jar = new JarFile(Jars.library().toFile());
                InputStream in = jar.getInputStream(jar.getEntry(METADATA))) {
            metadata = new ObjectMapper().readTree(in);
        }
        found = ForeignCalls.all();
    }

    @Test
    void everyFunctionOfEverySystemIsThere() {
        assertThat(found.downcalls().keySet().stream().map(name -> name.split("\\.")[0]))
                .contains("FfmLinuxCalls", "FfmMacCalls", "FfmWindowsCalls");
        assertThat(listed("downcalls")).isEqualTo(inTheirWords(found.downcalls().values()));
    }

    @Test
    void everyFunctionThatTheSystemCallsIsThere() {
        assertThat(listed("upcalls")).isEqualTo(inTheirWords(found.upcalls())).isNotEmpty();
    }

    private static Set<String> listed(String kind) {
        Set<String> calls = new TreeSet<>();
        for (JsonNode call : metadata.at("/foreign/" + kind)) {
            assertThat(calls.add(text(call))).as("twice: " + call).isTrue();
        }
        return calls;
    }

    private static String text(JsonNode call) {
        List<String> parameters = new ArrayList<>();
        call.get("parameterTypes").forEach(type -> parameters.add(type.asText()));
        Set<String> options = new TreeSet<>();
        call.path("options").properties().forEach(option -> options.add(option.getKey() + "=" + option.getValue()));
        return call.get("returnType").asText() + parameters + options;
    }

    private static Set<String> inTheirWords(Collection<String> descriptors) {
        return descriptors.stream().map(ReachabilityIT::inTheirWords).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String inTheirWords(String descriptor) {
        Matcher parts = DESCRIPTOR.matcher(descriptor);
        assertThat(parts.matches()).as(descriptor).isTrue();
        List<String> parameters = Pattern.compile("[a-z]\\d+")
                .matcher(parts.group(1))
                .results()
                .map(MatchResult::group)
                .map(TYPES::get)
                .toList();
        Set<String> options = new TreeSet<>();
        for (String option : parts.group(3).split("(?<=\\]), ")) {
            if (option.startsWith("CaptureCallState")) {
                options.add("captureCallState=true");
            } else if (option.startsWith("FirstVariadicArg")) {
                options.add("firstVariadicArg=" + option.replaceAll("\\D", ""));
            } else {
                assertThat(option).isEmpty();
            }
        }
        return TYPES.get(parts.group(2)) + parameters + options;
    }

    /** JNA registers native methods through JNI, and finds methods of callbacks by reflection. */
    @Test
    void everyClassThatJnaNeedsIsThere() throws Exception {
        List<Class<?>> ours = new ArrayList<>();
        try (JarFile jar = new JarFile(Jars.library().toFile())) {
            for (String name : jar.stream().map(ZipEntry::getName).toList()) {
                if (name.startsWith("io/github/fswire/") && name.endsWith(".class")) {
                    ours.add(Class.forName(
                            name.substring(0, name.length() - 6).replace('/', '.'),
                            false,
                            getClass().getClassLoader()));
                }
            }
        }
        assertThat(ours).noneMatch(Structure.class::isAssignableFrom).noneMatch(Library.class::isAssignableFrom);
        assertThat(types("jniAccessible"))
                .isEqualTo(names(
                        ours,
                        type -> Arrays.stream(type.getDeclaredMethods())
                                        .anyMatch(method -> Modifier.isNative(method.getModifiers()))
                                || type.isInterface() && Callback.class.isAssignableFrom(type)))
                .hasSizeGreaterThan(5);
        assertThat(types("jniAccessible")).isEqualTo(types("allDeclaredMethods"));
    }

    private static Set<String> types(String flag) {
        Set<String> types = new TreeSet<>();
        for (JsonNode entry : metadata.get("reflection")) {
            if (entry.path(flag).asBoolean()) {
                types.add(entry.get("type").asText());
            }
        }
        return types;
    }

    private static Set<String> names(List<Class<?>> types, Predicate<Class<?>> wanted) {
        return types.stream().filter(wanted).map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyServiceIsThere() {
        Set<String> providers = new TreeSet<>();
        Set<String> files = new TreeSet<>();
        for (ModuleDescriptor.Provides service : ModuleFinder.of(Jars.library())
                .find("io.github.fswire")
                .orElseThrow()
                .descriptor()
                .provides()) {
            providers.addAll(service.providers());
            files.add("META-INF/services/" + service.service());
        }
        Set<String> listed = new TreeSet<>();
        for (JsonNode entry : metadata.get("reflection")) {
            if (entry.path("methods").path(0).path("name").asText().equals("<init>")) {
                listed.add(entry.get("type").asText());
            }
        }
        Set<String> resources = new TreeSet<>();
        metadata.get("resources")
                .forEach(resource -> resources.add(resource.get("glob").asText()));
        assertThat(listed).isEqualTo(providers).isNotEmpty();
        assertThat(resources).isEqualTo(files);
    }
}
