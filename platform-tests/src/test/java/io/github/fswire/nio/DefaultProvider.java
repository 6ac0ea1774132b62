package io.github.fswire.nio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Virtual machines whose default file system provider is ours. */
public final class DefaultProvider {
    /** The option of the JDK. */
    public static final String OPTION =
            "-Djava.nio.file.spi.DefaultFileSystemProvider=" + FswireFileSystemProvider.class.getName();

    private static final boolean EARLY =
            Runtime.version().feature() == 17 && Runtime.version().update() < 15;

    private DefaultProvider() {}

    /** Skips a test where this virtual machine cannot be started with any other provider than the JDK's. */
    public static void assumePossible() {
        assumeTrue(
                !EARLY,
                "early updates of Java 17 open a jar through the default file system, which is not there while they load its"
                        + " provider: " + Runtime.version());
    }
}
