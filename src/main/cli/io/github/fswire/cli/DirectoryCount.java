package io.github.fswire.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * How many directories a watcher would have to watch.
 *
 * @param directories the top and all below it; links are not followed
 * @param unreadable directories of them that cannot be listed, so that what is below them is not counted
 */
record DirectoryCount(long directories, long unreadable) {
    /** Counts. */
    static DirectoryCount below(Path top) throws IOException {
        Counter counter = new Counter();
        Files.walkFileTree(top, counter);
        return new DirectoryCount(counter.directories, counter.unreadable);
    }

    private static final class Counter extends SimpleFileVisitor<Path> {
        private long directories;
        private long unreadable;

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            directories++;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (Files.isDirectory(file)) { // anything else is gone meanwhile
                directories++;
                unreadable++;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            unreadable += failure == null ? 0 : 1;
            return FileVisitResult.CONTINUE;
        }
    }
}
