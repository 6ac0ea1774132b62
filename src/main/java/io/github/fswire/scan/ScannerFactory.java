package io.github.fswire.scan;

import io.github.fswire.raw.NativeAccessException;

/** Opens scanners. */
@FunctionalInterface
public interface ScannerFactory {
    /**
     * Opens a scanner for the calling thread.
     *
     * @throws NativeAccessException if the system's functions cannot be called
     */
    Scanner open() throws NativeAccessException;
}
