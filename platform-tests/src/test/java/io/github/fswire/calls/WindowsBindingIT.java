package io.github.fswire.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.raw.NativeAccessException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real calls through both bindings: the same results, errors in them. */
@Tag("contract")
@EnabledOnOs(OS.WINDOWS)
@ExtendWith(NoLeaks.class)
class WindowsBindingIT {
    private static final int SHARE_ALL = 7;
    private static final int FLAGS = WinFile.FILE_FLAG_BACKUP_SEMANTICS | WinFile.FILE_FLAG_OVERLAPPED;
    private static final int ENTRIES = 4096; // offsets in the memory
    private static final int COUNT = 8192;
    private static final int OVERLAPPED = COUNT + Long.BYTES;
    private static final int BUFFER = 1 << 14;
    private static final int BUFFER_BYTES = 1 << 14;

    @TempDir
    Path directory;

    private static WindowsCalls open(String binding) throws NativeAccessException {
        assumeTrue(!binding.equals("ffm") || Lane.hasForeign(), "java.lang.foreign needs Java 22");
        return Bindings.windows(binding, false);
    }

    private static long open(WindowsCalls calls, NativeMemory memory, Path path) {
        memory.buffer().put(0, ("\\\\?\\" + path.toAbsolutePath() + "\0").getBytes(StandardCharsets.UTF_16LE));
        return calls.CreateFileW(
                memory.address(), WinFile.FILE_LIST_DIRECTORY, SHARE_ALL, WinFile.OPEN_EXISTING, FLAGS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jna", "ffm"})
    void failuresAreNegativeErrors(String binding) throws Exception {
        try (WindowsCalls calls = open(binding);
                NativeMemory memory = Bindings.allocate(BUFFER)) {
            assertThat(open(calls, memory, directory.resolve("missing"))).isEqualTo(-WinError.ERROR_FILE_NOT_FOUND);
            assertThat(calls.CloseHandle(0)).isEqualTo(-WinError.ERROR_INVALID_HANDLE);
            long port = calls.CreateIoCompletionPort(-1, 0, 0);
            assertThat(port).isPositive();
            assertThat(take(calls, memory, port, 1)).isEqualTo(-WinError.WAIT_TIMEOUT);
            assertThat(calls.CloseHandle(port)).isZero();
        }
    }

    private static int take(WindowsCalls calls, NativeMemory memory, long port, int millis) {
        return calls.GetQueuedCompletionStatusEx(port, memory.address() + ENTRIES, 4, memory.address() + COUNT, millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jna", "ffm"})
    void extendedRecordsAreThereAndAReadThatIsCancelledCompletes(String binding) throws Exception {
        try (WindowsCalls calls = open(binding);
                NativeMemory memory = Bindings.allocate(BUFFER + BUFFER_BYTES)) {
            long port = calls.CreateIoCompletionPort(-1, 0, 0);
            long handle = open(calls, memory, directory);
            assertThat(handle).isPositive();
            assertThat(calls.CreateIoCompletionPort(handle, port, 1)).isEqualTo(port);
            int begun = calls.ReadDirectoryChangesExW(
                    handle,
                    memory.address() + BUFFER,
                    BUFFER_BYTES,
                    FileNotify.FILE_NOTIFY_CHANGE_FILE_NAME,
                    memory.address() + OVERLAPPED,
                    FileNotify.ReadDirectoryNotifyExtendedInformation);
            if (calls.isWine()) {
                assertThat(begun).isEqualTo(-WinError.ERROR_PROC_NOT_FOUND);
            } else {
                assertThat(begun).isZero();
                assertThat(calls.CancelIoEx(handle, memory.address() + OVERLAPPED))
                        .isZero();
                assertThat(take(calls, memory, port, 60_000)).isZero();
                int status = memory.buffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(ENTRIES + WinFile.COMPLETION_STATUS_OFFSET);
                assertThat(status).isEqualTo(WinError.STATUS_CANCELLED);
            }
            calls.CloseHandle(handle);
            calls.CloseHandle(port);
        }
    }
}
