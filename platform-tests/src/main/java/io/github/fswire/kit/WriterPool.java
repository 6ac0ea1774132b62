package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A {@link StormWriter} process that is started once and storms many times. Owned by one thread. */
public final class WriterPool implements AutoCloseable {
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    /** Starts the process with that many writers in it. */
    public WriterPool(int writers) throws IOException {
        process = Processes.start(new ProcessBuilder(ChildJvm.command(StormWriter.class, String.valueOf(writers)))
                .redirectErrorStream(true));
        orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Lets every writer begin. */
    public void begin(long seed, int operations, Path root) throws IOException {
        orders.write(seed + " " + operations + " " + Words.escape(NativeName.of(root)) + "\n");
        orders.flush();
    }

    /**
     * Waits until every writer has finished.
     *
     * @return how many operations succeeded, all together
     */
    public int end() throws IOException {
        String answer = answers.readLine();
        while (StormWriter.GOES_ON.equals(answer)) {
            Progress.mark();
            answer = answers.readLine();
        }
        if (answer == null || !answer.startsWith("done ")) {
            throw new IOException("a writer has failed: " + answer + "\n" + rest());
        }
        return Integer.parseInt(answer.substring(5));
    }

    /** A whole storm. */
    public int rage(long seed, int operations, Path root) throws IOException {
        begin(seed, operations, root);
        return end();
    }

    private String rest() throws IOException {
        orders.close(); // ends the process
        return String.join("\n", answers.lines().toList());
    }

    @Override
    public void close() throws IOException {
        orders.close(); // the end of its input ends the process
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
