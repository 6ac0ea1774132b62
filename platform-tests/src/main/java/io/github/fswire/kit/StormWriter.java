package io.github.fswire.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that storms at full speed: for each line {@code SEED OPERATIONS ROOT} that it reads it carries out that many
 * operations, with lines that say so, and answers {@code done SUCCEEDED}.
 */
public final class StormWriter {
    static final String GOES_ON = "goes on";
    private static final int PART = 100;

    private StormWriter() {}

    /**
     * Reads lines until the end of the input.
     *
     * @param args the writer's number
     */
    public static void main(String[] args) throws IOException {
        int writer = Integer.parseInt(args[0]);
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            Path root = Words.parse(words[2]).toPath();
            Storm storm = new Storm(Long.parseLong(words[0]), writer);
            Disk disk = new Disk(root);
            int succeeded = 0;
            for (int left = Integer.parseInt(words[1]); left > 0; left -= PART) {
                succeeded += storm.rage(disk, Math.min(left, PART));
                answers.println(GOES_ON);
            }
            answers.println("done " + succeeded);
        }
    }
}
