package io.github.fswire.cli;

import io.github.fswire.kit.Lane;
import io.github.fswire.raw.NativeName;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the command line prints, as regular expressions for whole lines. */
final class Lines {
    /** The backend that is chosen here. */
    static final String BACKEND = Lane.WINDOWS ? "readdirectorychanges" : Lane.MACOS ? "fsevents" : "inotify";

    static final String READY = "\\{\"event\":\"ready\",.*";
    static final String STATS = "\\{\"event\":\"stats\",\"backend\":\"" + BACKEND + "\",\"binding\":\"[a-z]+\",.*\\}";

    private Lines() {}

    /** A change's line; what the kernel dropped meanwhile is found all the same. */
    static String change(String kind, Path path, String further, String type) {
        return Pattern.quote("{\"kind\":\"" + kind + "\",\"path\":\"" + text(path) + "\"" + further + ",\"type\":\""
                        + type + "\",\"cause\":\"")
                + "(EVENT|RESCAN)\",.*\"time\":\"[-0-9T:.]+Z\"\\}";
    }

    /** The line of a file's move, whose ends FSEvents may report apart. */
    static String moved(Path from, Path to) {
        String whole = change("MOVED", to, ",\"from\":\"" + text(from) + "\"", "FILE");
        return Lane.MACOS ? whole + "|" + change("CREATED", to, "", "FILE") : whole;
    }

    /** A path as it is printed for programs: as the system writes it, with each backslash twice. */
    static String text(Path path) {
        return shown(path).replace("\\", "\\\\");
    }

    /** A path as it is printed for people. */
    static String shown(Path path) {
        return Lane.WINDOWS ? path.toString() : NativeName.of(path).toString();
    }
}
