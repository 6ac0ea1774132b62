package io.github.fswire.calls;

/**
 * The calls of kernel32 and ntdll that the Windows backend and scanner make, by their C names and with their C parameters.
 *
 * <p>A negative result is minus the code of {@code GetLastError} on the calling thread; of the functions of ntdll, minus the
 * same code for the status that they returned. Else the result is the handle or number that C returned, and 0 for a {@code
 * BOOL} that is true. Parameters that are always NULL are left out. Nothing here throws for a failed call and nothing
 * allocates. Addresses are plain numbers from {@link NativeMemory#address()}, names and paths UTF-16 with a NUL at the end.
 * An instance may be used by any thread, one at a time.
 */
public interface WindowsCalls extends AutoCloseable {
    /** {@code HANDLE CreateFileW(lpFileName, dwDesiredAccess, dwShareMode, NULL, dwCreationDisposition, dwFlags, NULL)}. */
    long CreateFileW(
            long lpFileName, int dwDesiredAccess, int dwShareMode, int dwCreationDisposition, int dwFlagsAndAttributes);

    /** {@code BOOL CloseHandle(HANDLE hObject)}. */
    int CloseHandle(long hObject);

    /** {@code BOOL ReadDirectoryChangesW(hDirectory, lpBuffer, nBufferLength, TRUE, dwNotifyFilter, NULL, lpOverlapped, NULL)}. */
    int ReadDirectoryChangesW(long hDirectory, long lpBuffer, int nBufferLength, int dwNotifyFilter, long lpOverlapped);

    /** The same with extended records; Windows 10 1709 and later, {@link WinError#ERROR_PROC_NOT_FOUND} before. */
    int ReadDirectoryChangesExW(
            long hDirectory,
            long lpBuffer,
            int nBufferLength,
            int dwNotifyFilter,
            long lpOverlapped,
            int ReadDirectoryNotifyInformationClass);

    /** {@code HANDLE CreateIoCompletionPort(FileHandle, ExistingCompletionPort, CompletionKey, 0)}. */
    long CreateIoCompletionPort(long FileHandle, long ExistingCompletionPort, long CompletionKey);

    /** {@code BOOL GetQueuedCompletionStatusEx(port, entries, ulCount, removed, dwMilliseconds, FALSE)}. */
    int GetQueuedCompletionStatusEx(
            long CompletionPort,
            long lpCompletionPortEntries,
            int ulCount,
            long ulNumEntriesRemoved,
            int dwMilliseconds);

    /** {@code BOOL PostQueuedCompletionStatus(CompletionPort, 0, dwCompletionKey, NULL)}. */
    int PostQueuedCompletionStatus(long CompletionPort, long dwCompletionKey);

    /** {@code BOOL CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped)}. */
    int CancelIoEx(long hFile, long lpOverlapped);

    /** {@code BOOL GetFileInformationByHandle(HANDLE hFile, LPBY_HANDLE_FILE_INFORMATION lpFileInformation)}. */
    int GetFileInformationByHandle(long hFile, long lpFileInformation);

    /** {@code BOOL GetFileInformationByHandleEx(hFile, FileInformationClass, lpFileInformation, dwBufferSize)}. */
    int GetFileInformationByHandleEx(long hFile, int FileInformationClass, long lpFileInformation, int dwBufferSize);

    /** {@code BOOL GetVolumeInformationByHandleW(hFile, NULL, 0, NULL, NULL, NULL, lpFileSystemNameBuffer, size)}. */
    int GetVolumeInformationByHandleW(long hFile, long lpFileSystemNameBuffer, int nFileSystemNameSize);

    /**
     * {@code DWORD GetFinalPathNameByHandleW(hFile, lpszFilePath, cchFilePath, 0)}: the number of units without the NUL, or of
     * those needed with it if there are more than {@code cchFilePath}.
     */
    int GetFinalPathNameByHandleW(long hFile, long lpszFilePath, int cchFilePath);

    /** {@code UINT GetDriveTypeW(LPCWSTR lpRootPathName)}. */
    int GetDriveTypeW(long lpRootPathName);

    /** {@code BOOL ReadFile(hFile, lpBuffer, nNumberOfBytesToRead, lpNumberOfBytesRead, NULL)}. */
    int ReadFile(long hFile, long lpBuffer, int nNumberOfBytesToRead, long lpNumberOfBytesRead);

    /** {@code NTSTATUS NtOpenFile(FileHandle, DesiredAccess, ObjectAttributes, IoStatusBlock, ShareAccess, OpenOptions)}. */
    int NtOpenFile(
            long FileHandle,
            int DesiredAccess,
            long ObjectAttributes,
            long IoStatusBlock,
            int ShareAccess,
            int OpenOptions);

    /**
     * {@code NTSTATUS NtQueryDirectoryFile(FileHandle, NULL, NULL, NULL, IoStatusBlock, FileInformation, Length,
     * FileInformationClass, TRUE, FileName, FALSE)}: one entry.
     */
    int NtQueryDirectoryFile(
            long FileHandle,
            long IoStatusBlock,
            long FileInformation,
            int Length,
            int FileInformationClass,
            long FileName);

    /** {@code ULONG RtlNtStatusToDosError(NTSTATUS Status)}: an error of {@link WinError}; see {@link WindowsErrors#result}. */
    int RtlNtStatusToDosError(int Status);

    /** Whether ntdll has {@code wine_get_version}: this is Wine, whose creation times are made up. */
    boolean isWine();

    /** Frees what the instance owns; no handle is touched. */
    @Override
    void close();
}
