package io.github.fswire.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tree of the comparisons: small files in directories two levels deep. */
final class SampleTree {
    private static final int TOP = 100;
    private static final int FILES = 10;

    private SampleTree() {}

    /** Grows a tree of 10,000 directories with 10 files each in a new temporary directory. */
    static Path grow() throws IOException {
        return grow(TOP * TOP);
    }

    /** The same with so many directories. */
    static Path grow(int directories) throws IOException {
        Path tree = Files.createTempDirectory("fswire-tree");
        for (int directory = 0; directory < directories; directory++) {
            Path path =
                    Files.createDirectories(tree.resolve("d" + directory / TOP).resolve("e" + directory % TOP));
            for (int file = 0; file < FILES; file++) {
                Files.writeString(path.resolve("file" + file + ".txt"), "");
            }
        }
        return tree;
    }
}
