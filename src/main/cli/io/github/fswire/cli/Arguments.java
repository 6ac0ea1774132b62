package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments as they were given. The JVM's launcher decodes them by the locale and loses what that does not have: under
 * {@code LANG=C} everything but ASCII. On Linux the kernel still has the bytes.
 *
 * <p>Inside the command line an argument is text in which a byte that is not UTF-8 stands as one char from U+DC80 on, which no
 * valid text contains; {@link #path} leads back to the bytes.
 */
final class Arguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path WORKING_DIRECTORY = Path.of("/proc/self/cwd");
    private static final int ESCAPE = 0xDC00;
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final String PREFIX = "\\\\?\\";
    private static final String SHARE_PREFIX = PREFIX + "UNC\\";

    private Arguments() {}

    /** Restores arguments that the launcher could not decode. */
    static String[] exact(String[] args) {
        if (Arrays.stream(args).allMatch(Arguments::isAscii) || !knowsBytes()) {
            return args;
        }
        try {
            return exact(args, Files.readAllBytes(COMMAND_LINE));
        } catch (IOException e) {
            return args; // as good as without this class
        }
    }

    /** The same, from the process's command line, of which {@code args} are the end: proc_pid_cmdline(5). */
    static String[] exact(String[] args, byte[] commandLine) {
        List<byte[]> all = split(commandLine);
        int skipped = all.size() - args.length;
        String[] exact = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            String argument = skipped < 0 ? "" : decode(all.get(skipped + i));
            if (isAscii(args[i]) && !args[i].equals(argument)) {
                return args; // somebody has changed the command line, so it is of no use
            }
            exact[i] = argument;
        }
        return exact;
    }

    private static List<byte[]> split(byte[] commandLine) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                parts.add(Arrays.copyOfRange(commandLine, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    private static String decode(byte[] bytes) {
        NativeName name = NativeName.of(bytes);
        if (name.isUtf8()) {
            return name.toString();
        }
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            text.append((char) (b >= 0 ? b : ESCAPE + (b & 0xFF)));
        }
        return text.toString();
    }

    /**
     * The path that an argument names, by its exact bytes.
     *
     * @throws IllegalArgumentException if it is empty or cannot be a path
     */
    static Path path(String argument) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("DIR must not be empty");
        }
        if (isAscii(argument) && isAscii(workingDirectory()) || !knowsBytes()) {
            return Path.of(WINDOWS ? withoutPrefix(argument) : argument).toAbsolutePath();
        }
        NativeName name = NativeName.of(encode(argument));
        return argument.startsWith("/")
                ? name.toPath()
                : exactWorkingDirectory().resolve(name).toPath();
    }

    /** What Windows programs write for a path of any length: the JDK takes no prefix, and adds it itself where it is needed. */
    static String withoutPrefix(String path) {
        if (path.startsWith(SHARE_PREFIX)) {
            return "\\\\" + path.substring(SHARE_PREFIX.length());
        }
        boolean drive = path.startsWith(PREFIX) && path.startsWith(":", PREFIX.length() + 1);
        return drive ? path.substring(PREFIX.length()) : path;
    }

    /**
     * An argument that must be text.
     *
     * @throws IllegalArgumentException if it is not UTF-8
     */
    static String text(String argument) {
        if (isEscaped(argument)) {
            throw new IllegalArgumentException("not valid UTF-8: \"" + NativeName.of(encode(argument)) + "\"");
        }
        return argument;
    }

    /** An argument by its exact bytes. */
    static NativeName name(String argument) {
        return NativeName.of(encode(argument));
    }

    private static byte[] encode(String argument) {
        if (!isEscaped(argument)) {
            return NativeName.of(argument).toBytes();
        }
        byte[] bytes = new byte[argument.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) argument.charAt(i);
        }
        return bytes;
    }

    /** Whether it is made of ASCII and at least one escaped byte; in valid text there is a high surrogate before a low one. */
    private static boolean isEscaped(String argument) {
        return !isAscii(argument)
                && argument.chars().allMatch(c -> c < 0x80 || c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF);
    }

    /** As the JVM knows it; by the locale, so not exactly. */
    private static String workingDirectory() {
        return System.getProperty("user.dir", "");
    }

    /** The current directory by its exact bytes, where the system knows them. */
    static NativeName exactWorkingDirectory() {
        try {
            return NativeName.of(Files.readSymbolicLink(WORKING_DIRECTORY));
        } catch (IOException e) {
            return NativeName.of(Path.of("").toAbsolutePath()); // exact if it is ASCII
        }
    }

    private static boolean knowsBytes() {
        boolean unix =
                COMMAND_LINE.getFileSystem().supportedFileAttributeViews().contains("unix"); // Wine has /proc too
        return unix && Files.isReadable(COMMAND_LINE);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
