package io.github.fswire.lanes;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints what became of the tests of one class, a line each, with fields that are separated by tabs:
 *
 * <pre>
 * @@failed   test          stack trace
 * @@skipped  test          reason
 * @@done     class         passed failed skipped milliseconds
 * @@stalled  test          report
 * @@broken   stack trace
 * </pre>
 */
final class Outcomes implements TestExecutionListener {
    private final PrintStream out;
    private final long start = System.nanoTime();
    private TestPlan plan;
    private int passed;
    private int failed;
    private int skipped;

    Outcomes(PrintStream out) {
        this.out = out;
    }

    /** Prints a line of these fields. */
    static void line(PrintStream out, String kind, String... fields) {
        StringBuilder line = new StringBuilder(Worker.MARK).append(kind);
        for (String field : fields) {
            line.append('\t').append(escape(field));
        }
        synchronized (out) {
            out.println();
            out.println(line);
        }
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\r", "")
                .replace("\n", "\\n");
    }

    /** Turns a field of a line into what it was. */
    static String unescape(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                char next = field.charAt(++i);
                text.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped(test, reason);
    }

    private void skipped(TestIdentifier test, String reason) {
        skipped++;
        line(out, "skipped", name(test), reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
            case ABORTED ->
                skipped(test, result.getThrowable().map(Throwable::getMessage).orElse("aborted"));
            case FAILED -> {
                failed++;
                StringWriter trace = new StringWriter();
                result.getThrowable().ifPresent(e -> e.printStackTrace(new PrintWriter(trace)));
                line(out, "failed", name(test), trace.toString());
            }
        }
    }

    /** The names of a test and of what contains it. */
    private String name(TestIdentifier test) {
        String name = test.getDisplayName();
        for (TestIdentifier parent = parent(test); parent != null && parent(parent) != null; parent = parent(parent)) {
            name = parent.getDisplayName() + " " + name;
        }
        return name;
    }

    private TestIdentifier parent(TestIdentifier test) {
        return plan.getParent(test).orElse(null);
    }

    /** Prints that a class has been run. */
    void done(String type) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        line(
                out,
                "done",
                type,
                String.valueOf(passed),
                String.valueOf(failed),
                String.valueOf(skipped),
                String.valueOf(millis));
    }
}
