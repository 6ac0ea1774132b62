package io.github.fswire.raw;

/**
 * What a backend can do.
 *
 * @param coverage what one watch covers
 * @param names how the kernel gives names
 * @param renameCookies whether the two records of a rename carry the same non-zero {@link RawEvent#cookie()}
 * @param writeClosed whether {@link RawKind#CLOSE_WRITE} is reported
 * @param accumulating whether a record may repeat the kinds of earlier records of the same name
 * @param exactOverflow whether every loss of records is reported
 * @param privileged whether it needs special rights
 */
public record RawCapabilities(
        Coverage coverage,
        Names names,
        boolean renameCookies,
        boolean writeClosed,
        boolean accumulating,
        boolean exactOverflow,
        boolean privileged) {

    /** What one watch covers. */
    public enum Coverage {
        /** A directory and its direct children. */
        DIRECTORY,
        /** A directory and everything below it. */
        SUBTREE
    }

    /** How the kernel gives names. */
    public enum Names {
        /** Bytes, by convention UTF-8. */
        BYTES,
        /** UTF-16 units. */
        UTF_16
    }
}
