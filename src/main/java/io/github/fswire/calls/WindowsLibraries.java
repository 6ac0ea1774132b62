package io.github.fswire.calls;

/** Where the functions of Windows are; {@code -Dfswire.kernel32=FILE} names a library that stands in for both. */
final class WindowsLibraries {
    private WindowsLibraries() {}

    static String kernel32() {
        return System.getProperty("fswire.kernel32", "kernel32");
    }

    static String ntdll() {
        return System.getProperty("fswire.kernel32", "ntdll");
    }
}
