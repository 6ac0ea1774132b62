package io.github.fswire.pending;

import io.github.fswire.raw.NativeName;

/**
 * An entry of a directory, as a key.
 *
 * @param directory the directory's node, or the root's if the name is a path
 * @param name the entry's name, or its path below the root
 */
public record Place(int directory, NativeName name) {
    /** The entry whose name is in the first {@code length} bytes. */
    public static Place of(int directory, byte[] name, int length) {
        return new Place(directory, NativeName.of(name, 0, length));
    }
}
