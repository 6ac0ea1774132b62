package io.github.fswire.jar;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What the bindings by {@code java.lang.foreign} ask the linker for, on all systems, found on this one: copies of their classes are
 * initialised, so that each links its function, but the calls of the linker and of the libraries are replaced by the public methods
 * of this class.
 */
public final class ForeignCalls {
    private static final String TREE = "META-INF/versions/22/";
    private static final String BINDINGS = "io/github/fswire/calls/Ffm";
    private static final String SELF = "io/github/fswire/jar/ForeignCalls";

    private static final Map<String, String> DOWNCALLS = new TreeMap<>();
    private static final Set<String> UPCALLS = new TreeSet<>();

    private static String binding = "";
    private static String lastFound = "";

    private ForeignCalls() {}

    /**
     * Descriptors and options, as the JDK prints them.
     *
     * @param downcalls of the functions that Java calls, by the binding's class and the function's name
     * @param upcalls of the functions that C calls
     */
    public record Found(Map<String, String> downcalls, Set<String> upcalls) {}

    /** Initialises the copies. */
    public static Found all() throws Exception {
        DOWNCALLS.clear();
        UPCALLS.clear();
        try (JarFile jar = new JarFile(Jars.library().toFile())) {
            Copies copies = new Copies(jar);
            for (String name : jar.stream().map(ZipEntry::getName).sorted().toList()) {
                if (name.startsWith(TREE + BINDINGS) && name.endsWith(".class")) {
                    String type =
                            name.substring(TREE.length(), name.length() - 6).replace('/', '.');
                    binding = type.replaceAll(".*\\.|\\$.*", "");
                    Class<?> copy = Class.forName(type, true, copies);
                    if (copy.getSimpleName().endsWith("Upcall")) {
                        Constructor<?> constructor = copy.getDeclaredConstructors()[0];
                        constructor.setAccessible(true);
                        constructor.newInstance(new Object[constructor.getParameterCount()]);
                    }
                }
            }
        }
        return new Found(Map.copyOf(DOWNCALLS), Set.copyOf(UPCALLS));
    }

    /** Stands for {@code Linker.downcallHandle}. */
    public static MethodHandle downcallHandle(Object linker, Object symbol, Object descriptor, Object[] options) {
        DOWNCALLS.put(binding + "." + lastFound, descriptor + " " + Set.of(options));
        return MethodHandles.constant(Object.class, linker);
    }

    /** Stands for {@code Linker.upcallStub}. */
    public static Object upcallStub(Object linker, Object target, Object descriptor, Object arena, Object[] options) {
        UPCALLS.add(descriptor + " " + Set.of(options));
        return nowhere();
    }

    /** Stands for {@code SymbolLookup.libraryLookup}: there is no such library here. */
    public static Object libraryLookup(Object name, Object arena) {
        try {
            Object linker = Class.forName("java.lang.foreign.Linker")
                    .getMethod("nativeLinker")
                    .invoke(null);
            return Class.forName("java.lang.foreign.Linker")
                    .getMethod("defaultLookup")
                    .invoke(linker);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(String.valueOf(name), e);
        }
    }

    /** Stands for {@code SymbolLookup.find}: every symbol is there. */
    public static Optional<Object> find(Object library, Object name) {
        lastFound = name.toString();
        return Optional.of(nowhere());
    }

    private static Object nowhere() {
        try {
            return Class.forName("java.lang.foreign.MemorySegment")
                    .getField("NULL")
                    .get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("MemorySegment.NULL", e);
        }
    }

    /** Copies of the classes of the bindings, and of what shares their package. */
    private static final class Copies extends ClassLoader {
        private final JarFile jar;

        Copies(JarFile jar) {
            super(ForeignCalls.class.getClassLoader());
            this.jar = jar;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.github.fswire.calls.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            ZipEntry entry = Optional.ofNullable(jar.getEntry(TREE + file)).orElseGet(() -> jar.getEntry(file));
            try {
                byte[] copy = copy(jar.getInputStream(entry).readAllBytes());
                return defineClass(name, copy, 0, copy.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        private static byte[] copy(byte[] original) {
            ClassReader reader = new ClassReader(original);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Replacing(writer), 0);
            return writer.toByteArray();
        }
    }

    private static final class Replacing extends ClassVisitor {
        Replacing(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, type, signature, thrown)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String type, boolean itf) {
                    String replacement = replacement(owner, name);
                    if (replacement.isEmpty()) {
                        super.visitMethodInsn(opcode, owner, name, type, itf);
                        return;
                    }
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, SELF, name, replacement, false);
                    if (replacement.endsWith("/Object;")) {
                        super.visitTypeInsn(Opcodes.CHECKCAST, type.replaceAll(".*\\)L|;$", ""));
                    }
                }
            };
        }

        private static String replacement(String owner, String name) {
            String object = "Ljava/lang/Object;";
            return switch (owner + "." + name) {
                case "java/lang/foreign/Linker.downcallHandle" ->
                    "(" + object.repeat(3) + "[" + object + ")Ljava/lang/invoke/MethodHandle;";
                case "java/lang/foreign/Linker.upcallStub" -> "(" + object.repeat(4) + "[" + object + ")" + object;
                case "java/lang/foreign/SymbolLookup.libraryLookup" -> "(" + object.repeat(2) + ")" + object;
                case "java/lang/foreign/SymbolLookup.find" -> "(" + object.repeat(2) + ")Ljava/util/Optional;";
                default -> "";
            };
        }
    }
}
