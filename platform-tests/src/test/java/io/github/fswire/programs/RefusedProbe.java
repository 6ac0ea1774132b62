package io.github.fswire.programs;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the JDK does with paths of a default file system that is not its own. */
public final class RefusedProbe {
    private RefusedProbe() {}

    private interface Action {
        Object run() throws IOException;
    }

    /** Prints what is thrown; the arguments are what to do and a directory. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[1], "a.txt");
        Action action =
                switch (arguments[0]) {
                    case "address of a path" -> () -> UnixDomainSocketAddress.of(path);
                    case "address of a name" -> () -> UnixDomainSocketAddress.of(path.toString());
                    case "type" -> () -> Files.probeContentType(path);
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        try {
            action.run();
            System.out.println("nothing");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getClass().getSimpleName());
        } catch (ExceptionInInitializerError e) {
            System.out.println(e.getCause().getClass().getSimpleName());
        }
    }
}
