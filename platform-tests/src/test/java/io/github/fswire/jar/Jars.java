package io.github.fswire.jar;

import io.github.fswire.RawBackends;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The two files that the library module builds. */
final class Jars {
    private Jars() {}

    static Path library() {
        try {
            return Path.of(RawBackends.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static Path commandLine() {
        return library().resolveSibling("fswire-cli.jar");
    }
}
