package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Names that programs stumble over. */
public final class Names {
    private static final List<NativeName> SHORT = List.of(
            NativeName.of(" "),
            NativeName.of("two words"),
            NativeName.of("line\nbreak"),
            NativeName.of("\u00FCber"),
            NativeName.of("u\u0308ber"), // the same to the eye
            NativeName.of("\u65E5\u672C"),
            NativeName.of("\uD83D\uDE00"),
            NativeName.of(bytes('b', 0xFF, 'd')),
            NativeName.of(bytes(0xC3)),
            NativeName.of(bytes(0xED, 0xA0, 0x80)), // half of a surrogate pair
            NativeName.of("-rf"),
            NativeName.of("*[a]?{b}"),
            NativeName.of("back\\slash"),
            NativeName.of("%2F#?;"),
            NativeName.of("..."));

    private static final NativeName LONGEST = NativeName.of("n".repeat(255));

    private Names() {}

    /** All of them. */
    public static List<NativeName> all() {
        return Stream.concat(SHORT.stream(), Stream.of(LONGEST)).toList();
    }

    /** One of them. */
    static NativeName any(SplittableRandom random) {
        return random.nextInt(SHORT.size() + 1) == 0 ? LONGEST : shortOne(random);
    }

    /** One that may be repeated in a path without making it too long. */
    static NativeName shortOne(SplittableRandom random) {
        return SHORT.get(random.nextInt(SHORT.size()));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
