package io.github.fswire.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A standard stream in bytes, which reports when it cannot be written any more. Text is UTF-8 whatever the locale is, except
 * on a terminal with another charset; a character that this charset does not have is shown as {@code \}{@code uXXXX}.
 *
 * <p>Used by one thread at a time.
 */
final class LineStream {
    private static final int FILE_TYPE = 0xF000; // stat(2)
    private static final int FIFO = 0x1000;
    private static final int SOCKET = 0xC000;

    private final OutputStream out;
    private final boolean terminal;
    private final boolean readByAProgram;
    private final Charset charset;

    LineStream(OutputStream out, boolean terminal, boolean readByAProgram, Charset charset) {
        this.out = out;
        this.terminal = terminal;
        this.readByAProgram = readByAProgram;
        this.charset = charset;
    }

    static LineStream standardOutput() {
        return of(FileDescriptor.out, 1, "stdout.encoding");
    }

    static LineStream standardError() {
        return of(FileDescriptor.err, 2, "stderr.encoding");
    }

    private static LineStream of(FileDescriptor descriptor, int number, String encodingProperty) {
        boolean terminal = isTerminal(number);
        return new LineStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
                terminal,
                isReadByAProgram(number),
                terminal ? charset(encodingProperty) : StandardCharsets.UTF_8);
    }

    private static boolean isTerminal(int number) {
        try {
            String target = Files.readSymbolicLink(descriptor(number)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false; // closed, or no /proc to ask: then without colour
        }
    }

    private static boolean isReadByAProgram(int number) {
        try {
            int type = (int) Files.getAttribute(descriptor(number), "unix:mode") & FILE_TYPE;
            return type == FIFO || type == SOCKET;
        } catch (IOException | UnsupportedOperationException e) {
            return true; // closed, or no /proc to ask
        }
    }

    private static Path descriptor(int number) {
        return Path.of("/proc/self/fd/" + number);
    }

    /** The charset of a terminal: under this name from JDK 19 on, with "sun." before. */
    private static Charset charset(String property) {
        String name = System.getProperty(property, System.getProperty("sun." + property));
        return name == null || !Charset.isSupported(name) ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    /** The same stream for lines on which nothing depends: a failure to write is ignored. */
    LineStream forgiving() {
        OutputStream target = out;
        OutputStream forgiving = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    target.write(bytes, offset, length);
                } catch (IOException e) {
                    // nobody reads it
                }
            }

            @Override
            public void flush() {
                try {
                    target.flush();
                } catch (IOException e) {
                    // nobody reads it
                }
            }
        };
        return new LineStream(forgiving, terminal, readByAProgram, charset);
    }

    /** The stream itself. */
    OutputStream stream() {
        return out;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Whether a failure to write means that a program at the other end has gone, which is its right. */
    boolean isReadByAProgram() {
        return readByAProgram;
    }

    /** Prints a line; it stays in the buffer until {@link #flush}. */
    void line(String text) {
        print(text + "\n");
    }

    /** Prints text; it stays in the buffer until {@link #flush}. */
    void print(String text) {
        try {
            out.write(encodable(text).getBytes(charset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String encodable(String text) {
        CharsetEncoder encoder = charset.newEncoder();
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            String character = Character.toString(c);
            if (encoder.canEncode(character)) {
                result.append(character);
            } else {
                character.chars().forEach(unit -> result.append(String.format("\\u%04X", unit)));
            }
        });
        return result.toString();
    }
}
