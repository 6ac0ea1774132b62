package io.github.fswire.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/**
 * The main class of a lane's virtual machine: runs the test classes that it is given on its standard input, one a line, until that
 * ends. Each outcome is a line of the standard output that begins with {@link #MARK}; see {@link Outcomes}.
 */
public final class Worker {
    static final String MARK = "@@";

    private Worker() {}

    /** Runs; the argument is the directory for reports. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        Launcher launcher = LauncherFactory.create();
        try (StallWatch watch = new StallWatch(out);
                // Not System.in, which asks how many bytes are available: under Wine a pipe of Linux does not know.
                BufferedReader orders =
                        new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                run(launcher, order.strip(), Path.of(arguments[0]), new Outcomes(out), watch);
            }
        } catch (Throwable e) { // the launcher must get it, whatever it is
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            Outcomes.line(out, "broken", trace.toString());
        }
        System.exit(0); // whatever threads a test has left
    }

    private static void run(Launcher launcher, String order, Path reports, Outcomes outcomes, StallWatch watch)
            throws IOException {
        String[] parts = order.split("#", 2);
        Path directory = Files.createDirectories(reports.resolve(parts[0]));
        LauncherDiscoveryRequestBuilder request =
                LauncherDiscoveryRequestBuilder.request().selectors(DiscoverySelectors.selectClass(parts[0]));
        if (parts.length == 2) {
            request.filters(methods(Pattern.compile(parts[1])));
        }
        if (LaneSpec.Suite.valueOf(System.getProperty("fswire.suite")) == LaneSpec.Suite.CONTRACT) {
            request.filters(TagFilter.excludeTags(LaneSpec.ENGINE));
        }
        launcher.execute(
                request.build(),
                outcomes,
                watch,
                new LegacyXmlReportGeneratingListener(directory, new PrintWriter(System.err, true, UTF_8)));
        outcomes.done(parts[0]);
    }

    private static PostDiscoveryFilter methods(Pattern names) {
        return test -> FilterResult.includedIf(test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source ->
                        names.matcher(((MethodSource) source).getMethodName()).matches())
                .orElse(true));
    }
}
