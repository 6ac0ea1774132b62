package io.github.fswire.subjects;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Ability;
import io.github.fswire.conformance.Announcements;
import io.github.fswire.conformance.Announcements.Kind;
import io.github.fswire.conformance.Rule;
import io.github.fswire.conformance.WatcherConformance;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The example of the guide; {@link ForeignWatchersIT} runs it. */
class DirectoryWatcherTest extends WatcherConformance {
    @Override
    protected AutoCloseable start(Path root, Announcements announcements) throws IOException {
        DirectoryWatcher watcher = DirectoryWatcher.builder()
                .path(root)
                .fileHashing(false)
                .listener(event -> announce(event, announcements))
                .build();
        CompletableFuture<Void> watching =
                watcher.watchAsync(command -> new Thread(command, "directory-watcher").start());
        return () -> {
            watcher.close();
            if (watching.isCompletedExceptionally()) {
                watching.join();
            }
        };
    }

    private static void announce(DirectoryChangeEvent event, Announcements announcements) {
        switch (event.eventType()) {
            case CREATE -> announcements.announce(event.path(), Kind.CREATED);
            case MODIFY -> announcements.announce(event.path(), Kind.MODIFIED);
            case DELETE -> announcements.announce(event.path(), Kind.DELETED);
            case OVERFLOW -> announcements.announceLoss();
        }
    }

    @Override
    protected Abilities abilities() {
        return Abilities.all()
                .without(Ability.FENCE, "it has none")
                .without(Ability.RENAME_PAIRS, "a rename is two events")
                .without(Ability.HARD_LINKS, "there are events for one name only")
                .without(Ability.ROOT_RETURNS, "it watches what was there at the start")
                .without(Rule.O1, "0.19.1 throws NullPointerException over an overflow");
    }
}
