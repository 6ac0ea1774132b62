package io.github.fswire.programs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** The programs, as the build has resolved them from Maven Central into {@code target/programs}. */
enum WatchingProgram {
    DIRECTORY_WATCHER("directory-watcher", "DirectoryWatcherProgram", Way.PROPERTY, 17, Group.ALL),
    JAVA_WATCH("java-watch", "JavaWatchProgram", Way.PROPERTY, 17, Group.ALL),
    /** What was removed and added again since its last poll is reported as neither. */
    QUARKUS("quarkus", "QuarkusProgram", Way.PROPERTY, 17, EnumSet.of(Group.NEW, Group.MODIFIED, Group.DELETED)),
    MICRONAUT("micronaut", "MicronautProgram", Way.PROPERTY, 17, Group.ALL),
    MICRONAUT_BEAN("micronaut", "MicronautProgram", Way.SEAM, 17, Group.ALL),
    /** Hands out a file once, and again after its deletion. */
    SPRING_INTEGRATION(
            "spring-integration",
            "SpringIntegrationProgram",
            Way.PROPERTY,
            17,
            EnumSet.of(Group.NEW, Group.DELETED_AND_WRITTEN_AGAIN)),
    HELIDON("helidon", "HelidonProgram", Way.PROPERTY, 21, Group.ALL),
    CAMEL("camel", "CamelProgram", Way.PROPERTY, 17, Group.ALL),
    DEVTOOLS("devtools", "DevtoolsProgram", Way.SEAM_INSTEAD_OF_POLLING, 17, Group.LOOKALIKES),
    COMMONS_IO("commons-io", "CommonsIoProgram", Way.SEAM_INSTEAD_OF_POLLING, 17, Group.LOOKALIKES),
    COMMONS_VFS("commons-vfs", "CommonsVfsProgram", Way.SEAM_INSTEAD_OF_POLLING, 17, Group.LOOKALIKES);

    /** How this library takes the place of what the program watches with. */
    enum Way {
        /** The program is unchanged; its paths and its watch service are those of the system property. */
        PROPERTY,
        /** The program is given an object in the place of one that uses the JDK's service. */
        SEAM,
        /** The program is given an object in the place of one that polls. */
        SEAM_INSTEAD_OF_POLLING
    }

    /** Files that share a fate in a storm. */
    enum Group {
        NEW,
        MODIFIED,
        DELETED,
        DELETED_AND_WRITTEN_AGAIN,
        /** Replaced by a file of the same size and modification time. */
        LOOKALIKE;

        static final Set<Group> ALL = EnumSet.of(NEW, MODIFIED, DELETED, DELETED_AND_WRITTEN_AGAIN);
        static final Set<Group> LOOKALIKES = EnumSet.of(LOOKALIKE);
    }

    private static final Path PROGRAMS = Path.of("target/programs");

    private final String folder;
    private final String type;
    private final Way way;
    private final int java;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Set<Group> groups;

    WatchingProgram(String folder, String type, Way way, int java, Set<Group> groups) {
        this.folder = folder;
        this.type = type;
        this.way = way;
        this.java = java;
        this.groups = groups;
    }

    /** The folder of its sources and of its jars. */
    String folder() {
        return folder;
    }

    /** The main class of its child. */
    String type() {
        return "programs." + type;
    }

    Way way() {
        return way;
    }

    /** What must be reported of a storm. */
    Set<Group> groups() {
        return groups;
    }

    boolean reports(Kind kind) {
        return this != SPRING_INTEGRATION || kind == Kind.CREATED;
    }

    /** Whether new directories below the watched one are watched too. */
    boolean isRecursive() {
        return !folder.equals("micronaut") && this != HELIDON;
    }

    /** Its jars; the test is skipped if they are not there, or need a newer Java. */
    Path jars() throws IOException {
        Path jars = PROGRAMS.resolve(folder).toAbsolutePath();
        assumeTrue(Files.isDirectory(jars), "the jars of " + folder + " were not asked for: -Pprograms");
        assumeTrue(Runtime.version().feature() >= java, folder + " needs Java " + java);
        return jars;
    }
}
