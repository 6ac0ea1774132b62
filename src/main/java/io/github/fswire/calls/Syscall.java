package io.github.fswire.calls;

/**
 * System calls for which an older C library has no function, so that they are called by number through syscall(2):
 * getdents64 before glibc 2.30, statx before glibc 2.28. The numbers are those of {@code asm/unistd_64.h} on x86-64 and of
 * {@code asm-generic/unistd.h} on aarch64.
 */
enum Syscall {
    GETDENTS64("getdents64", 217, 61),
    STATX("statx", 332, 291);

    /** The number of openat2(2), for which few C libraries have a function: the same on all architectures that have this JVM. */
    static final long OPENAT2 = 437;

    /** Instead of a number: the C library has the function. */
    static final long BY_NAME = -1;

    private final String function;
    private final long x64;
    private final long aarch64;

    Syscall(String function, long x64, long aarch64) {
        this.function = function;
        this.x64 = x64;
        this.aarch64 = aarch64;
    }

    /** The name of the C function. */
    String function() {
        return function;
    }

    /**
     * Decides how to make the call.
     *
     * @param there whether the C library has the function
     * @param architecture as in the system property {@code os.arch}
     * @return {@link #BY_NAME} or a number
     * @throws UnsatisfiedLinkError if neither is possible
     */
    long number(boolean there, String architecture) {
        if (there) {
            return BY_NAME;
        }
        return switch (architecture) {
            case "amd64", "x86_64" -> x64;
            case "aarch64", "arm64" -> aarch64;
            default ->
                throw new UnsatisfiedLinkError("the C library has no function " + function
                        + ", and fswire does not know the number of that system call on " + architecture);
        };
    }

    /** The same on this machine. */
    long number(boolean there) {
        return number(there, System.getProperty("os.arch", "an unknown processor"));
    }
}
