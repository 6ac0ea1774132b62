package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a script.
 *
 * @param verb what to do
 * @param paths what with, relative to the root
 * @param number bytes, files, permissions or seconds; 0 if the verb has none
 */
public record Operation(Verb verb, List<NativeName> paths, int number) {
    /** Checks the number of paths. */
    public Operation {
        paths = List.copyOf(paths);
        if (paths.size() != verb.paths()) {
            throw new IllegalArgumentException(verb.word() + " has " + verb.paths() + " paths, not " + paths.size());
        }
    }

    /** An operation without a number. */
    public static Operation of(Verb verb, NativeName... paths) {
        return new Operation(verb, List.of(paths), 0);
    }

    /** An operation on one path with a number. */
    public static Operation of(Verb verb, NativeName path, int number) {
        return new Operation(verb, List.of(path), number);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is not one of the language
     */
    public static Operation parse(String line) {
        String[] words = line.strip().split("\\s+");
        Verb verb = Verb.of(words[0]);
        int expected = 1 + verb.paths() + (verb.isNumbered() ? 1 : 0);
        if (words.length != expected) {
            throw new IllegalArgumentException("expected " + (expected - 1) + " arguments: " + line);
        }
        List<NativeName> paths = new ArrayList<>();
        for (int i = 1; i <= verb.paths(); i++) {
            paths.add(Words.parse(words[i]));
        }
        return new Operation(verb, paths, verb.isNumbered() ? Integer.parseInt(words[expected - 1]) : 0);
    }

    /** The first path. */
    NativeName path() {
        return paths.get(0);
    }

    /** The line. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(verb.word());
        paths.forEach(path -> line.append(' ').append(Words.escape(path)));
        return (verb.isNumbered() ? line.append(' ').append(number) : line).toString();
    }
}
