package io.github.fswire.cli;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ListenerOptions;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** Which changes are printed. */
final class OnlyOptions {
    /** The names of types, kinds and aspects. */
    enum Which {
        FILE,
        DIRECTORY,
        SYMLINK,
        OTHER,
        CREATED,
        MODIFIED,
        DELETED,
        MOVED,
        CONTENT,
        METADATA
    }

    @Option(
            names = "--only",
            paramLabel = "WHICH",
            split = ",",
            description =
                    "Report only these, separated by commas: types (file, directory, symlink, other), kinds (created, modified,"
                            + " deleted, moved; without moved, a move is a deletion and a creation), and of what is"
                            + " modified: content, metadata.")
    private List<Which> only = List.of();

    ListenerOptions options() {
        ListenerOptions options = ListenerOptions.EVERYTHING;
        Change.Type[] types = named(Change.Type.values()).toArray(Change.Type[]::new);
        Change.Kind[] kinds = named(Change.Kind.values()).toArray(Change.Kind[]::new);
        Change.Aspect[] aspects = named(Change.Aspect.values()).toArray(Change.Aspect[]::new);
        options = types.length == 0 ? options : options.only(types[0], types);
        options = kinds.length == 0 ? options : options.only(kinds[0], kinds);
        return aspects.length == 0 ? options : options.only(aspects[0], aspects);
    }

    private <E extends Enum<E>> List<E> named(E[] values) {
        List<String> names = only.stream().map(Enum::name).toList();
        return Arrays.stream(values)
                .filter(value -> names.contains(value.name()))
                .toList();
    }
}
