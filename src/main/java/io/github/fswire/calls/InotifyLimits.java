package io.github.fswire.calls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Describes a limit of inotify that is used up. There are two of each kind, and the lower one counts: the machine's in
 * {@code fs/inotify}, inotify(7), and that of the user namespace in {@code user}, namespaces(7). In the first namespace both
 * are one. A namespace between the first and this one has a limit as well, which cannot be seen from here.
 */
final class InotifyLimits {
    private final Path sys;

    /** Reads limits below {@code sys}, which is {@code /proc/sys} but in tests. */
    InotifyLimits(Path sys) {
        this.sys = sys;
    }

    /** What to do when inotify_add_watch fails with ENOSPC. */
    String watches() {
        return advice("fs.inotify.max_user_watches", "user.max_inotify_watches", "watch limit", 1_048_576, "");
    }

    /** What to do when inotify_init1 fails with EMFILE. */
    String instances() {
        return advice(
                "fs.inotify.max_user_instances",
                "user.max_inotify_instances",
                "instance limit",
                1024,
                ", or ulimit -n");
    }

    private String advice(String machines, String namespaces, String what, int example, String otherwise) {
        String text = limit(machines);
        String own = limit(namespaces);
        boolean lower = isNumber(own) && (!isNumber(text) || Long.parseLong(own) < Long.parseLong(text));
        boolean inside = isNumber(own) && isNumber(text) && !own.equals(text);
        String name = lower ? namespaces : machines;
        String where = lower ? " inside the namespace" : inside ? " outside the user namespace" : "";
        return "The " + (lower ? "user namespace's inotify " : "user's inotify ") + what + " (" + (lower ? own : text)
                + ")"
                + (otherwise.isEmpty() ? "" : " or the process's limit of open files")
                + " is used up: raise " + name + (lower ? " (/proc/sys/" + name.replace('.', '/') + ")" : "")
                + ", for example: sudo sysctl " + name + "=" + example + where + otherwise
                + (inside ? "; a user namespace around this one may have a lower limit" : "");
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 19 && text.chars().allMatch(Character::isDigit);
    }

    private String limit(String name) {
        // in one read: a second one finds the end, and Files.readString of JDK 17 begins with a read of one byte
        try (InputStream file = Files.newInputStream(sys.resolve(name.replace('.', '/')))) {
            return new String(file.readNBytes(64), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "unknown"; // only part of a message; /proc may be missing in a chroot
        }
    }
}
