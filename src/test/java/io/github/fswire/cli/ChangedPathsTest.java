package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChangedPathsTest {
    private static final NativeName ROOT = NativeName.of("/r");

    private final ChangedPaths changed = new ChangedPaths(List.of(ROOT, NativeName.of("/s")));

    private void happens(Change.Kind kind, String path) {
        happens(kind, Change.Type.FILE, path);
    }

    private void happens(Change.Kind kind, Change.Type type, String path) {
        changed.add(List.of(Samples.change(kind, NativeName.of(path), null, type, Change.Cause.EVENT)));
    }

    private void moves(Change.Type type, String from, String to) {
        changed.add(List.of(
                Samples.change(Change.Kind.MOVED, NativeName.of(to), NativeName.of(from), type, Change.Cause.EVENT)));
    }

    private static String text(Collection<NativeName> paths) {
        return paths.stream().map(NativeName::toString).collect(Collectors.joining(" "));
    }

    /** {@code C: created M: modified ...}, without the empty ones. */
    private String kinds() {
        List<String> kinds = new ArrayList<>();
        for (ChangedPaths.Kind kind : ChangedPaths.Kind.values()) {
            if (kind != ChangedPaths.Kind.MOVED_AWAY && !changed.paths(kind).isEmpty()) {
                kinds.add(kind + ": " + text(changed.paths(kind)));
            }
        }
        if (!changed.origins().isEmpty()) {
            kinds.add("FROM: " + text(changed.origins()));
        }
        return String.join("; ", kinds);
    }

    @Test
    void aPathCountsForWhatHappenedToItLast() {
        happens(Change.Kind.CREATED, "/r/a");
        happens(Change.Kind.MODIFIED, "/r/a");
        happens(Change.Kind.MODIFIED, "/r/b");
        happens(Change.Kind.DELETED, "/r/b");
        happens(Change.Kind.DELETED, "/r/c");
        happens(Change.Kind.CREATED, "/r/c");
        assertThat(kinds()).isEqualTo("CREATED: /r/a /r/c; DELETED: /r/b");
        assertThat(text(changed.paths())).isEqualTo("/r/a /r/b /r/c");
    }

    @Test
    void aMoveHasTwoPaths() {
        moves(Change.Type.FILE, "/r/a", "/r/b");
        happens(Change.Kind.MODIFIED, "/r/b");
        assertThat(kinds()).isEqualTo("MOVED: /r/b; FROM: /r/a");
        assertThat(text(changed.paths())).isEqualTo("/r/a /r/b");
    }

    @Test
    void movesAreJoined() {
        moves(Change.Type.FILE, "/r/a", "/r/b");
        moves(Change.Type.FILE, "/r/b", "/r/c");
        assertThat(kinds()).isEqualTo("DELETED: /r/b; MOVED: /r/c; FROM: /r/a");
    }

    @Test
    void whatIsMovedThereAndBackIsModified() {
        moves(Change.Type.FILE, "/r/a", "/r/b");
        moves(Change.Type.FILE, "/r/b", "/r/a");
        assertThat(kinds()).isEqualTo("MODIFIED: /r/a; DELETED: /r/b");
    }

    @Test
    void whatIsMovedAndDeletedIsGoneFromBothPlaces() {
        moves(Change.Type.FILE, "/r/a", "/r/b");
        happens(Change.Kind.DELETED, "/r/b");
        assertThat(kinds()).isEqualTo("DELETED: /r/a /r/b");
    }

    @Test
    void whatIsNewIsNewWhereItIsMoved() {
        happens(Change.Kind.CREATED, "/r/a");
        moves(Change.Type.FILE, "/r/a", "/r/b");
        assertThat(kinds()).isEqualTo("CREATED: /r/b; DELETED: /r/a");
    }

    @Test
    void aMovedDirectoryCarriesWhatChangedInIt() {
        happens(Change.Kind.CREATED, "/r/d/x");
        happens(Change.Kind.DELETED, "/r/d/y");
        happens(Change.Kind.MODIFIED, "/r/dd");
        moves(Change.Type.DIRECTORY, "/r/d", "/r/e");
        assertThat(kinds()).isEqualTo("CREATED: /r/e/x; MODIFIED: /r/dd; DELETED: /r/e/y; MOVED: /r/e; FROM: /r/d");
    }

    @Test
    void theDirectoriesContainEverythingThatChangedInEachRoot() {
        happens(Change.Kind.CREATED, "/r/a/b/c");
        happens(Change.Kind.CREATED, "/r/a/d");
        assertThat(text(changed.directories())).isEqualTo("/r/a");
        moves(Change.Type.FILE, "/r/a/d", "/r/e");
        happens(Change.Kind.CREATED, "/s/x/y");
        assertThat(text(changed.directories())).isEqualTo("/r /s/x");
        happens(Change.Kind.DELETED, Change.Type.DIRECTORY, "/s");
        assertThat(text(changed.directories())).isEqualTo("/r /s");
    }

    @Test
    void theDirectoryOfARootThatIsAFileIsTheOneThatItIsIn() {
        ChangedPaths file = new ChangedPaths(List.of(NativeName.of("/r/f")));
        file.add(List.of(Samples.created(NativeName.of("/r/f"))));
        assertThat(text(file.directories())).isEqualTo("/r");
    }

    @Test
    void ofTooManyPathsOnlyTheDirectoryIsKept() {
        for (int i = 0; i <= ChangedPaths.MOST; i++) {
            happens(Change.Kind.CREATED, "/r/d/" + i);
        }
        assertThat(changed.isComplete()).isFalse();
        assertThat(changed.paths()).isEmpty();
        assertThat(text(changed.directories())).isEqualTo("/r/d");
    }

    @Test
    void everythingMeansTheRoots() {
        assertThat(changed.isEmpty()).isTrue();
        changed.addEverything();
        happens(Change.Kind.CREATED, "/r/d/x");
        assertThat(changed.isEmpty()).isFalse();
        assertThat(changed.isComplete()).isFalse();
        assertThat(text(changed.directories())).isEqualTo("/r /s");
    }
}
