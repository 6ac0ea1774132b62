package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a process whose arguments and environment have exactly these bytes. The JDK encodes both by the locale and turns
 * what that does not have into question marks. If there is such a word, a shell gets all of them in ASCII, decodes them, and
 * replaces itself with the command.
 */
final class ExactWords {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final boolean UTF_8 = Charset.defaultCharset().equals(StandardCharsets.UTF_8)
            && "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
    private static final int CHUNK = 100_000; // characters; an argument of Linux has at most 131,071: execve(2)
    private static final List<String> DECODER = List.of("sh", "-c", "eval \"$(printf %b \"$@\")\"", "sh");

    private ExactWords() {}

    /** {@code environment} is added to what the process inherits; {@code directory} null means the current one. */
    static ProcessBuilder process(
            List<NativeName> words, Map<String, NativeName> environment, @Nullable NativeName directory) {
        ProcessBuilder builder = new ProcessBuilder();
        Map<String, NativeName> inexact = new HashMap<>();
        environment.forEach((name, value) -> {
            if (isExact(value)) {
                builder.environment().put(name, value.toString());
            } else {
                builder.environment().remove(name);
                inexact.put(name, value);
            }
        });
        boolean exactDirectory = directory == null || isExact(directory);
        if (directory != null && exactDirectory) {
            builder.directory(new File(directory.toString()));
        }
        if (inexact.isEmpty() && exactDirectory && words.stream().allMatch(ExactWords::isExact)) {
            return builder.command(words.stream().map(NativeName::toString).toList());
        }
        List<String> command = new ArrayList<>(DECODER);
        command.addAll(chunks(script(words, inexact, exactDirectory ? null : directory)));
        return builder.command(command);
    }

    private static boolean isExact(NativeName word) {
        return WINDOWS || isAscii(word) || UTF_8 && word.isUtf8();
    }

    private static boolean isAscii(NativeName word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.byteAt(i) < 0) {
                return false;
            }
        }
        return true;
    }

    /** What the shell does, with every byte that is not printable ASCII in the form that {@code printf %b} decodes. */
    private static List<String> script(
            List<NativeName> words, Map<String, NativeName> environment, @Nullable NativeName directory) {
        List<String> script = new ArrayList<>();
        if (directory != null) {
            script.add("cd ");
            quote(directory, script);
            script.add(" && ");
        }
        environment.forEach((name, value) -> {
            script.add("export " + name + "=");
            quote(value, script);
            script.add(" && ");
        });
        script.add("exec");
        for (NativeName word : words) {
            script.add(" ");
            quote(word, script);
        }
        return script;
    }

    private static void quote(NativeName word, List<String> script) {
        script.add("'");
        for (int i = 0; i < word.length(); i++) {
            byte b = word.byteAt(i);
            if (b == '\'') {
                script.add("'\"'\"'");
            } else if (b > ' ' && b != '\\' && b != 0x7F) {
                script.add(Character.toString(b));
            } else {
                script.add(String.format("\\0%03o", b & 0xFF));
            }
        }
        script.add("'");
    }

    /** No part is split. */
    private static List<String> chunks(List<String> parts) {
        List<String> chunks = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        for (String part : parts) {
            if (chunk.length() + part.length() > CHUNK) {
                chunks.add(chunk.toString());
                chunk.setLength(0);
            }
            chunk.append(part);
        }
        chunks.add(chunk.toString());
        return chunks;
    }
}
