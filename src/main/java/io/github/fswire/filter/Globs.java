package io.github.fswire.filter;

import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.TreeIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Globs of entries that are neither watched nor listed. Names that are literal, and {@link NameGlob}, are compared as bytes;
 * everything else as text, in which a byte that is not UTF-8 stands as {@code \xHH}. Owned by the engine thread.
 *
 * <p>The JDK's own glob matcher takes a {@code Path}, which under {@code LANG=C} cannot show a name that is not ASCII.
 */
final class Globs {
    private static final String EVERYWHERE = "**/";

    private final List<byte[]> literals = new ArrayList<>();
    private final List<NameGlob> simples = new ArrayList<>();
    private final List<Pattern> names = new ArrayList<>();
    private final List<Pattern> paths = new ArrayList<>();
    private String directory = "";

    /**
     * Compiles globs.
     *
     * @throws IllegalArgumentException if one is not a glob
     */
    Globs(List<String> globs) {
        for (String given : globs) {
            if (given.isEmpty() || given.startsWith("/")) {
                throw new IllegalArgumentException("not a glob relative to the root: \"" + given + "\"");
            }
            compile(given); // refuses what is not a glob
            String glob = byName(given);
            boolean path = glob.contains("/");
            if (!path && glob.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0)) {
                literals.add(NativeName.of(glob).toBytes());
            } else {
                Pattern pattern = compile(glob);
                NameGlob simple = path ? null : NameGlob.of(glob);
                if (simple != null) {
                    simples.add(simple);
                } else {
                    (path ? paths : names).add(pattern);
                }
            }
        }
    }

    /** A name in every directory is a name: then no path has to be compared, which may be as long as a tree is deep. */
    private static String byName(String glob) {
        String name = glob.startsWith(EVERYWHERE) ? glob.substring(EVERYWHERE.length()) : "";
        return name.isEmpty() || name.contains("/") || name.contains("**") ? glob : name;
    }

    boolean isEmpty() {
        return literals.isEmpty() && simples.isEmpty() && names.isEmpty() && paths.isEmpty();
    }

    /** Whether a match depends on where in the tree an entry is. */
    boolean dependOnPath() {
        return !paths.isEmpty();
    }

    /** Sets the directory in which {@link #match} asks. */
    void enter(TreeIndex index, int node) {
        if (dependOnPath()) {
            enter(index.rootPath(index.rootOf(node)), index.path(node));
        }
    }

    /** The same by paths. */
    void enter(NativeName root, NativeName path) {
        if (!dependOnPath()) {
            return;
        }
        String above = root.toString();
        enter(
                path.equals(root)
                        ? ""
                        : path.toString().substring(above.endsWith("/") ? above.length() : above.length() + 1));
    }

    /** The same by its path relative to the root, empty for the root itself. */
    void enter(String relative) {
        directory = relative.isEmpty() ? "" : relative + "/";
    }

    /** Whether an entry of the present directory is excluded. */
    boolean match(byte[] name, int length) {
        for (byte[] literal : literals) {
            if (Arrays.equals(literal, 0, literal.length, name, 0, length)) {
                return true;
            }
        }
        for (NameGlob simple : simples) {
            if (simple.matches(name, length)) {
                return true;
            }
        }
        if (names.isEmpty() && paths.isEmpty()) {
            return false; // and no text is made of the name
        }
        String text = NativeName.of(name, 0, length).toString();
        return names.stream().anyMatch(p -> p.matcher(text).matches())
                || paths.stream().anyMatch(p -> p.matcher(directory + text).matches());
    }

    private static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean group = false;
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i++);
            switch (c) {
                case '*' -> {
                    if (i < glob.length() && glob.charAt(i) == '*') {
                        i++;
                        boolean folder = i < glob.length() && glob.charAt(i) == '/';
                        regex.append(folder ? "(?:.*/)?" : ".*"); // **/x matches x in the root as well
                        i += folder ? 1 : 0;
                    } else {
                        regex.append("[^/]*");
                    }
                }
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    int end = glob.indexOf(']', i + 1);
                    if (end < 0) {
                        throw malformed(glob, "missing ]");
                    }
                    String set = glob.substring(i, end)
                            .replace("\\", "\\\\")
                            .replace("[", "\\[")
                            .replace("&", "\\&");
                    boolean not = set.startsWith("!");
                    String members = not ? set.substring(1) : set.startsWith("^") ? "\\" + set : set;
                    regex.append("(?!/)[")
                            .append(not ? "^" : "")
                            .append(members)
                            .append(']');
                    i = end + 1;
                }
                case '{' -> {
                    if (group) {
                        throw malformed(glob, "{ inside {}");
                    }
                    group = true;
                    regex.append("(?:(?:");
                }
                case '}' -> {
                    regex.append(group ? "))" : "\\}");
                    group = false;
                }
                case ',' -> regex.append(group ? ")|(?:" : ",");
                case '\\' -> {
                    if (i == glob.length()) {
                        throw malformed(glob, "nothing after \\");
                    }
                    regex.append(Pattern.quote(glob.substring(i, ++i)));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (group) {
            throw malformed(glob, "missing }");
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw malformed(glob, e.getDescription());
        }
    }

    private static IllegalArgumentException malformed(String glob, String why) {
        return new IllegalArgumentException("not a glob: \"" + glob + "\": " + why);
    }
}
