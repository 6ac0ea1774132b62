package io.github.fswire.scan;

/** Receives the entries of one directory; called on the scanner's thread, once for each name except "." and "..". */
public interface ListingSink {
    /**
     * Asked before an entry is looked at, so that what nobody wants costs no system call.
     *
     * @param name holds the name's bytes from index 0; reused after the call
     * @param length number of bytes
     * @return false to skip the entry
     */
    boolean wants(byte[] name, int length);

    /**
     * The same where the listing tells the type as well.
     *
     * @param name holds the name's bytes from index 0; reused after the call
     * @param length number of bytes
     * @param type a type of {@link EntryStat}, or -1 if the listing does not tell it
     * @return false to skip the entry
     */
    default boolean wants(byte[] name, int length, int type) {
        return wants(name, length);
    }

    /**
     * An entry that existed when it was looked at. A name can come twice when the directory changes meanwhile.
     *
     * @param name holds the name's bytes from index 0; reused after the call
     * @param length number of bytes
     * @param stat what was found; reused after the call
     */
    void entry(byte[] name, int length, EntryStat stat);
}
