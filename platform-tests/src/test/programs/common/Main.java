package programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;

/** Runs a program and does what the test says on the standard input, until that ends. */
public final class Main {
    private Main() {}

    /** The arguments are the class of a {@link Program}, the directory, and {@code seam} or {@code unchanged}. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Program program =
                (Program) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        Path directory = Path.of(arguments[1]);
        Reports reports = new Reports(directory);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reports.ended(failure));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        AutoCloseable running = program.start(directory, reports, arguments[2].equals("seam"));
        try {
            Reports.print("watches", FileSystems.getDefault().getClass().getName());
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                switch (order) {
                    case "hold" -> reports.hold(true);
                    case "release" -> reports.hold(false);
                    case "drain" -> Queues.drain();
                    default -> throw new IllegalArgumentException(order);
                }
                Reports.print("done", order);
            }
        } finally {
            reports.hold(false);
            running.close();
        }
        System.exit(0); // whatever threads the program has left
    }
}
