package io.github.fswire.nio;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import org.jspecify.annotations.Nullable;

/** Methods that file system providers have since Java 20. Nobody calls them before. */
final class NewerMethods {
    private static final MethodHandle EXISTS =
            find("exists", MethodType.methodType(boolean.class, Path.class, LinkOption[].class));
    private static final MethodHandle READ_ATTRIBUTES_IF_EXISTS = find(
            "readAttributesIfExists",
            MethodType.methodType(BasicFileAttributes.class, Path.class, Class.class, LinkOption[].class));

    private NewerMethods() {}

    private static MethodHandle find(String name, MethodType type) {
        try {
            return MethodHandles.lookup()
                    .findVirtual(FileSystemProvider.class, name, type)
                    .asFixedArity();
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(name + " needs Java 20 or later", e);
        }
    }

    static boolean exists(FileSystemProvider provider, Path path, LinkOption... options) {
        try {
            return (boolean) EXISTS.invokeExact(provider, path, options);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static <A extends BasicFileAttributes> @Nullable A readAttributesIfExists(
            FileSystemProvider provider, Path path, Class<A> type, LinkOption... options) throws IOException {
        try {
            return type.cast(
                    (BasicFileAttributes) READ_ATTRIBUTES_IF_EXISTS.invokeExact(provider, path, (Class) type, options));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException exception ? exception : new IllegalStateException(thrown);
    }
}
