package io.github.fswire.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real calls through both bindings: the same results, errno in them. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class BindingIT {
    @TempDir
    Path directory;

    private static LinuxCalls open(String binding) throws NativeAccessException {
        return open(binding, false);
    }

    private static LinuxCalls open(String binding, boolean byNumber) throws NativeAccessException {
        assumeTrue(!binding.equals("ffm") || Runtime.version().feature() >= 22, "java.lang.foreign needs Java 22");
        return Bindings.linux(binding, false, byNumber);
    }

    private static void putPath(NativeMemory memory, Path path) {
        NativeName name = NativeName.of(path);
        memory.buffer().put(0, name.toBytes());
        memory.buffer().put(name.length(), (byte) 0);
    }

    @Test
    void theLanesBindingIsChosen() {
        assertThat(Bindings.name()).isEqualTo(Lane.expectedBinding());
    }

    @Test
    void anUnknownBindingIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Bindings.linux("x", false))
                .isInstanceOf(NativeAccessException.class)
                .hasMessageContaining("ffm and jna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jna", "ffm"})
    void failuresAreNegativeErrnos(String binding) throws Exception {
        try (LinuxCalls calls = open(binding);
                NativeMemory memory = Bindings.allocate(8192)) {
            int queue = calls.inotify_init1(Inotify.IN_NONBLOCK | Inotify.IN_CLOEXEC);
            assertThat(queue).isPositive();
            assertThat(calls.read(queue, memory.address(), 4096)).isEqualTo(-Errno.EAGAIN);
            assertThat(calls.read(-1, memory.address(), 4096)).isEqualTo(-Errno.EBADF);
            assertThat(calls.inotify_init1(-1)).isEqualTo(-Errno.EINVAL);
            assertThat(calls.inotify_rm_watch(queue, 77)).isEqualTo(-Errno.EINVAL);
            putPath(memory, directory.resolve("missing"));
            assertThat(calls.inotify_add_watch(queue, memory.address(), Inotify.IN_CREATE))
                    .isEqualTo(-Errno.ENOENT);
            assertThat(calls.openat(Fcntl.AT_FDCWD, memory.address(), Fcntl.O_RDONLY))
                    .isEqualTo(-Errno.ENOENT);
            putPath(memory, directory);
            assertThat(calls.inotify_add_watch(queue, memory.address(), Inotify.IN_CREATE))
                    .isEqualTo(1);
            Files.createFile(directory.resolve("a-name-longer-than-the-buffer"));
            assertThat(calls.read(queue, memory.address(), 16)).isEqualTo(-Errno.EINVAL);
            assertThat(calls.ioctl(queue, Fcntl.FIONREAD, memory.address())).isZero();
            assertThat(memory.buffer().getInt(0)).isEqualTo(48);
            assertThat(calls.read(queue, memory.address(), 4096)).isEqualTo(48);
            assertThat(memory.buffer().getInt(Inotify.EVENT_MASK_OFFSET)).isEqualTo(Inotify.IN_CREATE);
            assertThat(calls.close(queue)).isZero();
            assertThat(calls.close(queue)).isEqualTo(-Errno.EBADF);
        }
    }

    @ParameterizedTest(name = "{0}, by number: {1}")
    @CsvSource({"jna, false", "jna, true", "ffm, false", "ffm, true"})
    void getdents64ListsADirectoryAlsoWhereTheCLibraryHasNoSuchFunction(String binding, boolean byNumber)
            throws Exception {
        Files.createFile(directory.resolve("only"));
        try (LinuxCalls calls = open(binding, byNumber);
                NativeMemory memory = Bindings.allocate(8192)) {
            putPath(memory, directory);
            int fd = calls.openat(Fcntl.AT_FDCWD, memory.address(), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
            long length = calls.getdents64(fd, memory.address() + 4096, 4096);
            byte[] records = new byte[(int) length];
            memory.buffer().get(4096, records);
            assertThat(new String(records, StandardCharsets.ISO_8859_1)).contains("only\0");
            assertThat(calls.getdents64(fd, memory.address() + 4096, 4096)).isZero();
            calls.close(fd);
            assertThat(calls.getdents64(-1, memory.address() + 4096, 4096)).isEqualTo(-Errno.EBADF);
        }
    }

    @ParameterizedTest(name = "{0}, by number: {1}")
    @CsvSource({"jna, false", "jna, true", "ffm, false", "ffm, true"})
    void statxReportsWhatTheJdkReports(String binding, boolean byNumber) throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "hello");
        Files.setLastModifiedTime(file, FileTime.from(1_000_000_007L, TimeUnit.MILLISECONDS));
        try (LinuxCalls calls = open(binding, byNumber);
                NativeMemory memory = Bindings.allocate(8192)) {
            putPath(memory, file);
            int flags = Fcntl.AT_SYMLINK_NOFOLLOW;
            assertThat(calls.statx(
                            Fcntl.AT_FDCWD, memory.address(), flags, Statx.STATX_BASIC_STATS, memory.address() + 4096))
                    .isZero();
            int at = 4096;
            assertThat(memory.buffer().getLong(at + Statx.SIZE)).isEqualTo(5);
            assertThat(memory.buffer().getLong(at + Statx.INO)).isEqualTo(Files.getAttribute(file, "unix:ino"));
            assertThat(memory.buffer().getLong(at + Statx.MTIME)).isEqualTo(1_000_000);
            assertThat(memory.buffer().getInt(at + Statx.MTIME + 8)).isEqualTo(7_000_000);
            putPath(memory, directory.resolve("missing"));
            assertThat(calls.statx(
                            Fcntl.AT_FDCWD, memory.address(), flags, Statx.STATX_BASIC_STATS, memory.address() + 4096))
                    .isEqualTo(-Errno.ENOENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jna", "ffm"})
    void anotherThreadsFailureDoesNotChangeErrno(String binding) throws Exception {
        open(binding).close();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> repeat(binding, -1, -Errno.EBADF));
        repeat(binding, 1, -Errno.EINVAL);
        other.get(10, TimeUnit.MINUTES);
    }

    private static void repeat(String binding, int kind, int expected) {
        try (LinuxCalls calls = open(binding)) {
            for (int i = 0; i < 100_000; i++) {
                int result = kind < 0 ? calls.close(-1) : calls.inotify_init1(-1);
                if (result != expected) {
                    throw new AssertionError(binding + ": " + result + " instead of " + expected);
                }
            }
        } catch (NativeAccessException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jna", "ffm"})
    void aWriteToAnEventfdEndsAPollOfAnotherThread(String binding) throws Exception {
        try (LinuxCalls calls = open(binding);
                NativeMemory memory = Bindings.allocate(64)) {
            int fd = calls.eventfd(0, Fcntl.EFD_NONBLOCK | Fcntl.EFD_CLOEXEC);
            memory.buffer().putInt(0, fd).putShort(Fcntl.POLLFD_EVENTS, (short) Fcntl.POLLIN);
            assertThat(calls.poll(memory.address(), 1, 0)).isZero();
            CompletableFuture<Integer> polled = CompletableFuture.supplyAsync(() -> {
                try (LinuxCalls own = open(binding)) {
                    return own.poll(memory.address(), 1, 60_000);
                } catch (NativeAccessException e) {
                    throw new AssertionError(e);
                }
            });
            memory.buffer().putLong(16, 1);
            assertThat(calls.write(fd, memory.address() + 16, 8)).isEqualTo(8);
            assertThat(polled.get(10, TimeUnit.MINUTES)).isEqualTo(1);
            assertThat(memory.buffer().getShort(Fcntl.POLLFD_REVENTS)).isEqualTo((short) Fcntl.POLLIN);
            calls.close(fd);
        }
    }

    @Test
    void callsOfOneThreadRefuseAnother() throws Exception {
        try (LinuxCalls calls = open("ffm")) {
            CompletableFuture<Integer> elsewhere = CompletableFuture.supplyAsync(() -> calls.close(-1));
            assertThatThrownBy(elsewhere::get).rootCause().hasMessageContaining("thread");
        }
    }
}
