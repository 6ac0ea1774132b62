package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory that paths are relative to, or none: then they are absolute. Immutable. */
final class Base {
    static final Base NONE = new Base(null);

    private static final NativeName HERE = NativeName.of(".");
    private static final NativeName UP = NativeName.of("..");

    private final @Nullable NativeName directory;

    private Base(@Nullable NativeName directory) {
        this.directory = directory;
    }

    static Base at(NativeName directory) {
        return new Base(directory);
    }

    /** The only root, if it is a directory; the directory that it is in, if it is a file; with several, the current directory. */
    static Base of(List<Path> roots) {
        if (roots.size() > 1) {
            return new Base(Arguments.exactWorkingDirectory());
        }
        Path root = roots.get(0);
        NativeName name = NativeName.of(root);
        return new Base(Files.exists(root) && !Files.isDirectory(root) ? name.parent() : name);
    }

    @Nullable
    NativeName directory() {
        return directory;
    }

    /** The path as it is to be printed: {@code .} is the directory itself. */
    NativeName relative(NativeName path) {
        NativeName base = directory;
        if (base == null) {
            return path;
        }
        NativeName common = base;
        NativeName up = NativeName.of("");
        while (!path.isWithin(common)) {
            NativeName parent = common.parent();
            if (parent.equals(common) || parent.length() == 0) {
                return path; // on another drive
            }
            common = parent;
            up = up.resolve(UP);
        }
        NativeName result = up.resolve(tail(path, common));
        return result.length() == 0 ? HERE : result;
    }

    private static NativeName tail(NativeName path, NativeName above) {
        byte[] bytes = path.toBytes();
        int start = above.length();
        if (start < bytes.length && bytes[start] == '/') {
            start++;
        }
        return NativeName.of(bytes, start, bytes.length - start);
    }

    /** The same as an argument of a program, which would take one that begins with a dash for an option. */
    NativeName argument(NativeName path) {
        NativeName relative = relative(path);
        boolean dash = relative.length() > 0 && relative.byteAt(0) == '-';
        return dash ? HERE.resolve(relative) : relative;
    }
}
