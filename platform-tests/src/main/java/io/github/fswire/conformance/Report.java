package io.github.fswire.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of each rule in one test class. Any thread may call this. */
final class Report {
    private static final Path DIRECTORY = Path.of(System.getProperty("fswire.conformance", "target/conformance"));

    private enum Outcome {
        NOT_RUN("not run"),
        HOLDS("holds"),
        BROKEN("BROKEN");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    private record Finding(Outcome outcome, @Nullable String detail) {}

    private final String subject;
    private final Map<Rule, Finding> findings = new EnumMap<>(Rule.class); // guarded by this

    /** A report of these rules, of which none has been run. */
    Report(Class<?> subject, Collection<Rule> rules) {
        this.subject = subject.getName();
        rules.forEach(rule -> findings.put(rule, new Finding(Outcome.NOT_RUN, "not selected")));
    }

    synchronized void holds(Rule rule) {
        note(rule, Outcome.HOLDS, null);
    }

    synchronized void notRun(Rule rule, @Nullable String reason) {
        note(rule, Outcome.NOT_RUN, reason);
    }

    synchronized void broken(Rule rule, Throwable failure) {
        String message = failure.getMessage();
        note(rule, Outcome.BROKEN, (message == null ? failure.toString() : message).strip());
    }

    /** Of several tests of a rule the first failure counts, then that one has passed. */
    private void note(Rule rule, Outcome outcome, @Nullable String detail) {
        Finding before = Objects.requireNonNull(findings.get(rule), "a rule of this class");
        if (outcome.compareTo(before.outcome()) > 0 || before.outcome() == Outcome.NOT_RUN) {
            findings.put(rule, new Finding(outcome, detail));
        }
    }

    private long count(Outcome outcome) {
        return findings.values().stream()
                .filter(finding -> finding.outcome() == outcome)
                .count();
    }

    /** A line for each rule, and the reason below it if it does not hold. */
    synchronized String text() {
        StringBuilder text = new StringBuilder(subject + ": " + count(Outcome.HOLDS) + " rules hold, "
                + count(Outcome.BROKEN) + " are broken, " + count(Outcome.NOT_RUN) + " were not run\n");
        findings.forEach((rule, finding) -> {
            text.append(String.format("%-4s %-8s %s\n", rule.name(), finding.outcome().word, rule.sentence()));
            if (finding.detail() != null) {
                text.append(finding.detail().indent(14));
            }
        });
        return text.toString();
    }

    /** Writes it to a file of the subject's name. */
    void write() throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve(subject + ".txt"), text());
    }
}
