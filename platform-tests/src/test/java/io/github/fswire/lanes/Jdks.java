package io.github.fswire.lanes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JDKs on this machine that Maven's toolchains know: those that their plugin has found, and those of {@code toolchains.xml}. */
public final class Jdks {
    private static final Pattern TOOLCHAIN =
            Pattern.compile("<version>(\\d+)[^<]*</version>.*?<jdkHome>\\s*([^<]+?)\\s*</jdkHome>", Pattern.DOTALL);

    private final TreeMap<Integer, Path> homes = new TreeMap<>();

    /** Reads such files, of which those that do not exist count as empty. The JVM that asks is one of them. */
    public static Jdks of(List<Path> files) throws IOException {
        Jdks jdks = new Jdks();
        for (Path file : files) {
            if (Files.exists(file)) {
                for (String toolchain : Files.readString(file).split("</toolchain>")) {
                    Matcher matcher = TOOLCHAIN.matcher(toolchain);
                    if (matcher.find()) {
                        jdks.homes.putIfAbsent(Integer.parseInt(matcher.group(1)), Path.of(matcher.group(2)));
                    }
                }
            }
        }
        return jdks;
    }

    /** Those that the build has found; for tests, which run in the module's directory. */
    public static Jdks ofThisBuild() throws IOException {
        return of(List.of(
                Path.of("target", "jdks.xml"), Path.of(System.getProperty("user.home"), ".m2", "toolchains.xml")));
    }

    /** The home of a JDK of that version. */
    public Optional<Path> home(int version) {
        return Optional.ofNullable(homes.get(version));
    }
}
