package io.github.fswire.conformance;

import static io.github.fswire.conformance.Announcements.Kind.CREATED;
import static io.github.fswire.conformance.Announcements.Kind.DELETED;
import static io.github.fswire.conformance.Announcements.Kind.MODIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Names;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Player;
import io.github.fswire.kit.Verb;
import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a watcher announces. */
abstract class WatcherRules extends WatcherSubject {
    @Test
    @Proves(Rule.W1)
    final void filesAndKinds() throws Exception {
        start();
        Files.createFile(at("file"));
        expect("file", CREATED);
        Files.writeString(at("file"), "content");
        expect("file", MODIFIED);
        Files.delete(at("file"));
        expect("file", DELETED);
    }

    @Test
    @Proves(Rule.W2)
    final void directoriesAndKinds() throws Exception {
        start();
        Files.createDirectory(at("inner"));
        expect("inner", CREATED);
        Files.delete(at("inner"));
        expect("inner", DELETED);
    }

    @Test
    @Proves(value = Rule.W3, needs = Ability.RECURSIVE)
    final void newDirectories() throws Exception {
        start();
        for (int i = 0; i < 20; i++) {
            Path deep = Files.createDirectories(at("d" + i).resolve("a/b"));
            Files.createFile(deep.resolve("at once"));
        }
        converge();
        for (int i = 0; i < 20; i++) {
            String file = "d" + i + "/a/b/later";
            Files.createFile(at(file));
            expect(file, CREATED);
        }
    }

    @Test
    @Proves(Rule.W4)
    final void renames() throws Exception {
        Files.createFile(at("old"));
        start();
        Files.move(at("old"), at("new"));
        expect("old", DELETED);
        expect("new", CREATED);
        Files.move(at("new"), workspace().outside().resolve("away"));
        expect("new", DELETED);
        Files.move(workspace().outside().resolve("away"), at("back"));
        expect("back", CREATED);
    }

    @Test
    @Proves(value = Rule.W5, needs = Ability.RECURSIVE)
    final void renamedDirectories() throws Exception {
        Files.createDirectories(at("old/inner"));
        start();
        Files.move(at("old"), at("new"));
        expect("new", CREATED);
        Files.createFile(at("new/inner/file"));
        expect("new/inner/file", CREATED);
        assertThat(announcements().contains(at("old/inner/file")))
                .as("the old path")
                .isFalse();
    }

    @Test
    @Proves(value = Rule.W6, needs = Ability.RECURSIVE)
    final void wholeTrees() throws Exception {
        Path away = workspace().outside().resolve("tree");
        new Player(root(), true).play(Operation.of(Verb.FILL, NativeName.of("tree/a/b"), 5));
        start();
        Files.move(at("tree"), away);
        converge();
        Files.move(away, at("other"));
        converge();
        Files.createFile(at("other/a/b/later"));
        converge();
        Disk.removeTree(at("other"));
        converge();
    }

    @Test
    @Proves(value = Rule.W7, needs = Ability.QUIET_START)
    final void theStartIsQuiet() throws Exception {
        Files.createFile(at("old"));
        start();
        settle(root());
        assertThat(announcements().contains(at("old"))).as("old was announced").isFalse();
    }

    @Test
    @Proves(Rule.W8)
    final void nothingOutside() throws Exception {
        Path outside = workspace().outside();
        if (abilities().has(Ability.SYMLINKS)) {
            makeLink(at("link"), outside);
        }
        start();
        Files.createFile(outside.resolve("file"));
        settle(root());
        assertThat(announcements().outside(root())).isEmpty();
        assertThat(announcements().contains(at("link/file")))
                .as("what is behind the link")
                .isFalse();
    }

    @Test
    @Proves(Rule.W9)
    final void namesAreAsTheyAre() throws Exception {
        names(true);
    }

    @Test
    @Proves(value = Rule.W10, needs = Ability.RAW_NAMES)
    final void namesThatAreNoText() throws Exception {
        names(false);
    }

    private void names(boolean text) throws Exception {
        start();
        Disk disk = new Disk(root());
        int made = 0;
        for (NativeName name : Names.all()) {
            if (name.isUtf8() == text) {
                Path path;
                try {
                    disk.apply(Operation.of(Verb.WRITE, name, 1));
                    path = disk.path(name);
                } catch (IOException e) {
                    assertThat(name).as("not to be made here: %s", e).isNotEqualTo(NativeName.of("two words"));
                    continue; // no name on this system
                }
                made++;
                await(() -> name + " was not announced, but " + announcements(), () -> announcements()
                        .contains(path, CREATED));
            }
        }
        Assumptions.assumeTrue(made > 0, "this system has no such names");
    }

    @Test
    @Proves(Rule.W11)
    final void everyModification() throws Exception {
        Files.writeString(at("file"), "content");
        start();
        Player player = new Player(root(), true);
        NativeName file = NativeName.of("file");
        List<Operation> modifications = List.of(
                Operation.of(Verb.APPEND, file, 3),
                Operation.of(Verb.TRUNCATE, file, 4),
                Operation.of(Verb.SAVE, file, 20),
                Operation.of(Verb.TOUCH_BACK, file, 5));
        for (Operation modification : modifications) {
            if (abilities().whyNot(modification) == null) {
                announcements().forget();
                player.play(modification);
                await(() -> modification + " was not announced, but " + announcements(), () -> announcements()
                        .contains(at("file")));
            }
        }
        converge();
    }

    @Test
    @Proves(value = Rule.W12, needs = Ability.RENAME_PAIRS)
    final void pairs() throws Exception {
        Files.createDirectories(at("a/b"));
        Files.createFile(at("a/file"));
        start();
        Files.move(at("a/file"), at("a/b/other"));
        await(() -> "no pair, but " + announcements(), () -> announcements()
                .containsMove(at("a/file"), at("a/b/other")));
        Files.move(at("a/b"), at("c"));
        await(() -> "no pair, but " + announcements(), () -> announcements().containsMove(at("a/b"), at("c")));
    }

    @Test
    @Proves(value = Rule.W13, needs = Ability.LISTENER_MAY_THROW)
    final void aListenerThatThrows() throws Exception {
        start();
        AtomicBoolean thrown = new AtomicBoolean();
        announcements().onEach(() -> {
            if (!thrown.getAndSet(true)) {
                throw new IllegalStateException("the test throws");
            }
        });
        Files.createFile(at("first"));
        await(() -> "nothing was announced", thrown::get);
        Files.createFile(at("second"));
        expect("second", CREATED);
    }

    @Test
    @Proves(value = Rule.W14, needs = Ability.ROOT_RETURNS)
    final void theRootReturns() throws Exception {
        Files.createFile(at("old"));
        start();
        Disk.removeTree(root());
        expect("old", DELETED);
        Files.createDirectory(root());
        Files.createFile(at("new"));
        expect("new", CREATED);
    }
}
