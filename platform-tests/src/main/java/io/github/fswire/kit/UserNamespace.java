package io.github.fswire.kit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Commands run in a user namespace, which has limits of its own, so that nobody else is disturbed. */
public final class UserNamespace {
    private UserNamespace() {}

    /** What to put before a command so that it can watch so many directories. */
    public static List<String> withWatches(int limit) {
        return withLimit("max_inotify_watches", limit);
    }

    /** What to put before a command so that it can open so many queues. */
    public static List<String> withInstances(int limit) {
        return withLimit("max_inotify_instances", limit);
    }

    private static List<String> withLimit(String name, int limit) {
        return new ArrayList<>(List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "sh",
                "-c",
                "echo " + limit + " > /proc/sys/user/" + name + " && exec \"$@\"",
                "sh"));
    }

    /**
     * What to put before a command so that it sees mounts that nobody else does; they are gone when it ends.
     *
     * @param mounts commands of sh that mount; {@code $1} is {@code directory}
     */
    public static List<String> withMounts(String mounts, String directory) {
        return new ArrayList<>(List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "--pid",
                "--fork",
                "sh",
                "-ec",
                mounts + "\nshift && exec \"$@\"",
                "sh",
                directory));
    }

    /** Whether this user may do that here. */
    public static boolean isPossible(List<String> prefix) throws InterruptedException {
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
