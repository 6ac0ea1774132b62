package io.github.fswire.conformance;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/** Leaves out what a subject cannot do, and reports what became of each rule. */
final class Findings implements BeforeAllCallback, BeforeEachCallback, TestWatcher, AfterAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Findings.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> subject = context.getRequiredTestClass();
        context.getStore(NAMESPACE).put(Report.class, new Report(subject, rules(subject)));
    }

    private static List<Rule> rules(Class<?> subject) {
        List<Rule> rules = new ArrayList<>();
        for (Class<?> type = subject; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Proves proves = method.getAnnotation(Proves.class);
                if (proves != null) {
                    rules.add(proves.value());
                }
            }
        }
        return rules;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Conformance subject = (Conformance) context.getRequiredTestInstance();
        String reason = proves(context)
                .map(proves -> subject.abilities().whyNot(proves))
                .orElse(null);
        if (reason != null) {
            throw new TestAbortedException(reason);
        }
    }

    private static Optional<Proves> proves(ExtensionContext context) {
        return context.getTestMethod().map(method -> method.getAnnotation(Proves.class));
    }

    /** The stores of the methods look into that of the class. */
    private static Report report(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Report.class, Report.class);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        proves(context).ifPresent(proves -> report(context).holds(proves.value()));
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        proves(context).ifPresent(proves -> report(context).notRun(proves.value(), cause.getMessage()));
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        proves(context).ifPresent(proves -> report(context).notRun(proves.value(), reason.orElse("disabled")));
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        proves(context).ifPresent(proves -> report(context).broken(proves.value(), cause));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Report report = report(context);
        System.out.println(report.text());
        report.write();
    }
}
