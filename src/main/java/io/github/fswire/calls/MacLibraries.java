package io.github.fswire.calls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the functions of macOS are; {@code -Dfswire.coreservices=FILE} names a library that stands in for all of them.
 *
 * <p>The frameworks are no files since macOS 11, but the loader knows them by their paths.
 */
final class MacLibraries {
    private static final String FRAMEWORKS = "/System/Library/Frameworks/";

    private MacLibraries() {}

    private static @Nullable String standIn() {
        return System.getProperty("fswire.coreservices");
    }

    static String coreServices() {
        String standIn = standIn();
        return standIn == null ? FRAMEWORKS + "CoreServices.framework/CoreServices" : standIn;
    }

    static String coreFoundation() {
        String standIn = standIn();
        return standIn == null ? FRAMEWORKS + "CoreFoundation.framework/CoreFoundation" : standIn;
    }

    static String system() {
        String standIn = standIn();
        return standIn == null ? "/usr/lib/libSystem.B.dylib" : standIn;
    }

    /**
     * The names under which a function of libSystem may be found, the best first: on x86-64 the plain ones of some have 32-bit
     * inode numbers, and the stand-in's must not hide those of its own system.
     */
    static List<String> names(String function) {
        return standIn() == null ? List.of(function + "$INODE64", function) : List.of("standin_" + function);
    }
}
