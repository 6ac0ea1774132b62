package io.github.fswire.consumer;

import io.github.fswire.consumer.Consumer.Printed;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The program as a bundle, in Felix. */
final class Felix {
    private static final Path FRAMEWORK = Path.of("target", "consumers", "org.apache.felix.framework.jar");

    /** A bundle that runs the program when it starts. */
    private static final String ACTIVATOR = """
            package consumer;

            import org.osgi.framework.BundleActivator;
            import org.osgi.framework.BundleContext;

            public final class Activator implements BundleActivator {
                @Override
                public void start(BundleContext context) throws Exception {
                    Main.main(new String[] {context.getProperty("work")});
                }

                @Override
                public void stop(BundleContext context) {}
            }
            """;

    /** Starts Felix with bundles that the property names; the last one is started. */
    private static final String HOST = """
            import java.io.File;
            import java.nio.file.Path;
            import java.util.Map;
            import org.apache.felix.framework.FrameworkFactory;
            import org.osgi.framework.Bundle;
            import org.osgi.framework.launch.Framework;

            public final class Host {
                private Host() {}

                public static void main(String[] args) throws Exception {
                    Framework framework = new FrameworkFactory().newFramework(Map.of(
                            "work", args[0], "org.osgi.framework.storage", args[0] + "/bundles"));
                    framework.start();
                    Bundle last = null;
                    for (String jar : System.getProperty("bundles").split(File.pathSeparator)) {
                        last = framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
                    }
                    last.start();
                    framework.stop();
                    framework.waitForStop(0);
                }
            }
            """;

    private final Path work;

    Felix(Path work) {
        this.work = work;
    }

    /** Runs the program with those other bundles. */
    Printed run(Consumer consumer, List<String> options, Path... bundles) throws Exception {
        Path program = consumer.compile(false);
        Path activator = Consumer.compile(
                work.resolve("activator"),
                Map.of("consumer/Activator.java", ACTIVATOR),
                "--release",
                Consumer.RELEASE,
                "--class-path",
                Consumer.joined(program, FRAMEWORK));
        Path host = Consumer.compile(
                work.resolve("host"),
                Map.of("Host.java", HOST),
                "--release",
                Consumer.RELEASE,
                "--class-path",
                FRAMEWORK.toString());
        Path bundle = bundle(program.resolve("consumer/Main.class"), activator.resolve("consumer/Activator.class"));
        String all = Consumer.joined(bundles) + File.pathSeparator + bundle;
        List<String> given = new ArrayList<>(options);
        given.add("-Dbundles=" + all);
        return consumer.main("Host", given, host, FRAMEWORK);
    }

    private Path bundle(Path... classes) throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "consumer");
        attributes.putValue("Bundle-Activator", "consumer.Activator");
        attributes.putValue(
                "Import-Package", "io.github.fswire.raw,io.github.fswire.watch;version=\"[0.1,1)\",org.osgi.framework");
        Path file = work.resolve("consumer.jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Path type : classes) {
                jar.putNextEntry(new JarEntry("consumer/" + type.getFileName()));
                Files.copy(type, jar);
            }
        }
        return file;
    }
}
