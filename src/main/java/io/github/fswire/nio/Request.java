package io.github.fswire.nio;

import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.util.HashSet;
import java.util.Set;

/**
 * What a registration asks for, checked as {@link java.nio.file.Path#register} describes it.
 *
 * @param kinds never empty, and without OVERFLOW, which comes unasked
 * @param fileTree whether everything below the directory is watched too
 */
record Request(Set<WatchEvent.Kind<?>> kinds, boolean fileTree) {
    /** The JDK's modifiers are in a module that need not be there, and one of them in old releases only. */
    private static final String FILE_TREE = "com.sun.nio.file.ExtendedWatchEventModifier.FILE_TREE";

    private static final String SENSITIVITY = "com.sun.nio.file.SensitivityWatchEventModifier.";

    private static final Set<WatchEvent.Kind<?>> SUPPORTED = Set.of(
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);

    static Request of(WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers) {
        Set<WatchEvent.Kind<?>> asked = new HashSet<>();
        for (WatchEvent.Kind<?> kind : kinds) {
            if (SUPPORTED.contains(kind)) { // throws for null
                asked.add(kind);
            } else if (kind != StandardWatchEventKinds.OVERFLOW) {
                throw new UnsupportedOperationException("No such kind of event: " + kind.name());
            }
        }
        if (asked.isEmpty()) {
            throw new IllegalArgumentException(
                    "No events to register: name ENTRY_CREATE, ENTRY_DELETE or ENTRY_MODIFY");
        }
        boolean fileTree = false;
        for (WatchEvent.Modifier modifier : modifiers) {
            String name = modifier.getClass().getName() + "." + modifier.name();
            if (name.equals(FILE_TREE)) {
                fileTree = true;
            } else if (!name.startsWith(
                    SENSITIVITY)) { // which sets an interval, and nothing is polled where that matters
                throw new UnsupportedOperationException("No such modifier: " + modifier.name());
            }
        }
        return new Request(Set.copyOf(asked), fileTree);
    }
}
