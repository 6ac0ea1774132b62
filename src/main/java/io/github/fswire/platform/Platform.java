package io.github.fswire.platform;

import io.github.fswire.linux.LinuxScanner;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.scan.NioScanner;
import io.github.fswire.scan.Scanner;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** What belongs together on this system. All methods may be called from any thread. */
public final class Platform {
    private Platform() {}

    /** Every backend that the service loader finds. */
    public static List<RawBackend> backends() {
        return ServiceLoader.load(RawBackend.class, Platform.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * A backend that can be used here.
     *
     * @param name its name, or {@code auto} for the first that can be used
     * @throws IllegalArgumentException if there is none; the message lists all and why they cannot be used
     */
    public static RawBackend backend(String name) {
        return backends().stream()
                .filter(backend -> name.equals("auto") || name.equals(backend.name()))
                .filter(backend -> backend.unavailableBecause() == null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no backend \"" + name + "\" can be used here. There are: " + describeAll()));
    }

    private static String describeAll() {
        return backends().stream()
                .map(backend -> {
                    String why = backend.unavailableBecause();
                    return backend.name() + (why == null ? "" : " (not available: " + why + ")");
                })
                .collect(Collectors.joining(", "));
    }

    /** Opens the scanner of this system for the calling thread; {@code -Dfswire.scanner=nio} takes the portable one. */
    public static Scanner openScanner() throws NativeAccessException {
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        return linux && !"nio".equals(System.getProperty("fswire.scanner")) ? LinuxScanner.open() : new NioScanner();
    }
}
