package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.fswire.Guides;
import io.github.fswire.Guides.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the guides say of the command line is what it takes and prints. */
class CommandLineGuideTest {
    private static final Pattern COMMAND =
            Pattern.compile("^(?:\\$ )?(?:fswire|java .*-jar \\S*fswire-cli\\.jar) (.*?)(?: +[>#|].*)?$");
    private static final Pattern SHELL_WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern FIELD =
            Pattern.compile("(?:write\\w*Field(?:Start|Name)?\\(|path\\(json, |strings\\(json, )\"(\\w+)\"");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])(--[a-z][a-z0-9-]*)");
    private static final Pattern JSON_NAME = Pattern.compile("[a-z]\\w*");
    private static final Set<String> BACKENDS =
            Set.of("auto", "inotify", "fsevents", "readdirectorychanges", "polling");

    private final World world = new World();
    private final Page guide = Guides.named("command-line.md");

    CommandLineGuideTest() {
        world.start = (options, listener) -> {
            throw new IOException("it would start");
        };
    }

    @Test
    void everyCommandOfTheGuidesIsTaken() {
        List<String> commands = Guides.all().stream()
                .flatMap(page -> Stream.concat(page.codeLines().stream(), page.spans().stream()))
                .flatMap(line -> Guides.groups(
                        COMMAND,
                        line.replace("&& java", "\njava")
                                .lines()
                                .reduce((first, last) -> last)
                                .orElse(""))
                        .stream())
                .toList();
        assertThat(commands).hasSizeGreaterThan(10);
        for (String command : commands) {
            List<String> words = SHELL_WORD
                    .matcher(command.replaceAll("[\\[\\]]", ""))
                    .results()
                    .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                    .toList();
            assertThat(take(words))
                    .as("fswire %s: %s", command, world.err.text())
                    .isTrue();
        }
    }

    /** Whether nothing is wrong with a command; {@code watch} alone is run until a watcher would start. */
    private boolean take(List<String> words) {
        List<String> arguments = words.subList(1, words.size());
        int backend = arguments.indexOf("--backend");
        assertThat(backend < 0 || BACKENDS.contains(arguments.get(backend + 1))).isTrue();
        Surroundings surroundings = world.surroundings();
        return switch (words.get(0)) {
            case "watch" -> arguments.isEmpty() || world.run(words.toArray(String[]::new)) != 2;
            case "raw" -> arguments.isEmpty() || parses(new Raw(surroundings), arguments);
            case "sync-check" -> parses(new SyncCheck(surroundings), arguments);
            case "completion" -> arguments.equals(List.of("SHELL")) || world.run(words.toArray(String[]::new)) == 0;
            case "doctor" -> parses(new Doctor(surroundings), arguments);
            default -> world.run(words.toArray(String[]::new)) == 0; // --help, --version
        };
    }

    private static boolean parses(Object command, List<String> arguments) {
        new CommandLine(command).parseArgs(arguments.toArray(String[]::new));
        return true;
    }

    private Set<String> flags(Object command) {
        return new CommandLine(command)
                .getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyFlagIsExplainedAndNoOtherOne() {
        Set<String> flags = flags(new Watch(world.surroundings()));
        assertThat(guide.text()).contains(flags);
        flags.addAll(flags(new Doctor(world.surroundings())));
        Set<String> ofSyncCheck = flags(new SyncCheck(world.surroundings()));
        assertThat(guide.text()).contains(ofSyncCheck);
        flags.addAll(ofSyncCheck);
        for (String name : List.of("command-line.md", "options.md", "checkpoints.md", "limits.md")) {
            for (String span : Guides.named(name).spans()) {
                assertThat(flags).as("%s in %s", span, name).containsAll(Guides.groups(FLAG, span));
            }
        }
    }

    @Test
    void everyFieldOfTheJsonIsExplainedAndNoOtherOne() {
        Set<String> fields = new TreeSet<>(List.of("rootsBytes", "pathBytes", "fromBytes"));
        for (String name : List.of("JsonOutput.java", "DoctorOutput.java", "SyncCheckOutput.java")) {
            Guides.files(Guides.top().resolve("src/main/cli"), name)
                    .forEach(file -> fields.addAll(Guides.groups(FIELD, Guides.read(file))));
        }
        Set<String> explained = guide.firstColumn().stream()
                .filter(JSON_NAME.asMatchPredicate())
                .collect(Collectors.toCollection(TreeSet::new));
        explained.removeAll(List.of("overflow", "error", "exec")); // heads of tables
        assertThat(explained).isEqualTo(fields);
    }

    @Test
    void theExamplesShowEveryKindOfLineWithFieldsThatAreExplained() throws IOException {
        List<String> lines =
                guide.blocks("json").stream().flatMap(String::lines).toList();
        for (String line : lines) {
            assertThat(guide.firstColumn()).as(line).containsAll(fields(line));
        }
        String all = String.join("\n", lines);
        for (String event : List.of("ready", "overflow", "degraded", "error", "exec", "check", "stats")) {
            assertThat(all).contains("{\"event\":\"" + event + "\"");
        }
        for (String kind : List.of("CREATED", "MODIFIED", "DELETED", "MOVED")) {
            assertThat(all).contains("{\"kind\":\"" + kind + "\"");
        }
        assertThat(all).contains("\"sufficient\":");
    }

    private static Collection<String> fields(String json) throws IOException {
        List<String> fields = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    fields.add(parser.currentName());
                }
            }
        }
        return fields;
    }
}
