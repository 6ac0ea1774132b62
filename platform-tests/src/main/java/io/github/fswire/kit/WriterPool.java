package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Several {@link StormWriter} processes that are started once and storm together many times. Owned by one thread. */
public final class WriterPool implements AutoCloseable {
    private record Member(Process process, Writer orders, BufferedReader answers) {}

    private final List<Member> members = new ArrayList<>();

    /** Starts the processes. */
    public WriterPool(int writers) throws IOException {
        for (int writer = 1; writer <= writers; writer++) {
            Process process =
                    Processes.start(new ProcessBuilder(ChildJvm.command(StormWriter.class, String.valueOf(writer)))
                            .redirectErrorStream(true));
            members.add(new Member(
                    process,
                    new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8),
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))));
        }
    }

    /** Lets every writer begin. */
    public void begin(long seed, int operations, Path root) throws IOException {
        for (Member member : members) {
            member.orders.write(seed + " " + operations + " " + Words.escape(NativeName.of(root)) + "\n");
            member.orders.flush();
        }
    }

    /**
     * Waits until every writer has finished.
     *
     * @return how many operations succeeded, all together
     */
    public int end() throws IOException {
        int succeeded = 0;
        for (Member member : members) {
            String answer = member.answers.readLine();
            while (StormWriter.GOES_ON.equals(answer)) {
                Progress.mark();
                answer = member.answers.readLine();
            }
            if (answer == null || !answer.startsWith("done ")) {
                throw new IOException("a writer has failed: " + answer + "\n" + rest(member));
            }
            succeeded += Integer.parseInt(answer.substring(5));
        }
        return succeeded;
    }

    /** A whole storm. */
    public int rage(long seed, int operations, Path root) throws IOException {
        begin(seed, operations, root);
        return end();
    }

    private static String rest(Member member) throws IOException {
        member.orders.close(); // ends the process
        return String.join("\n", member.answers.lines().toList());
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.orders.close(); // the end of its input ends the process
        }
        boolean interrupted = false;
        for (Member member : members) {
            try {
                member.process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true; // the process is ended all the same
                member.process.destroyForcibly();
            }
            member.answers.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
