package io.github.fswire.calls;

import com.sun.jna.Memory;
import com.sun.jna.Native;

/** Whether JNA is present and new enough; no class of it is initialised to find out. */
final class JnaLibrary {
    /** The artifact, and the oldest version that works: {@link Memory#close} came with it. */
    static final String ARTIFACT = "net.java.dev.jna:jna, version 5.12 or later";

    private JnaLibrary() {}

    /**
     * Finds JNA, and the newest of its methods that this package needs.
     *
     * @throws NoClassDefFoundError if JNA is not present
     * @throws NoSuchMethodException if it is older
     */
    static void require() throws NoSuchMethodException {
        Memory.class.getMethod("close");
    }

    /** The module that loads JNA's native library, so the one that needs native access. */
    static Module module() {
        return Native.class.getModule();
    }
}
