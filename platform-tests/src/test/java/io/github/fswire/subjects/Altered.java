package io.github.fswire.subjects;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Objects of which one method is another one. */
final class Altered {
    /** What the method does instead. */
    @FunctionalInterface
    interface Instead {
        Object run(Call real, Object... arguments) throws Throwable;
    }

    /** What the method did. */
    @FunctionalInterface
    interface Call {
        Object run() throws Throwable;
    }

    private Altered() {}

    /** The same object with another method of this name, in each of its forms. */
    static <T> T of(Class<T> type, T real, String name, Instead instead) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    if (method.getName().equals("equals")) {
                        return proxy == given[0];
                    }
                    return method.getName().equals(name)
                            ? instead.run(() -> call(method, real, given), given)
                            : call(method, real, given);
                }));
    }

    /** The same object with another result of a method. */
    static <T> T returns(Class<T> type, T real, String name, Object result) {
        return of(type, real, name, (call, arguments) -> result);
    }

    private static Object call(Method method, Object real, Object... arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
