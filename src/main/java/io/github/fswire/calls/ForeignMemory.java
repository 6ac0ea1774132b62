package io.github.fswire.calls;

/** Reads memory that C has lent; an address that does not lead to any ends the JVM. Any thread may use it. */
public interface ForeignMemory {
    /** 64 bits, aligned. */
    long getLong(long address);

    /** 32 bits, aligned. */
    int getInt(long address);

    /** Length of a string in bytes, without the NUL at its end. */
    int stringLength(long address);

    /** Copies bytes. */
    void copy(long address, byte[] target, int offset, int length);
}
