package io.github.fswire.scan;

/** Receives the entries of one directory; called on the scanner's thread, once for each name except "." and "..". */
public interface ListingSink {
    /**
     * Called before an entry is inspected, so that an unwanted entry costs no system call.
     *
     * @param name holds the name's bytes from index 0; reused after the call
     * @param length number of bytes
     * @return false to skip the entry
     */
    boolean wants(byte[] name, int length);

    /**
     * The same where the listing contains the type as well.
     *
     * @param name holds the name's bytes from index 0; reused after the call
     * @param length number of bytes
     * @param type a type of {@link EntryStat}, or -1 if the listing does not contain it
     * @return false to skip the entry
     */
    default boolean wants(byte[] name, int length, int type) {
        return wants(name, length);
    }

    /**
     * Receives an entry that existed when it was inspected. A name can come twice when the directory changes meanwhile.
     *
     * @param name holds the name's bytes from index 0; reused after the call
     * @param length number of bytes
     * @param stat what was found; reused after the call
     */
    void entry(byte[] name, int length, EntryStat stat);
}
