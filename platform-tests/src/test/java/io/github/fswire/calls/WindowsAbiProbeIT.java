package io.github.fswire.calls;

import static java.util.Map.entry;

import io.github.fswire.kit.Lane;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Our numbers, layouts and signatures for Windows against the headers of mingw-w64; on Linux Wine runs what was compiled. */
@Tag("once")
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
class WindowsAbiProbeIT {
    private static final String INCLUDES = """
            #define _WIN32_WINNT 0x0A00
            #include <windows.h>
            #include <winternl.h>
            """;

    /** How the headers declare what the binding calls; NtQueryDirectoryFile and ReadDirectoryChangesExW are not in them. */
    private static final Map<String, String> HEADERS = Map.ofEntries(
            entry("CreateFileW", "HANDLE (LPCWSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE)"),
            entry("CloseHandle", "BOOL (HANDLE)"),
            entry(
                    "ReadDirectoryChangesW",
                    "BOOL (HANDLE, LPVOID, DWORD, BOOL, DWORD, LPDWORD, LPOVERLAPPED, LPOVERLAPPED_COMPLETION_ROUTINE)"),
            entry("CreateIoCompletionPort", "HANDLE (HANDLE, HANDLE, ULONG_PTR, DWORD)"),
            entry("GetQueuedCompletionStatusEx", "BOOL (HANDLE, LPOVERLAPPED_ENTRY, ULONG, PULONG, DWORD, BOOL)"),
            entry("PostQueuedCompletionStatus", "BOOL (HANDLE, DWORD, ULONG_PTR, LPOVERLAPPED)"),
            entry("CancelIoEx", "BOOL (HANDLE, LPOVERLAPPED)"),
            entry("GetFileInformationByHandle", "BOOL (HANDLE, LPBY_HANDLE_FILE_INFORMATION)"),
            entry("GetFileInformationByHandleEx", "BOOL (HANDLE, FILE_INFO_BY_HANDLE_CLASS, LPVOID, DWORD)"),
            entry(
                    "GetVolumeInformationByHandleW",
                    "BOOL (HANDLE, LPWSTR, DWORD, LPDWORD, LPDWORD, LPDWORD, LPWSTR, DWORD)"),
            entry("GetFinalPathNameByHandleW", "DWORD (HANDLE, LPWSTR, DWORD, DWORD)"),
            entry("GetDriveTypeW", "UINT (LPCWSTR)"),
            entry("ReadFile", "BOOL (HANDLE, LPVOID, DWORD, LPDWORD, LPOVERLAPPED)"),
            entry("NtOpenFile", "NTSTATUS (PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, PIO_STATUS_BLOCK, ULONG, ULONG)"),
            entry("RtlNtStatusToDosError", "ULONG (NTSTATUS)"));

    @TempDir
    Path directory;

    private AbiProbe probe;

    @BeforeEach
    void findCompiler() throws InterruptedException {
        probe = Lane.WINDOWS
                ? new AbiProbe(directory, "gcc")
                : new AbiProbe(directory, "x86_64-w64-mingw32-gcc", "wine");
        probe.assumeInstalled();
    }

    @Test
    void everyConstantIsWhatTheHeadersSayAndEveryOneIsChecked() throws Exception {
        probe.checkConstants("windows.c", List.of(FileNotify.class, WinFile.class, WinError.class));
    }

    @Test
    void everySignatureHasTheHeadersWidths() throws Exception {
        List<Class<?>> bound = Stream.of("Kernel32", "Ntdll")
                .<Class<?>>map(library -> nested(library))
                .toList();
        probe.checkSignatures(INCLUDES, HEADERS, bound);
    }

    /** Not initialised: its functions are bound on Windows only. */
    private static Class<?> nested(String name) {
        try {
            return Class.forName(
                    JnaWindowsCalls.class.getName() + "$" + name, false, JnaWindowsCalls.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
