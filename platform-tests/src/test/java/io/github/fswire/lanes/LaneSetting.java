package io.github.fswire.lanes;

import io.github.fswire.kit.Lane;
import io.github.fswire.kit.Workspace;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a lane's virtual machine is started on this machine, or why it cannot be. */
final class LaneSetting {
    private final LaneSpec lane;
    private final Jdks jdks;
    private final Path target;

    /** {@code target}: the build's output directory. */
    LaneSetting(LaneSpec lane, Jdks jdks, Path target) {
        this.lane = lane;
        this.jdks = jdks;
        this.target = target;
    }

    /** Why the lane cannot run here; empty if it can. */
    Optional<String> whyNot() throws IOException {
        if (lane.kind() == LaneSpec.Kind.WINE) {
            if (!Machine.has("wine")) {
                return Optional.of("wine is not on the PATH: .ci/run installs it");
            }
            if (!Workspace.hasMemory()) {
                return Optional.of(Workspace.MEMORY + " is no tmpfs that can be written to");
            }
            return windowsJava().isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "no Windows JRE " + lane.java() + " was unpacked: activate the profile wine-installed");
        }
        if (home().isEmpty()) {
            return Optional.of("no JDK " + lane.java() + " was found: install one or set JAVA" + lane.java() + "_HOME");
        }
        return lane.kind() == LaneSpec.Kind.STAND_IN ? Machine.whyNoStandIn() : Optional.empty();
    }

    /** The newer lanes run on the JDK of the build, whatever its version is. */
    private Optional<Path> home() {
        return lane.binding().equals("ffm") || lane.java() >= 22
                ? Optional.of(Path.of(System.getProperty("java.home")))
                : jdks.home(lane.java());
    }

    private Optional<Path> windowsJava() {
        Path unpacked = target.resolve("windows/jre" + lane.java());
        if (!Files.isDirectory(unpacked)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(unpacked, 4, (file, stat) -> file.endsWith("bin/java.exe"))) {
            return files.findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the lane's reports and logs are. */
    Path reports() {
        return target.resolve("reports").resolve(lane.name());
    }

    /** Makes what all virtual machines of the lane share. */
    void prepare() throws IOException, InterruptedException {
        Files.createDirectories(reports());
        if (lane.kind() == LaneSpec.Kind.STAND_IN) {
            Files.createDirectories(standIn().getParent());
            Machine.compileStandIn(standIn());
        }
        if (lane.kind() == LaneSpec.Kind.WINE) {
            prepareWine();
        }
        if (lane.kind() == LaneSpec.Kind.WINE && lane.java() == 21) {
            PreviewJar.copy(libraryJar(), previewJar());
        }
    }

    /** Programs that begin at once in a new prefix would damage it. */
    private void prepareWine() throws IOException, InterruptedException {
        Path drive = winePrefix().resolve("dosdevices").resolve(Lane.MEMORY_DRIVE.toLowerCase(Locale.ROOT));
        if (Files.notExists(drive, LinkOption.NOFOLLOW_LINKS)) {
            List<String> command = new ArrayList<>(onOneCore());
            command.addAll(List.of("wine", "wineboot", "--init"));
            ProcessBuilder builder = new ProcessBuilder(command);
            inPrefix(builder);
            Machine.run(builder);
            Files.createSymbolicLink(drive, Workspace.MEMORY);
        }
    }

    private Path winePrefix() {
        return target.resolve("windows/prefix" + lane.java());
    }

    /** Wine adds its inotify watches again at each read. Linux loses what happens on another core in that instant. */
    private List<String> onOneCore() throws IOException {
        return Machine.onOneCore(lane.binding().equals("ffm") ? 0 : 1);
    }

    private void inPrefix(ProcessBuilder builder) {
        builder.environment().put("WINEPREFIX", winePrefix().toString());
        builder.environment().put("WINEDEBUG", "-all");
    }

    private Path standIn() {
        return target.resolve(lane.name()).resolve("coreservices.so");
    }

    private Path previewJar() {
        return target.resolve("windows/fswire-preview.jar");
    }

    private static Path libraryJar() {
        return classPath()
                .map(Path::of)
                .filter(entry -> entry.getFileName().toString().matches("fswire-\\d[^/]*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the packaged library is not on the class path"));
    }

    private static Stream<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    /** The virtual machine that runs test classes; {@code properties}: what is given to every lane. */
    ProcessBuilder worker(Map<String, String> properties) throws IOException {
        List<String> command = new ArrayList<>();
        if (lane.kind() == LaneSpec.Kind.WINE) {
            command.addAll(onOneCore());
            command.addAll(List.of("wine", windowsJava().orElseThrow().toString(), "-Dfile.encoding=UTF-8"));
            command.add("-Djava.security.properties=" + target.resolve("test-classes/wine.security"));
            command.add(
                    "-XX:ActiveProcessorCount=2"); // a JVM that has to ask Wine for it prints that Wine does not know
        } else {
            command.add(home().orElseThrow().resolve("bin/java").toString());
        }
        command.add("-ea");
        if (lane.suite() != LaneSpec.Suite.FULL) { // it ends before a second compiler is worth its time
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        }
        if (lane.java() >= 21) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (lane.java() == 21) {
            command.add("--enable-preview");
        }
        Map<String, String> all = new TreeMap<>(properties);
        all.put("fswire.lane", lane.name());
        all.put("fswire.suite", lane.suite().name());
        all.put("fswire.expectedBinding", lane.binding());
        all.put("fswire.conformance", reports().resolve("conformance").toString());
        if (lane.binding().equals("jna")) {
            all.put("fswire.binding", "jna");
        }
        if (lane.kind() == LaneSpec.Kind.WINE) {
            // Wine takes a directory for one that was removed a moment ago if it has the same inode number, and watches
            // neither. tmpfs does not use a number again.
            all.put("fswire.workspaces", Lane.MEMORY_DRIVE + "\\");
        }
        if (lane.kind() == LaneSpec.Kind.STAND_IN) {
            all.put("fswire.coreservices", standIn().toString());
            if (Workspace.hasMemory()) { // fences must be on the volume that is watched
                all.put("fswire.workspaces", Workspace.MEMORY.toString());
                all.put("java.io.tmpdir", Workspace.MEMORY.toString());
            }
        }
        all.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-cp", lanesClassPath(), Worker.class.getName(), reports().toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (lane.kind() == LaneSpec.Kind.WINE) {
            inPrefix(builder);
        }
        return builder;
    }

    private String lanesClassPath() {
        if (lane.kind() != LaneSpec.Kind.WINE) {
            return System.getProperty("java.class.path");
        }
        String library = libraryJar().toString();
        return classPath()
                .map(entry -> lane.java() == 21 && entry.equals(library)
                        ? previewJar().toString()
                        : entry)
                .collect(Collectors.joining(";"));
    }
}
