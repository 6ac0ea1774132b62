package io.github.fswire.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.RawBackends;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an author of a watcher needs to know of a watch, on every backend. */
@Tag("contract")
@ExtendWith(NoLeaks.class)
class RawWatchIT {
    private final Set<String> events = ConcurrentHashMap.newKeySet();

    @AutoClose
    private Workspace workspace;

    private RawSession session;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        session = RawBackends.byName("auto").open(new Recorder(), RawOptions.DEFAULT.withThreadName("fswire-raw-test"));
    }

    @AfterEach
    void close() throws IOException {
        session.close();
    }

    /** Writes down attachment, kind and name of each event. */
    private final class Recorder implements RawEventHandler {
        @Override
        public void onEvent(RawEvent event) {
            for (RawKind kind : RawKind.values()) {
                if (kind.in(event.kinds())) {
                    events.add(event.attachment() + " " + kind + " " + event.toName());
                }
            }
        }

        @Override
        public void onOverflow(RawEvent event) {
            throw new IllegalStateException("nothing overflows here");
        }

        @Override
        public void onFailure(Exception failure) {
            events.add("failed: " + failure);
        }
    }

    private void expect(String event) {
        Eventually.await().until(() -> events.contains(event));
    }

    private RawWatch watch(Path directory, RawWatchOptions options, Object attachment) throws WatchException {
        return session.watch(NativeName.of(directory), options, attachment);
    }

    @Test
    void identitiesAreThoseOfDirectories() throws Exception {
        RawWatch root = session.watch(workspace.root(), "root");
        RawWatch again = session.watch(workspace.root(), "again");
        RawWatch outside = session.watch(workspace.outside(), "outside");
        assertThat(again.identity()).isEqualTo(root.identity()).hasSameHashCodeAs(root.identity());
        assertThat(outside.identity()).isNotEqualTo(root.identity());
        Object before = root.identity();
        root.close();
        assertThat(root.identity()).isEqualTo(before);
        assertThat(again.identity()).isEqualTo(before);
    }

    @Test
    void theSessionKnowsItsWatches() throws Exception {
        assertThat(session.watches()).isEmpty();
        RawWatch root = session.watch(workspace.root(), "root");
        RawWatch again = session.watch(workspace.root(), "again");
        RawWatch outside = session.watch(workspace.outside(), "outside");
        assertThat(session.watches()).containsExactlyInAnyOrder(root, again, outside);
        again.close();
        assertThat(session.watches()).containsExactlyInAnyOrder(root, outside);
        assertThat(session.watches()).extracting(RawWatch::attachment).containsExactlyInAnyOrder("root", "outside");
        root.close();
        outside.close();
        assertThat(session.watches()).isEmpty();
    }

    @Test
    void aLinkIsFollowedIfThatIsAskedFor() throws Exception {
        assumeTrue(!Lane.WINDOWS, "symbolic links need a privilege on Windows");
        Path link = Files.createSymbolicLink(workspace.outside().resolve("link"), workspace.root());
        assertThatExceptionOfType(WatchException.class).isThrownBy(() -> session.watch(link, "refused"));
        RawWatch root = session.watch(workspace.root(), "root");
        RawWatch followed = watch(link, RawWatchOptions.DEFAULT.withFollowLink(true), "followed");
        assertThat(followed.identity()).isEqualTo(root.identity());
        Files.createFile(workspace.root().resolve("f"));
        expect("followed CREATED f");
        Path loop = workspace.outside().resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThatExceptionOfType(WatchException.class)
                .isThrownBy(() -> watch(loop, RawWatchOptions.DEFAULT.withFollowLink(true), "loop"));
        Files.delete(link);
        assertThatExceptionOfType(RootGoneException.class)
                .isThrownBy(() -> watch(link, RawWatchOptions.DEFAULT.withFollowLink(true), "gone"));
    }

    @Test
    void aWatchAsksForItsKindsOnly() throws Exception {
        assumeTrue(
                !Lane.WINDOWS && !Lane.MACOS,
                "the backends of Windows and macOS do not ask the system for single kinds");
        RawWatchOptions creations = RawWatchOptions.DEFAULT.withInterest(Set.of(RawKind.CREATED));
        watch(workspace.root(), creations, "one");
        watch(workspace.outside(), creations, "other");
        Files.writeString(workspace.root().resolve("f"), "content");
        Files.delete(workspace.root().resolve("f"));
        Files.createFile(workspace.root().resolve("fence"));
        expect("one CREATED fence");
        assertThat(events).contains("one CREATED f").noneMatch(event -> event.contains("MODIFIED"));
        watch(workspace.root(), RawWatchOptions.DEFAULT.withInterest(Set.of(RawKind.DELETED)), "more")
                .close();
        Files.delete(workspace.root().resolve("fence"));
        expect("one DELETED fence");
        assertThatIllegalArgumentException().isThrownBy(() -> RawWatchOptions.DEFAULT.withInterest(Set.of()));
    }

    @Test
    void failuresHaveTheTypesOfTheJdk() throws Exception {
        Path file = Files.createFile(workspace.root().resolve("file"));
        assertThat(failure(file)).isInstanceOf(NotDirectoryException.class).hasMessage(file.toString());
        Path missing = workspace.root().resolve("missing");
        assertThat(failure(missing)).isInstanceOf(NoSuchFileException.class).hasMessageContaining(missing.toString());
    }

    private Exception failure(Path directory) {
        try {
            session.watch(directory, "refused");
        } catch (WatchException e) {
            return e.toFileSystemException();
        }
        throw new AssertionError("it was watched");
    }
}
