package io.github.fswire.linux;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An open file that has no name, or one that the JDK does not know; through the C library, which Java has no words for. */
final class Descriptor implements AutoCloseable {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int O_WRONLY = 1;
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final int O_TMPFILE = 0x400000 | (ARM ? 0x4000 : 0x10000); // with O_DIRECTORY

    private final int fd;

    private Descriptor(int fd) {
        this.fd = fd;
    }

    /** open(2) with O_TMPFILE. */
    static Descriptor withoutName(Path directory) {
        return new Descriptor(call("open", bytes(directory.toString()), O_TMPFILE | O_WRONLY, 0600));
    }

    /** linkat(2). */
    void link(Path file) {
        String self = "/proc/self/fd/" + fd;
        call("linkat", AT_FDCWD, bytes(self), AT_FDCWD, bytes(file.toString()), AT_SYMLINK_FOLLOW);
    }

    /** write(2). */
    void write(String text) {
        byte[] content = bytes(text);
        call("write", fd, content, (long) content.length - 1);
    }

    /** fchmod(2). */
    void chmod(int mode) {
        call("fchmod", fd, mode);
    }

    /** close(2). */
    @Override
    public void close() {
        call("close", fd);
    }

    private static int call(String name, Object... arguments) {
        Function function = NativeLibrary.getInstance("c").getFunction(name);
        int result = function.invokeInt(arguments);
        if (result < 0) {
            throw new AssertionError(name + " has failed");
        }
        return result;
    }

    private static byte[] bytes(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
