package programs;

import java.nio.file.Path;

/** Prints what a program reports, one line each. While the test holds it, whoever reports waits: a consumer that is slow. */
public final class Reports {
    private final Path directory;
    private boolean held; // guarded by this

    Reports(Path directory) {
        this.directory = directory;
    }

    /** The program has reported a path; one that is not absolute is meant to be in the directory. */
    public void report(Object kind, Path path) {
        print(
                "reports",
                kind.toString(),
                directory.relativize(directory.resolve(path)).toString());
        pass();
    }

    /** The program watches no more. */
    public void ended(Throwable why) {
        why.printStackTrace();
        print("ended", why.toString());
    }

    /** Waits while the test holds whoever comes here. */
    public synchronized void pass() {
        if (held) {
            print("holds");
        }
        boolean interrupted = false;
        while (held) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void hold(boolean now) {
        held = now;
        notifyAll();
    }

    static void print(String... fields) {
        System.out.println("@@" + String.join("\t", fields));
    }
}
