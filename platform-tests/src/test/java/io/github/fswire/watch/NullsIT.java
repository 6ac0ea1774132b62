package io.github.fswire.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import io.github.fswire.nio.FswireFileSystemProvider;
import io.github.fswire.nio.FswireWatchService;
import io.github.fswire.nio.WatchServiceOptions;
import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every public method that takes a reference refuses null where it is given, and names the parameter. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class NullsIT {
    @Test
    void nullIsRefusedWhereItIsGiven() throws Exception {
        List<String> accepted = new ArrayList<>();
        try (Workspace workspace = Workspace.onDisk()) {
            WatchOptions options = WatchOptions.builder().root(workspace.root()).build();
            try (FileWatcher watcher = FileWatcher.start(options, batch -> {});
                    ChangeQueue queue = ChangeQueue.open(options);
                    ChangePublisher publisher = ChangePublisher.open(options);
                    FswireWatchService service = FswireWatchService.open()) {
                Map<Class<?>, Object> samples = new HashMap<>(samples(options, watcher, queue, publisher));
                samples.put(FswireWatchService.class, service);
                samples.put(WatchServiceOptions.class, WatchServiceOptions.DEFAULT);
                for (Class<?> type : publicTypes()) {
                    for (Method method : methods(type)) {
                        tryNulls(method, samples, accepted);
                    }
                }
            }
        }
        assertThat(accepted).isEmpty();
    }

    private static List<Class<?>> publicTypes() throws Exception {
        Path library = Path.of(FileWatcher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> types = new ArrayList<>();
        try (JarFile jar = new JarFile(library.toFile())) {
            for (String name : jar.stream().map(entry -> entry.getName()).toList()) {
                if (name.matches("io/github/fswire/(watch|nio)/[A-Z]\\w*(\\$\\w+)*\\.class")) {
                    Class<?> type = Class.forName(name.replace(".class", "").replace('/', '.'));
                    if (isPublic(type)) {
                        types.add(type);
                    }
                }
            }
        }
        assertThat(types).contains(FileWatcher.class, WatchOptions.Builder.class);
        return types;
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    /** Without what programs implement, what the library alone calls, and what every object and enum has. */
    private static List<Method> methods(Class<?> type) {
        if (type == ChangeListener.class || type == WatcherProvider.class || type == FswireFileSystemProvider.class) {
            return List.of();
        }
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method ->
                        !method.getName().equals("equals") && !method.getName().equals("valueOf"))
                .toList();
    }

    private static void tryNulls(Method method, Map<Class<?>, Object> samples, List<String> accepted) throws Exception {
        Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (types[i].isPrimitive()) {
                continue;
            }
            Object[] arguments = new Object[types.length];
            for (int k = 0; k < types.length; k++) {
                arguments[k] = k == i ? null : sample(types[k], samples);
            }
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            Throwable thrown =
                    thrownBy(method, isStatic ? null : sample(method.getDeclaringClass(), samples), arguments);
            boolean named = thrown instanceof NullPointerException
                    && String.valueOf(thrown.getMessage()).matches("[a-z]\\w*");
            if (!named) {
                accepted.add(method + ", parameter " + i + ": " + thrown);
            }
        }
    }

    private static @Nullable Throwable thrownBy(Method method, @Nullable Object target, @Nullable Object[] arguments)
            throws IllegalAccessException {
        try {
            method.invoke(target, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static Map<Class<?>, Object> samples(
            WatchOptions options, FileWatcher watcher, ChangeQueue queue, ChangePublisher publisher) {
        return Map.ofEntries(
                Map.entry(FileWatcher.class, watcher),
                Map.entry(ChangeQueue.class, queue),
                Map.entry(ChangePublisher.class, publisher),
                Map.entry(WatchOptions.class, options),
                Map.entry(WatchOptions.Builder.class, WatchOptions.builder()),
                Map.entry(ListenerOptions.class, ListenerOptions.EVERYTHING),
                Map.entry(Change.Builder.class, Change.builder(Change.Kind.MODIFIED, NativeName.of("/f"))),
                Map.entry(NativeName.class, NativeName.of("/f")),
                Map.entry(Path.class, Path.of("/f")),
                Map.entry(String.class, "name"),
                Map.entry(Duration.class, Duration.ZERO),
                Map.entry(Instant.class, Instant.EPOCH),
                Map.entry(List.class, List.of()),
                Map.entry(Set.class, Set.of()),
                Map.entry(Throwable.class, new IOException("sample")));
    }

    private static Object sample(Class<?> type, Map<Class<?>, Object> samples) {
        Object known = samples.get(type);
        if (known != null) {
            return known;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isPrimitive() || type.isArray()) {
            return type.isArray()
                    ? Array.newInstance(type.getComponentType(), 0)
                    : Array.get(Array.newInstance(type, 1), 0);
        }
        assertThat(type.isInterface())
                .as("this test needs a sample of %s", type)
                .isTrue();
        return Proxy.newProxyInstance(
                NullsIT.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> null);
    }
}
