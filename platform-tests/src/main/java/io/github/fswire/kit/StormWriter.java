package io.github.fswire.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A process in which several writers storm at full speed: for each line {@code SEED OPERATIONS ROOT} that it reads, each of them
 * carries out that many operations, with lines that say so. Then it answers {@code done SUCCEEDED}.
 */
public final class StormWriter {
    static final String GOES_ON = "goes on";
    private static final int PART = 100;

    private final PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private StormWriter() {}

    /**
     * Reads lines until the end of the input.
     *
     * @param args how many writers there are
     */
    public static void main(String[] args) {
        try {
            new StormWriter().obey(Integer.parseInt(args[0]));
        } catch (Exception | Error e) {
            e.printStackTrace();
            System.exit(1); // the other writers need not come to their end
        }
    }

    private void obey(int writers) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            long seed = Long.parseLong(words[0]);
            int operations = Integer.parseInt(words[1]);
            Path root = Words.parse(words[2]).toPath();
            List<Callable<Integer>> storms = new ArrayList<>();
            for (int writer = 1; writer <= writers; writer++) {
                Storm storm = new Storm(seed, writer);
                storms.add(() -> rage(storm, operations, root));
            }
            answers.println("done "
                    + Together.run(storms).stream().mapToInt(Integer::intValue).sum());
        }
    }

    private int rage(Storm storm, int operations, Path root) throws IOException {
        Disk disk = new Disk(root);
        int succeeded = 0;
        for (int left = operations; left > 0; left -= PART) {
            succeeded += storm.rage(disk, Math.min(left, PART));
            answers.println(GOES_ON);
        }
        return succeeded;
    }
}
