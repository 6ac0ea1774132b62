package io.github.fswire.conformance;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Names each test by its rule. */
final class RuleNames extends DisplayNameGenerator.Standard {
    @Override
    public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        Proves proves = method.getAnnotation(Proves.class);
        return proves == null
                ? super.generateDisplayNameForMethod(enclosing, testClass, method)
                : proves.value().toString();
    }
}
