package io.github.fswire.conformance;

import io.github.fswire.kit.Eventually;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each method in a thread of its own, so that a subject that never returns from a call breaks the rule of that test, and the
 * other rules are tested all the same. Before a test gives up by itself it has the whole patience, and here twice that.
 */
final class Guard implements InvocationInterceptor {
    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, context);
    }

    private static void run(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        Conformance subject = (Conformance) context.getRequiredTestInstance();
        Body body = new Body(invocation);
        Thread thread = new Thread(body, "conformance");
        thread.setDaemon(true);
        thread.start();
        Eventually.until(subject.abilities().patience().multipliedBy(2), () -> hang(thread), () -> !thread.isAlive());
        if (body.failure != null) {
            throw body.failure;
        }
    }

    private static String hang(Thread thread) {
        StringBuilder text = new StringBuilder("the subject does not return:");
        for (StackTraceElement element : thread.getStackTrace()) {
            text.append("\n    at ").append(element);
        }
        thread.interrupt();
        return text.toString();
    }

    private static final class Body implements Runnable {
        private final Invocation<Void> invocation;
        private volatile @Nullable Throwable failure;

        private Body(Invocation<Void> invocation) {
            this.invocation = invocation;
        }

        @Override
        public void run() {
            try {
                invocation.proceed();
            } catch (Throwable e) { // of the test: thrown again
                failure = e;
            }
        }
    }
}
