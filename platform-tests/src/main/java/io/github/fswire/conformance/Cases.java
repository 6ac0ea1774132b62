package io.github.fswire.conformance;

import io.github.fswire.kit.Script;
import io.github.fswire.kit.Seeds;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;

/** What the tests of convergence run with, whatever the kind of subject. */
final class Cases {
    private Cases() {}

    /** The names of scripts. */
    static List<String> scripts() throws IOException {
        return Seeds.share(Script.all().keySet());
    }

    /** The seeds of histories. */
    static LongStream histories() {
        return Seeds.take(3);
    }

    /** The seeds of storms. */
    static LongStream storms() {
        return Seeds.take(2);
    }
}
