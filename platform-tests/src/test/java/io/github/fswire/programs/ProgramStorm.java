package io.github.fswire.programs;

import io.github.fswire.programs.WatchingProgram.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Many changes in one directory while the program is slow: more than the 512 events that the JDK keeps of a directory. */
final class ProgramStorm {
    private static final int NEW_FILES = 2000;
    private static final int FILES = 300;
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

    private final Set<Group> groups;
    private final Path root;
    private final Path outside;

    /** {@code groups}: whose changes a program should report. */
    ProgramStorm(Set<Group> groups, Path root, Path outside) {
        this.groups = groups;
        this.root = root;
        this.outside = outside;
    }

    /** Writes the files that are there before the program starts. */
    void prepare() throws IOException {
        for (Group group : groups) {
            for (int i = 0; i < FILES && group != Group.NEW; i++) {
                Files.setLastModifiedTime(Files.writeString(file(root, group, i), "old " + i), TIME);
            }
        }
    }

    /** Changes all of them. */
    void rage() throws IOException {
        for (Group group : groups) {
            for (int i = 0; i < count(group); i++) {
                change(group, i);
            }
        }
    }

    private void change(Group group, int i) throws IOException {
        Path file = file(root, group, i);
        switch (group) {
            case NEW -> Files.writeString(file, "new");
            case MODIFIED -> Files.writeString(file, "modified " + i);
            case DELETED -> Files.delete(file);
            case DELETED_AND_WRITTEN_AGAIN -> {
                Files.delete(file);
                Files.writeString(file, "again " + i);
            }
            case LOOKALIKE -> {
                Path other = Files.writeString(file(outside, group, i), "new " + i);
                Files.setLastModifiedTime(other, TIME);
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The files of which the program has not reported what has become of them. */
    Set<String> lost(RunningProgram running) {
        Set<String> created = running.reported(Kind.CREATED);
        Set<String> modified = running.reported(Kind.MODIFIED);
        Set<String> deleted = running.reported(Kind.DELETED);
        Set<String> lost = new TreeSet<>();
        for (Group group : groups) {
            for (int i = 0; i < count(group); i++) {
                String name = file(root, group, i).getFileName().toString();
                boolean reported = group == Group.DELETED
                        ? deleted.contains(name)
                        : created.contains(name) || modified.contains(name);
                if (!reported) {
                    lost.add(name);
                }
            }
        }
        return lost;
    }

    private static int count(Group group) {
        return group == Group.NEW ? NEW_FILES : FILES;
    }

    private static Path file(Path directory, Group group, int i) {
        return directory.resolve(group.name().toLowerCase(Locale.ROOT) + i);
    }
}
