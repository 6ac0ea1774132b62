package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments as they were given. Under {@code LANG=C} the JVM's launcher decodes them as ASCII and loses everything else;
 * on Linux the kernel still has the bytes.
 *
 * <p>Inside the command line an argument is text in which a byte that is not UTF-8 stands as one char from U+DC80 on, which no
 * valid text contains; {@link #path} leads back to the bytes.
 */
final class Arguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final int ESCAPE = 0xDC00;

    private Arguments() {}

    /** Restores arguments that the launcher could not decode. */
    static String[] exact(String[] args) {
        boolean ascii = String.join("", args).chars().allMatch(c -> c < 0x80);
        if (ascii || !Files.isReadable(COMMAND_LINE)) {
            return args;
        }
        try {
            List<byte[]> all = split(Files.readAllBytes(COMMAND_LINE));
            String[] exact = new String[args.length];
            for (int i = 0; i < args.length; i++) {
                exact[i] = decode(all.get(all.size() - args.length + i)); // ours come last
            }
            return exact;
        } catch (IOException | IndexOutOfBoundsException e) {
            return args; // as good as without this class
        }
    }

    /** The path that an argument names, by its exact bytes. */
    static Path path(String argument) {
        if (argument.chars().allMatch(c -> c < 0x80)) {
            return Path.of(argument).toAbsolutePath();
        }
        NativeName name = NativeName.of(encode(argument));
        if (argument.startsWith("/")) {
            return name.toPath();
        }
        return NativeName.of(Path.of("").toAbsolutePath()).resolve(name).toPath();
    }

    private static List<byte[]> split(byte[] commandLine) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                parts.add(java.util.Arrays.copyOfRange(commandLine, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    private static String decode(byte[] bytes) {
        if (NativeName.of(bytes).isUtf8()) {
            return NativeName.of(bytes).toString();
        }
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append((char) (b >= 0 ? b : ESCAPE + (b & 0xFF)));
        }
        return text.toString();
    }

    private static byte[] encode(String text) {
        boolean escaped = text.chars().anyMatch(c -> c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF);
        if (!escaped || !text.chars().allMatch(c -> c < 0x80 || c >= ESCAPE && c <= ESCAPE + 0xFF)) {
            return NativeName.of(text).toBytes();
        }
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
