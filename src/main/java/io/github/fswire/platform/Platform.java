package io.github.fswire.platform;

import io.github.fswire.linux.LinuxScanner;
import io.github.fswire.linux.MountKind;
import io.github.fswire.macos.MacScanner;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.NioScanner;
import io.github.fswire.scan.Scanner;
import io.github.fswire.scan.ScannerTrial;
import io.github.fswire.windows.VolumeKind;
import io.github.fswire.windows.WindowsScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What belongs together on this system. All methods may be called from any thread. */
public final class Platform {
    /** The name that leaves the choice of the backend to {@link #backend}. */
    public static final String AUTO = "auto";

    private static final String LOCAL = "changes are made through this kernel, which reports them";

    /** File systems on which other machines make changes, as the JDK names them on systems other than Linux. */
    private static final Set<String> NETWORK = Set.of("nfs", "nfs3", "nfs4", "smbfs", "cifs", "afpfs", "webdav", "ftp");

    private Platform() {}

    /**
     * Every backend that the service loader finds, also those that cannot be used here.
     *
     * @return ours first, then others', then those that need special rights, and polling last
     */
    public static List<RawBackend> backends() {
        return sorted(ServiceLoader.load(RawBackend.class, Platform.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    static List<RawBackend> sorted(List<RawBackend> backends) {
        return backends.stream().sorted(Comparator.comparingInt(Platform::rank)).toList();
    }

    private static int rank(RawBackend backend) {
        if (backend.name().equals("polling")) {
            return 3;
        }
        if (backend.capabilities().privileged()) {
            return 2;
        }
        return backend.getClass().getPackageName().startsWith("io.github.fswire.") ? 0 : 1;
    }

    /**
     * A backend that can be used here.
     *
     * @param name its name, or {@code auto} for the first that can be used
     * @return the backend
     * @throws IllegalArgumentException if there is none; the message lists all and why they cannot be used
     */
    public static RawBackend backend(String name) {
        return choose(name, backends());
    }

    /**
     * Every backend, and why it cannot be used here.
     *
     * @return one line for people
     */
    public static String describeBackends() {
        return describe(backends());
    }

    static RawBackend choose(String name, List<RawBackend> backends) {
        return backends.stream()
                .filter(backend -> name.equals(AUTO) || name.equals(backend.name()))
                .filter(backend -> backend.unavailableBecause() == null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no backend \"" + name + "\" can be used here. There are: " + describe(backends)));
    }

    private static String describe(List<RawBackend> backends) {
        return backends.stream()
                .map(backend -> {
                    String why = backend.unavailableBecause();
                    return backend.name() + (why == null ? "" : " (not available: " + why + ")");
                })
                .collect(Collectors.joining(", "));
    }

    /**
     * Opens the scanner of this system for the calling thread; {@code -Dfswire.scanner=nio} takes the portable one, and so does
     * a Linux that refuses the calls of its own.
     *
     * @return the scanner
     * @throws NativeAccessException if native code cannot be called in this JVM, if the system refuses calls that every
     *     scanner needs, or if there is no scanner for this system
     */
    public static Scanner openScanner() throws NativeAccessException {
        return openScanner(false);
    }

    /**
     * The same for several threads that take turns under a lock.
     *
     * @return the scanner
     * @throws NativeAccessException as {@link #openScanner()}
     */
    public static Scanner openSharedScanner() throws NativeAccessException {
        return openScanner(true);
    }

    private static Scanner openScanner(boolean shared) throws NativeAccessException {
        if (!"nio".equals(System.getProperty("fswire.scanner"))) {
            if (isMac()) {
                return MacScanner.open(shared);
            }
            if (isWindows()) {
                return WindowsScanner.open(shared);
            }
            if (isLinux()) {
                return ScannerTrial.choose(LinuxScanner.open(shared), NioScanner::new);
            }
        }
        try {
            return new NioScanner();
        } catch (UnsupportedOperationException e) {
            throw new NativeAccessException(null, "scanner", 0, "UNSUPPORTED", e.getMessage() + ".");
        }
    }

    /**
     * Why {@link #openScanner} fails.
     *
     * @return one line for people, null if it does not
     */
    public static @Nullable String unreadableBecause() {
        try {
            openScanner().close();
            return null;
        } catch (NativeAccessException e) {
            return e.getMessage();
        }
    }

    /**
     * Which scanner {@link #openScanner} opens, and why.
     *
     * @return one line for people
     */
    public static String describeScanner() {
        if ("nio".equals(System.getProperty("fswire.scanner"))) {
            return "nio: " + NioScanner.describe() + ", because of -Dfswire.scanner=nio";
        }
        if (isMac()) {
            return "macos: getattrlistbulk and getattrlistat";
        }
        if (isWindows()) {
            return "windows: FileIdBothDirectoryInfo and NtQueryDirectoryFile";
        }
        return isLinux() ? describeLinuxScanner() : "nio: " + NioScanner.describe() + ", the only one for " + system();
    }

    private static String describeLinuxScanner() {
        try (Scanner scanner = LinuxScanner.open()) {
            WatchException refusal = ScannerTrial.refusal(scanner);
            return refusal == null
                    ? "linux: getdents64 and statx"
                    : "nio: " + NioScanner.describe() + ", because " + refusal.operation() + " is refused ("
                            + refusal.symbol() + ")";
        } catch (NativeAccessException e) {
            return "none: " + e.getReason();
        }
    }

    /**
     * What the kernel can be trusted with at a place.
     *
     * @param fileSystem its type, such as {@code ext4} or {@code nfs}
     * @param eventsReliable whether every change there is made through this kernel, so that it can be reported
     * @param reason why, for people
     */
    public record Mount(String fileSystem, boolean eventsReliable, String reason) {}

    /**
     * Finds the file system at a place; links are followed.
     *
     * @param path absolute path of a file or directory
     * @return what it is
     * @throws RootGoneException if there is nothing
     * @throws NativeAccessException if native code cannot be called in this JVM
     * @throws WatchException if the place cannot be reached
     */
    public static Mount mount(NativeName path) throws WatchException {
        if (isMac()) {
            io.github.fswire.macos.VolumeKind kind = io.github.fswire.macos.VolumeKind.of(path);
            return kind.reliable()
                    ? new Mount(kind.fileSystem(), true, LOCAL)
                    : new Mount(kind.fileSystem(), false, "changes made behind the mount are not reported");
        }
        if (isLinux()) {
            MountKind kind = MountKind.of(path);
            return new Mount(kind.name(), kind.eventsReliable(), kind.reason());
        }
        if (isWindows()) {
            VolumeKind kind = VolumeKind.of(path);
            return kind.remote()
                    ? new Mount(kind.fileSystem(), true, "a network drive: changes are those that its server reports")
                    : new Mount(kind.fileSystem(), true, LOCAL);
        }
        try {
            String type = Files.getFileStore(path.toPath()).type();
            return NETWORK.contains(type.toLowerCase(Locale.ROOT))
                    ? new Mount(type, false, "changes made by other machines are not reported")
                    : new Mount(type, true, LOCAL);
        } catch (NoSuchFileException e) {
            throw new RootGoneException(
                    path.toString(), "getFileStore", 0, "NoSuchFileException", "It does not exist.");
        } catch (IOException e) {
            throw new WatchException(
                    path.toString(), "getFileStore", 0, e.getClass().getSimpleName(), "" + e.getMessage());
        }
    }

    /** Also where a library stands in for macOS. */
    private static boolean isMac() {
        return system().startsWith("Mac") || System.getProperty("fswire.coreservices") != null;
    }

    private static boolean isLinux() {
        return system().startsWith("Linux");
    }

    /** Also where a library stands in for Windows. */
    private static boolean isWindows() {
        return system().startsWith("Windows") || System.getProperty("fswire.kernel32") != null;
    }

    private static String system() {
        return System.getProperty("os.name", "an unknown system");
    }
}
