package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command of {@code --exec} with its paths. {@code {}} in a word stands for every path: the word is repeated for each of
 * them. A command of the shell gets them as its positional parameters. The variables {@code FSWIRE_...} carry them by kind.
 *
 * <p>What a system accepts in one argument, one variable and in all together is limited: execve(2), CreateProcess. Where the
 * paths do not fit, the command gets the directories that contain them instead.
 */
final class ExecCommand {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final int LONGEST =
            WINDOWS ? 30_000 : 120_000; // bytes of a variable; Linux takes 131,071, Windows 32,767
    private static final int LONGEST_COMMAND = WINDOWS ? 24_000 : 400_000; // bytes of {}; Windows takes 32,767 in all
    private static final int OVERHEAD = 9; // the end of a word and the pointer to it
    private static final String PLACE = "{}";

    private final List<String> words;
    private final boolean shell;
    private final Base base;

    private ExecCommand(List<String> words, boolean shell, Base base) {
        this.words = words;
        this.shell = shell;
        this.base = base;
    }

    /** A command of the system's shell. */
    static ExecCommand ofShell(String command, Base base) {
        return new ExecCommand(List.of(command), true, base);
    }

    /** A program and its arguments. */
    static ExecCommand ofWords(List<String> words, Base base) {
        return new ExecCommand(List.copyOf(words), false, base);
    }

    /**
     * One run.
     *
     * @param process not started yet
     * @param paths how many the command gets
     * @param withheld why it gets directories instead: {@code size}, {@code newline} or {@code initial}; empty if not
     */
    record Call(ProcessBuilder process, int paths, String withheld) {}

    /** As it was given. */
    List<String> words() {
        return words.stream().map(word -> Arguments.name(word).toString()).toList();
    }

    /** What is to be run, with every path if that is possible. */
    Call call(ChangedPaths changed) {
        Collection<NativeName> paths = changed.paths();
        boolean fits = changed.isComplete() && argumentsFit(paths);
        String withheld = changed.isEverything() ? "initial" : fits ? "" : "size";
        Map<String, NativeName> lists = new LinkedHashMap<>();
        if (withheld.isEmpty()) {
            withheld = lists(changed, lists);
        }
        return call(changed, fits ? paths : changed.directories(), paths.size(), withheld, lists);
    }

    /** The same with directories only: for a system that has refused the other one. */
    Call smallCall(ChangedPaths changed) {
        return call(changed, changed.directories(), changed.paths().size(), "size", Map.of());
    }

    private Call call(
            ChangedPaths changed,
            Collection<NativeName> places,
            int paths,
            String withheld,
            Map<String, NativeName> lists) {
        Map<String, NativeName> environment = new LinkedHashMap<>();
        for (String name : List.of("CREATED", "MODIFIED", "DELETED", "MOVED", "MOVED_FROM", "PATHS")) {
            environment.put("FSWIRE_" + name, lists.getOrDefault(name, NativeName.of("")));
        }
        environment.put("FSWIRE_COMMON", lines(changed.directories()));
        environment.put("FSWIRE_TRUNCATED", NativeName.of(withheld));
        ProcessBuilder process =
                ExactWords.process(command(places.stream().map(this::shown).toList()), environment, base.directory());
        return new Call(process, paths, withheld);
    }

    private boolean argumentsFit(Collection<NativeName> paths) {
        long length = 0;
        for (String word : words) {
            if (shell ? !WINDOWS : word.contains(PLACE)) {
                for (NativeName path : paths) {
                    length += shown(path).length() + word.length() + OVERHEAD;
                }
            }
        }
        return length <= LONGEST_COMMAND;
    }

    /** Fills the lists unless they cannot be handed over, and returns why not. */
    private String lists(ChangedPaths changed, Map<String, NativeName> lists) {
        Collection<NativeName> all = changed.paths();
        long length = all.stream().mapToLong(path -> shown(path).length() + 1).sum();
        if (length > LONGEST) {
            return "size";
        }
        if (all.stream().anyMatch(path -> base.relative(path).toString().indexOf('\n') >= 0)) {
            return "newline";
        }
        lists.put("CREATED", lines(changed.paths(ChangedPaths.Kind.CREATED)));
        lists.put("MODIFIED", lines(changed.paths(ChangedPaths.Kind.MODIFIED)));
        lists.put("DELETED", lines(changed.paths(ChangedPaths.Kind.DELETED)));
        lists.put("MOVED", lines(changed.paths(ChangedPaths.Kind.MOVED)));
        lists.put("MOVED_FROM", lines(changed.origins()));
        lists.put("PATHS", lines(all));
        return "";
    }

    private NativeName lines(Collection<NativeName> paths) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (NativeName path : paths) {
            if (lines.size() > 0) {
                lines.write('\n');
            }
            lines.writeBytes(shown(path).toBytes());
        }
        return NativeName.of(lines.toByteArray());
    }

    private NativeName shown(NativeName path) {
        NativeName argument = base.argument(path);
        return WINDOWS ? NativeName.of(Text.path(argument)) : argument;
    }

    private List<NativeName> command(List<NativeName> places) {
        List<NativeName> command = new ArrayList<>();
        if (shell && WINDOWS) {
            for (String word : List.of("cmd", "/s", "/c", "\"" + words.get(0) + "\"")) {
                command.add(NativeName.of(word));
            }
        } else if (shell) {
            command.addAll(List.of(NativeName.of("sh"), NativeName.of("-c"), Arguments.name(words.get(0))));
            command.add(NativeName.of("sh"));
            command.addAll(places);
        } else {
            for (String word : words) {
                if (word.contains(PLACE)) {
                    places.forEach(place -> command.add(replaced(Arguments.name(word), place)));
                } else {
                    command.add(Arguments.name(word));
                }
            }
        }
        return command;
    }

    private static NativeName replaced(NativeName word, NativeName place) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        byte[] bytes = word.toBytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '{' && i + 1 < bytes.length && bytes[i + 1] == '}') {
                result.writeBytes(place.toBytes());
                i++;
            } else {
                result.write(bytes[i]);
            }
        }
        return NativeName.of(result.toByteArray());
    }
}
