package io.github.fswire.scan;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The path of a root or a file as the user has written it, made absolute and without {@code .} and {@code ..}. */
public final class RootPath {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private RootPath() {}

    /**
     * Leads to the same place as the path does for the system: the directory above a symbolic link is the one above its
     * target, except on Windows, which removes {@code ..} from the text. Other links stay in the path.
     */
    public static Path of(Path path) {
        Path absolute = path.toAbsolutePath();
        Path top = absolute.getRoot();
        if (WINDOWS || top == null) {
            return absolute.normalize();
        }
        Path found = top;
        for (Path name : absolute) {
            switch (name.toString()) {
                case "", "." -> {}
                case ".." -> found = parent(found);
                default -> found = found.resolve(name);
            }
        }
        return found;
    }

    private static Path parent(Path path) {
        Path place = path;
        if (Files.isSymbolicLink(path)) {
            try {
                place = path.toRealPath();
            } catch (IOException e) {
                // the link leads nowhere, so the system finds nothing there either
            }
        }
        Path parent = place.getParent();
        return parent == null ? place : parent;
    }
}
