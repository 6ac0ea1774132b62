package io.github.fswire.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random trees with random ignore files: the entries that count are those that {@code git check-ignore} does not name. {@code
 * -Dfswire.seed=N} repeats one tree, {@code -Dfswire.trees=N} takes that many. Texts are ISO 8859-1, a character for each byte.
 */
class IgnoreFilesOfGitTest {
    private static final int TREES = Integer.getInteger("fswire.trees", 300);
    private static final int TREES_IN_A_REPOSITORY = 25;
    private static final int ENTRIES = 40;
    private static final int DEEPEST = 5;
    private static final String[] NAMES = {
        "a",
        "b",
        "c",
        "ab",
        "abc",
        "a.o",
        "b.o",
        ".a",
        "a b",
        "a ",
        "!a",
        "#a",
        "[a]",
        "a\\",
        "*",
        "-",
        "]",
        "A",
        "Z9",
        "^",
        "\u00FF",
        "a\u00C3\u00A9",
        "\u000B",
        "\t",
        "a\r"
    };
    private static final String[] PIECES = {
        "a",
        "b",
        "c",
        "ab",
        ".o",
        ".",
        "*",
        "*",
        "**",
        "***",
        "?",
        "/",
        "/",
        "/",
        "/**/",
        "**/",
        "/**",
        "[ab]",
        "[!a]",
        "[^ab]",
        "[a-c]",
        "[]a]",
        "[!]a]",
        "[a-]",
        "[--a]",
        "[\\]]",
        "[a\\-c]",
        "[[:alpha:]]",
        "[[:space:]]",
        "[[:punct:]a]",
        "[![:alnum:]]",
        "[[:cntrl:]]",
        "[[:upper:][:digit:]]",
        "[[:graph:]]",
        "[[:print:]]",
        "[[:blank:]]",
        "[[:xdigit:]]",
        "[[:lower:]]",
        "[[:nope:]]",
        "[[:a]",
        "[",
        "[a",
        "\\*",
        "\\a",
        "\\",
        "\\[",
        " ",
        "\\ ",
        "!",
        "#",
        "-",
        "\u00FF",
        "\u00C3\u00A9",
        "\t",
        "\u000B"
    };

    @TempDir
    Path place;

    private static boolean hasGit() {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void countsWhatGitDoesNotIgnore() throws Exception {
        assumeTrue(hasGit(), "there is no git to compare with");
        Long one = Long.getLong("fswire.seed");
        long first = one != null ? one : Instant.now().getEpochSecond() * 1_000_000;
        int trees = one != null ? 1 : TREES;
        System.out.println("IgnoreFilesOfGitTest: " + trees + " trees, -Dfswire.seed=" + first);
        for (long seed = first; seed < first + trees; seed += TREES_IN_A_REPOSITORY) {
            compare(seed, (int) Math.min(TREES_IN_A_REPOSITORY, first + trees - seed));
        }
    }

    /** A process of git for each tree would take most of the time. */
    private void compare(long first, int trees) throws Exception {
        Path repository = place.resolve("" + first);
        begin(repository);
        List<Tree> all = new ArrayList<>();
        for (int i = 0; i < trees; i++) {
            Tree tree = new Tree(first + i);
            tree.write(repository.resolve(tree.name()));
            all.add(tree);
        }
        Set<String> ignored = ignoredByGit(repository, all);
        for (Tree tree : all) {
            List<String> expected = new ArrayList<>(tree.entries.keySet());
            expected.removeIf(path -> ignored.contains(tree.name() + "/" + path));
            assertThat(tree.counted(repository.resolve(tree.name())))
                    .as(tree::describe)
                    .containsExactlyElementsOf(expected);
        }
    }

    private static void begin(Path repository) throws IOException {
        Files.createDirectories(repository.resolve(".git/objects"));
        Files.createDirectories(repository.resolve(".git/refs"));
        Files.writeString(repository.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    }

    private Set<String> ignoredByGit(Path repository, List<Tree> trees) throws Exception {
        ProcessBuilder git = new ProcessBuilder(
                "git",
                "-c",
                "core.excludesFile=",
                "-c",
                "core.ignoreCase=false",
                "check-ignore",
                "--stdin",
                "-z",
                "-v",
                "-n");
        git.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        git.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        git.environment().keySet().removeAll(List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"));
        Path messages = place.resolve("messages");
        Path answer = place.resolve("answer");
        Process process = git.directory(repository.toFile())
                .redirectOutput(answer.toFile())
                .redirectError(messages.toFile())
                .start();
        int asked = 0;
        try (OutputStream in = process.getOutputStream()) {
            for (Tree tree : trees) {
                for (String path : tree.entries.keySet()) {
                    in.write((tree.name() + "/" + path + "\0").getBytes(StandardCharsets.ISO_8859_1));
                    asked++;
                }
            }
        }
        assertThat(process.waitFor())
                .as("git, which says: " + Files.readString(messages))
                .isBetween(0, 1);
        String[] fields = new String(Files.readAllBytes(answer), StandardCharsets.ISO_8859_1).split("\0", -1);
        assertThat(fields.length / 4).as("answers of git").isEqualTo(asked);
        Set<String> ignored = new HashSet<>();
        for (int i = 0; i + 3 < fields.length; i += 4) { // source, line, pattern, path
            if (!fields[i].isEmpty() && !fields[i + 2].startsWith("!")) {
                ignored.add(fields[i + 3]);
            }
        }
        return ignored;
    }

    private static final class Tree {
        private final long seed;
        final Map<String, Integer> entries = new LinkedHashMap<>(); // types by path; what is above comes first
        private final Map<String, byte[]> ignoreFiles = new LinkedHashMap<>(); // by directory

        Tree(long seed) {
            this.seed = seed;
            generate(new SplittableRandom(seed));
        }

        String name() {
            return "" + seed;
        }

        String describe() {
            StringBuilder text = new StringBuilder("-Dfswire.seed=" + seed + "\n");
            ignoreFiles.forEach((directory, rules) -> text.append('"')
                    .append(directory)
                    .append("\": ")
                    .append(new String(rules, StandardCharsets.ISO_8859_1).replace("\n", "\\n"))
                    .append('\n'));
            return text.toString();
        }

        private void generate(SplittableRandom random) {
            List<String> directories = new ArrayList<>(List.of(""));
            for (int i = 0; i < ENTRIES; i++) {
                String above = directories.get(random.nextInt(directories.size()));
                String path = above + NAMES[random.nextInt(NAMES.length)];
                boolean deep = path.chars().filter(c -> c == '/').count() >= DEEPEST;
                int kind = random.nextInt(8);
                int type = kind == 0 ? EntryStat.SYMLINK : kind < 4 || deep ? EntryStat.FILE : EntryStat.DIRECTORY;
                if (entries.putIfAbsent(path, type) == null && type == EntryStat.DIRECTORY) {
                    directories.add(path + "/");
                }
            }
            for (String directory : directories) {
                if (directory.isEmpty() || random.nextInt(3) == 0) {
                    entries.put(directory + ".gitignore", EntryStat.FILE);
                    ignoreFiles.put(directory, rules(random).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }

        private String rules(SplittableRandom random) {
            StringBuilder text = new StringBuilder(random.nextInt(10) == 0 ? "\u00EF\u00BB\u00BF" : "");
            int lines = random.nextInt(1, 8);
            for (int i = 0; i < lines; i++) {
                text.append(random.nextInt(4) == 0 ? "!" : "").append(random.nextInt(5) == 0 ? "/" : "");
                if (random.nextInt(4) == 0) { // something that is there
                    List<String> paths = List.copyOf(entries.keySet());
                    text.append(paths.get(random.nextInt(paths.size())));
                } else {
                    int pieces = random.nextInt(1, 6);
                    for (int p = 0; p < pieces; p++) {
                        text.append(PIECES[random.nextInt(PIECES.length)]);
                    }
                }
                text.append(random.nextInt(5) == 0 ? "/" : "").append(random.nextInt(8) == 0 ? "  " : "");
                text.append(random.nextInt(8) == 0 ? "\r\n" : i + 1 == lines && random.nextInt(4) == 0 ? "" : "\n");
            }
            return text.toString();
        }

        private static Path below(Path root, String path) {
            byte[] name = path.getBytes(StandardCharsets.ISO_8859_1);
            return NativeName.of(root).resolve(NativeName.of(name)).toPath();
        }

        void write(Path root) throws IOException {
            Files.createDirectories(root);
            for (Map.Entry<String, Integer> entry : entries.entrySet()) {
                Path path = below(root, entry.getKey());
                switch (entry.getValue()) {
                    case EntryStat.DIRECTORY -> Files.createDirectories(path);
                    case EntryStat.SYMLINK -> Files.createSymbolicLink(path, Path.of("nowhere"));
                    default -> Files.createFile(path);
                }
            }
            for (Map.Entry<String, byte[]> file : ignoreFiles.entrySet()) {
                Files.write(below(root, file.getKey() + ".gitignore"), file.getValue());
            }
        }

        List<String> counted(Path root) {
            TreeIndex index = new TreeIndex();
            IgnoredEntries ignoredEntries = new IgnoredEntries(new GivenRoots());
            EntryFilter filter = new EntryFilter(List.of(), List.of(), null).ignore(ignoredEntries);
            Map<String, Integer> nodes = new LinkedHashMap<>();
            nodes.put("", index.addRoot(NativeName.of(root)));
            List<String> counted = new ArrayList<>();
            entries.forEach((path, type) -> {
                int start = path.lastIndexOf('/') + 1;
                Integer above = nodes.get(path.substring(0, start));
                byte[] name = path.substring(start).getBytes(StandardCharsets.ISO_8859_1);
                if (above == null) {
                    return;
                }
                read(ignoredEntries, path.substring(0, start), above);
                filter.enter(index, above);
                boolean kept = filter.keeps(name, name.length, type);
                assertThat(filter.wants(name, name.length, type)).isEqualTo(kept);
                assertThat(filter.wants(name, name.length, EntryStat.OTHER) || !kept)
                        .isTrue();
                if (kept) {
                    counted.add(path);
                }
                if (kept && type == EntryStat.DIRECTORY) {
                    int node = index.create(above, TreeIndex.NONE, name, name.length);
                    index.restore(node, 0, 0, EntryStat.DIRECTORY);
                    nodes.put(path + "/", node);
                }
            });
            return counted;
        }

        private void read(IgnoredEntries ignoredEntries, String directory, int node) {
            byte[] rules = ignoreFiles.get(directory);
            if (rules != null) {
                ignoredEntries.set(node, new IgnoreRules(rules));
            }
        }
    }
}
