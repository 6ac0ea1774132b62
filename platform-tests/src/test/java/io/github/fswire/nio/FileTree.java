package io.github.fswire.nio;

import java.nio.file.WatchEvent;

/** {@code ExtendedWatchEventModifier.FILE_TREE}, which a release of Java need not have. */
final class FileTree {
    static final WatchEvent.Modifier MODIFIER = modifier();

    private FileTree() {}

    private static WatchEvent.Modifier modifier() {
        try {
            return (WatchEvent.Modifier) Class.forName("com.sun.nio.file.ExtendedWatchEventModifier")
                    .getField("FILE_TREE")
                    .get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("FILE_TREE", e);
        }
    }
}
