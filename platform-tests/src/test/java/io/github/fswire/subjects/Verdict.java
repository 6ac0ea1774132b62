package io.github.fswire.subjects;

import io.github.fswire.conformance.Conformance;
import io.github.fswire.conformance.Rule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the kit says about a subject: the rules that its tests have found to hold, and those that are broken, with why. */
final class Verdict implements TestExecutionListener {
    private final Set<Rule> held = EnumSet.noneOf(Rule.class);
    private final Map<Rule, String> broken = new TreeMap<>();

    private Verdict() {}

    /** Runs the tests of some rules on a subject; all of them if none is named. */
    static Verdict on(Class<? extends Conformance> subject, Rule... rules) {
        Set<Rule> wanted = rules.length == 0 ? EnumSet.allOf(Rule.class) : EnumSet.copyOf(Set.of(rules));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(subject))
                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(source -> wanted.contains(rule(test.getDisplayName())))
                        .orElse(true)))
                .build();
        Verdict verdict = new Verdict();
        LauncherFactory.create().execute(request, verdict);
        return verdict;
    }

    private static Rule rule(String displayName) {
        return Rule.valueOf(displayName.split(" ", 2)[0]);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest()) {
            return;
        }
        Rule rule = rule(test.getDisplayName());
        switch (result.getStatus()) {
            case SUCCESSFUL -> held.add(rule);
            case FAILED -> {
                StringWriter trace = new StringWriter();
                result.getThrowable().orElseThrow().printStackTrace(new PrintWriter(trace));
                broken.putIfAbsent(rule, trace.toString());
            }
            case ABORTED -> {}
        }
    }

    /** Those whose tests have all passed. */
    Set<Rule> held() {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        rules.addAll(held);
        rules.removeAll(broken.keySet());
        return rules;
    }

    /** Those with a test that has failed, and how it has. */
    Map<Rule, String> broken() {
        return broken;
    }
}
