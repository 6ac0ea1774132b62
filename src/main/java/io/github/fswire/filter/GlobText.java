package io.github.fswire.filter;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A glob as a user has written it. A glob that can never match is refused with advice what to write instead: otherwise nobody
 * would notice an exclusion that excludes nothing.
 */
public final class GlobText {
    private static final String SPECIAL = "*?[]{},!^\\"; // what a backslash is for
    private static final char ANY = '?'; // stands for what is neither a dot nor a slash

    private final String glob;
    private final List<Path> roots;
    private final List<List<String>> parts = new ArrayList<>(); // one text each, or the alternatives of a {}

    private GlobText(String glob, List<Path> roots) {
        this.glob = glob;
        this.roots = roots;
    }

    /** Whether only directories are meant. */
    static boolean isForDirectories(String glob) {
        return glob.endsWith("/");
    }

    /** The glob without the slash at its end. */
    static String withoutSlash(String glob) {
        return isForDirectories(glob) ? glob.substring(0, glob.length() - 1) : glob;
    }

    /**
     * Checks the globs of a filter.
     *
     * @param roots absolute paths; one that a glob begins with is not repeated in the advice
     * @throws IllegalArgumentException if one can never match
     */
    public static void require(List<String> exclusions, List<String> inclusions, List<Path> roots) {
        exclusions.forEach(glob -> new GlobText(glob, roots).check());
        inclusions.forEach(glob -> new GlobText(glob, roots).checkInclusion());
    }

    private void checkInclusion() {
        check();
        if (isForDirectories(glob)) {
            String directory = withoutSlash(glob);
            String everything = (directory.contains("/") ? "" : "**/") + directory + "/**";
            throw refused("directories count in any case, what is in them does not", everything);
        }
    }

    private IllegalArgumentException refused(String why, @Nullable String instead) {
        String advice = instead == null ? "" : "; write \"" + instead + "\"" + depth(instead);
        return new IllegalArgumentException("the glob \"" + glob + "\" would match nothing: " + why + advice);
    }

    private static String depth(String glob) {
        return withoutSlash(glob).contains("/") ? "" : ", which matches at any depth";
    }

    private void check() {
        if (glob.isBlank()) {
            throw refused("it is empty", null);
        }
        if (!glob.strip().equals(glob)) {
            throw refused("it begins or ends with white space (\"[ ]\" matches a space)", cleaned());
        }
        if (glob.startsWith("!")) {
            throw refused("no glob takes back another one (a name that begins with ! is \"\\!...\")", null);
        }
        if (glob.matches("[A-Za-z]:[/\\\\].*") && (File.separatorChar == '\\' || glob.charAt(2) == '\\')) {
            throw refused("it must be relative to the root", null);
        }
        if (glob.startsWith("/")) {
            throw refused("it must be relative to the root", cleaned());
        }
        if (!split()) {
            return; // not a glob at all, as its compiler will say
        }
        for (int p = 0; p < parts.size(); p++) {
            for (String alternative : parts.get(p)) {
                checkSegments(with(p, alternative));
            }
        }
    }

    /**
     * Finds the alternatives, and puts {@link #ANY} in the place of escaped characters and sets.
     *
     * @return false if a bracket is missing
     */
    private boolean split() {
        StringBuilder text = new StringBuilder();
        List<String> group = null;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\') {
                i++;
                if (i == glob.length() || SPECIAL.indexOf(glob.charAt(i)) < 0) {
                    throw refused("a backslash separates nothing, the separator is a slash", cleaned());
                }
                text.append(ANY);
            } else if (c == '[') {
                int end = glob.indexOf(']', i + 2);
                if (end < 0) {
                    return false;
                }
                if (glob.substring(i, end).contains("/")) {
                    throw refused("a slash in [] matches nothing", null);
                }
                text.append(ANY);
                i = end;
            } else if (c == '{') {
                if (group != null) {
                    return false;
                }
                parts.add(List.of(text.toString()));
                group = new ArrayList<>();
                text.setLength(0);
            } else if (group != null && (c == ',' || c == '}')) {
                String alternative = text.toString();
                if (!alternative.strip().equals(alternative)) {
                    throw refused("an alternative in {} begins or ends with white space", null);
                }
                group.add(alternative);
                text.setLength(0);
                if (c == '}') {
                    parts.add(group);
                    group = null;
                }
            } else {
                text.append(c);
            }
        }
        parts.add(List.of(text.toString()));
        return group == null;
    }

    private String with(int part, String alternative) {
        StringBuilder text = new StringBuilder();
        for (int p = 0; p < parts.size(); p++) {
            text.append(p == part ? alternative : parts.get(p).get(0));
        }
        return text.toString();
    }

    private void checkSegments(String text) {
        if (isForDirectories(text) != isForDirectories(glob)) {
            throw refused("only some alternatives in {} end with a slash: give each a glob of its own", null);
        }
        for (String segment : withoutSlash(text).split("/", -1)) {
            if (segment.isEmpty()) {
                throw refused("there is no name between two separators", cleaned());
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw refused("no entry below a root is called \"" + segment + "\"", cleaned());
            }
        }
    }

    /** A text without the innermost root that it begins with. */
    private String belowRoot(String text) {
        return roots.stream()
                .map(root -> root.toString().replace(File.separatorChar, '/'))
                .filter(root -> !root.endsWith("/") && text.startsWith(root + "/"))
                .max(Comparator.comparingInt(String::length))
                .map(root -> text.substring(root.length()))
                .orElse(text);
    }

    /** The glob that the user may have meant, or null. */
    private @Nullable String cleaned() {
        String text = belowRoot(glob.strip().replaceAll("\\\\(?![*?\\[\\]{},!^\\\\])", "/"));
        boolean directory = text.matches(".*/\\.?");
        List<String> segments = new ArrayList<>();
        for (String segment : text.split("/")) {
            if (segment.equals("..")) {
                if (segments.isEmpty()) {
                    return null; // outside the root
                }
                segments.remove(segments.size() - 1);
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        String found = String.join("/", segments) + (directory ? "/" : "");
        return segments.isEmpty() || found.equals(glob) ? null : found;
    }
}
