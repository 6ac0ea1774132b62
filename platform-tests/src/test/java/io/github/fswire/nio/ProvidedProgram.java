package io.github.fswire.nio;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program that knows nothing of this library. */
final class ProvidedProgram {
    private ProvidedProgram() {}

    /**
     * Runs.
     *
     * @param args an empty directory, and the class of the default file system provider; empty for the JDK's own
     */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        PathProgram.run(Files.createDirectory(root.resolve("path")), args[1]);
        FilesProgram.run(Files.createDirectory(root.resolve("files")), args[1]);
        WatchProgram.run(Files.createDirectory(root.resolve("watch")), args[1]);
        System.out.println("passed");
    }
}
