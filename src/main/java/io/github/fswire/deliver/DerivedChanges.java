package io.github.fswire.deliver;

import io.github.fswire.tree.EntryDetails;
import io.github.fswire.watch.Change;
import java.util.Objects;

/** Makes changes of other kinds from a given one. */
final class DerivedChanges {
    private DerivedChanges() {}

    /** The same place, type, cause and time. */
    static Change.Builder like(Change change, Change.Kind kind) {
        return Change.builder(kind, change.nativePath())
                .root(change.nativeRoot())
                .type(change.type())
                .cause(change.cause())
                .time(change.time());
    }

    /** Also what the entry is now. */
    static Change.Builder now(Change change, Change.Kind kind) {
        return like(change, kind)
                .now(change.size(), change.modifiedNanos())
                .contentHash(change.contentHash().orElse(0));
    }

    /** Adds what an entry was before a change. */
    static Change.Builder previous(Change.Builder builder, Change change) {
        return builder.previous(change.previousSize().orElse(EntryDetails.UNKNOWN), change.previousModifiedNanos());
    }

    /** Of a move: the entry is not at its old place any more. */
    static Change left(Change change) {
        Change.Builder deleted = Change.builder(
                        Change.Kind.DELETED, Objects.requireNonNull(change.nativeFrom(), "from"))
                .root(change.nativeFromRoot())
                .type(change.type())
                .cause(change.cause())
                .time(change.time());
        return previous(deleted, change).build();
    }
}
