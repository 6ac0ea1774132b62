package io.github.fswire.conformance;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the keys of a service have to keep to. */
abstract class WatchKeyRules extends WatchServiceSubject {
    private static final List<String> NAMES = List.of(
            "two words",
            " ",
            "\u00FCber",
            "u\u0308ber",
            "\u65E5\u672C",
            "\uD83D\uDE00",
            "-rf",
            "*[a]?{b}",
            "back\\slash",
            "line\nbreak",
            "...",
            "n".repeat(255));

    @Test
    @Proves(Rule.K1)
    final void kindsAndContexts() throws IOException {
        WatchKey key = watch(root());
        Path file = root().resolve("file");
        Files.createFile(file);
        expect(key, ENTRY_CREATE, "file");
        reader().forget();
        Files.writeString(file, "content");
        expect(key, ENTRY_MODIFY, "file");
        Files.delete(file);
        expect(key, ENTRY_DELETE, "file");
        settle(key, root());
        assertThat(reader().has(key, ENTRY_CREATE, "file")).as("created again").isFalse();
    }

    @Test
    @Proves(Rule.K2)
    final void directoriesAreEntries() throws IOException {
        WatchKey key = watch(root());
        Path inner = directory("inner");
        expect(key, ENTRY_CREATE, "inner");
        Files.delete(inner);
        expect(key, ENTRY_DELETE, "inner");
    }

    @Test
    @Proves(Rule.K3)
    final void onlyTheKindsThatWereAskedFor() throws IOException {
        Path created = directory("created");
        Path deleted = directory("deleted");
        WatchKey ofCreated = watch(created, List.of(ENTRY_CREATE));
        for (String name : List.of("file", "fence")) {
            Files.writeString(deleted.resolve(name), "content");
        }
        WatchKey ofDeleted = watch(deleted, List.of(ENTRY_DELETE));
        Files.writeString(created.resolve("file"), "content");
        expect(ofCreated, ENTRY_CREATE, "file");
        Files.writeString(created.resolve("file"), "other content");
        Files.delete(created.resolve("file"));
        settle(ofCreated, created);
        assertThat(reader().of(ofCreated)).allMatch(event -> event.kind() == ENTRY_CREATE || event.kind() == OVERFLOW);
        Files.createFile(deleted.resolve("new"));
        for (String name : List.of("file", "fence")) {
            reader().drain();
            Files.delete(deleted.resolve(name));
            expect(ofDeleted, ENTRY_DELETE, name);
        }
        assertThat(reader().of(ofDeleted)).allMatch(event -> event.kind() == ENTRY_DELETE || event.kind() == OVERFLOW);
    }

    @Test
    @Proves(Rule.K4)
    final void onlyDirectEntries() throws IOException {
        Path inner = directory("inner");
        WatchKey key = watch(root());
        Files.createFile(inner.resolve("deep"));
        Files.createFile(workspace().outside().resolve("beside"));
        settle(key, root());
        assertThat(reader().has(key, "deep"))
                .as("an event for what is in a directory below")
                .isFalse();
        assertThat(reader().has(key, "beside"))
                .as("an event for what is in another directory")
                .isFalse();
        assertThat(reader().of(key)).noneMatch(event -> event.name()
                .contains("inner" + inner.getFileSystem().getSeparator()));
    }

    @Test
    @Proves(Rule.K5)
    final void aKeyForEachDirectory() throws IOException {
        Path one = directory("one");
        Path two = directory("two");
        WatchKey ofOne = watch(one);
        WatchKey ofTwo = watch(two);
        assertThat(ofOne).isNotEqualTo(ofTwo);
        assertThat(ofOne.watchable()).isEqualTo(path(one));
        assertThat(ofTwo.watchable()).isEqualTo(path(two));
        Files.createFile(one.resolve("a"));
        Files.createFile(two.resolve("b"));
        expect(ofOne, ENTRY_CREATE, "a");
        expect(ofTwo, ENTRY_CREATE, "b");
        assertThat(reader().has(ofOne, "b")).isFalse();
        assertThat(reader().has(ofTwo, "a")).isFalse();
    }

    @Test
    @Proves(Rule.K6)
    final void anotherRegistrationReplacesTheKinds() throws IOException {
        WatchKey key = watch(root(), List.of(ENTRY_DELETE));
        assertThat(watch(root(), List.of(ENTRY_CREATE))).isEqualTo(key);
        Files.createFile(root().resolve("file"));
        expect(key, ENTRY_CREATE, "file");
        Files.delete(root().resolve("file"));
        settle(key, root());
        assertThat(reader().has(key, ENTRY_DELETE, "file"))
                .as("an event of the old kind")
                .isFalse();
        assertThat(key.isValid()).isTrue();
    }

    @Test
    @Proves(Rule.K7)
    final void aSignalledKeyIsHandedOutOnce() throws IOException {
        WatchKey key = watch(root());
        Files.createFile(root().resolve("first"));
        await(() -> "no key is signalled", () -> key.equals(service().poll()));
        for (String name : List.of("second", "third")) {
            Files.createFile(root().resolve(name));
            await(() -> name + " has not come to the signalled key, but " + reader(), () -> {
                assertThat(service().poll()).as("a key that was not reset").isNull();
                reader().take(key);
                return reader().has(key, ENTRY_CREATE, name);
            });
        }
        assertThat(service().poll()).as("a key that was not reset").isNull();
    }

    @Test
    @Proves(Rule.K8)
    final void whatHappensMeanwhileIsKept() throws IOException {
        WatchKey key = watch(root());
        Files.createFile(root().resolve("first"));
        await(() -> "no key is signalled", () -> key.equals(service().poll()));
        await(() -> "first has not come", () -> {
            reader().take(key);
            return reader().has(key, ENTRY_CREATE, "first");
        });
        for (String name : List.of("second", "third")) {
            Files.createFile(root().resolve(name));
        }
        assertThat(key.reset()).isTrue();
        expect(key, ENTRY_CREATE, "second");
        expect(key, ENTRY_CREATE, "third");
    }

    @Test
    @Proves(Rule.K9)
    final void everyEventIsReturnedOnce() throws IOException {
        WatchKey key = watch(root());
        for (int i = 0; i < 20; i++) {
            Files.createFile(root().resolve("file" + i));
        }
        settle(key, root());
        int least = reader().overflows(key) == 0 ? 1 : 0; // what was lost is not returned
        for (int i = 0; i < 20; i++) {
            String name = "file" + i;
            assertThat(reader().of(key).stream()
                            .filter(event ->
                                    event.kind() == ENTRY_CREATE && event.name().equals(name)))
                    .as(name)
                    .hasSizeBetween(least, 1);
        }
    }

    @Test
    @Proves(Rule.K10)
    final void formOfAnEvent() throws IOException {
        WatchKey key = watch(root());
        for (int i = 0; i < 10; i++) {
            Files.writeString(root().resolve("file"), "x".repeat(i));
        }
        Files.createFile(root().resolve("last"));
        List<WatchEvent<?>> events = new ArrayList<>();
        await(() -> "last has not come, but " + reader(), () -> {
            WatchKey signalled = service().poll();
            if (signalled != null) {
                events.addAll(signalled.pollEvents());
                signalled.reset();
            }
            return events.stream().anyMatch(event -> "last".equals(String.valueOf(event.context())));
        });
        assertThat(key.isValid()).isTrue();
        for (WatchEvent<?> event : events) {
            assertThat(event.count()).as("count of %s", event.kind()).isPositive();
            if (event.kind() != OVERFLOW) {
                assertThat(event.context()).isInstanceOf(Path.class);
                Path context = (Path) Objects.requireNonNull(event.context());
                assertThat(context.isAbsolute()).as("%s is absolute", context).isFalse();
                assertThat(context.getNameCount()).isEqualTo(1);
                assertThat(event.kind().type()).isEqualTo(Path.class);
                assertThat(((Path) key.watchable()).resolve(context).getFileName())
                        .isEqualTo(context);
            }
        }
    }

    @Test
    @Proves(Rule.K11)
    final void aCancelledKeyIsOver() throws IOException {
        Path one = directory("one");
        Path two = directory("two");
        WatchKey cancelled = watch(one);
        WatchKey other = watch(two);
        cancelled.cancel();
        assertThat(cancelled.isValid()).isFalse();
        assertThat(cancelled.reset()).isFalse();
        cancelled.cancel();
        Files.createFile(one.resolve("late"));
        settle(other, two);
        assertThat(reader().has(cancelled, "late")).as("an event after cancel").isFalse();
        assertThat(cancelled.pollEvents()).isEmpty();
        assertThat(cancelled.isValid()).isFalse();
        assertThat(other.isValid()).isTrue();
    }

    @Test
    @Proves(Rule.K12)
    final void aCancelledDirectoryCanBeRegisteredAgain() throws IOException {
        WatchKey first = watch(root());
        first.cancel();
        WatchKey second = watch(root());
        assertThat(second.isValid()).isTrue();
        Files.createFile(root().resolve("file"));
        expect(second, ENTRY_CREATE, "file");
        assertThat(first.isValid()).as("the cancelled key").isFalse();
    }

    @Test
    @Proves(Rule.K13)
    final void theKeyOfADeletedDirectoryBecomesInvalid() throws IOException {
        Path gone = directory("gone");
        Files.createFile(gone.resolve("file"));
        WatchKey key = watch(gone);
        Disk.removeTree(gone);
        await(() -> "the key is valid still", () -> {
            reader().drain();
            return !key.isValid();
        });
        assertThat(key.reset()).isFalse();
    }

    @Test
    @Proves(Rule.K14)
    final void aDirectoryThatIsMadeAgainCanBeRegisteredAgain() throws IOException {
        Path again = directory("again");
        watch(again);
        for (int i = 0; i < 5; i++) {
            Disk.removeTree(again);
            await(() -> again + " is still there", () -> isMade(again)); // on Windows until nobody has it open
            WatchKey key = watch(again);
            Files.createFile(again.resolve("file" + i));
            expect(key, ENTRY_CREATE, "file" + i);
            assertThat(key.isValid()).isTrue();
        }
    }

    private static boolean isMade(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException | AccessDeniedException e) {
            return false;
        }
    }

    @Test
    @Proves(value = Rule.K15, needs = Ability.FOLLOWS_LINKS)
    final void aLinkIsFollowed() throws IOException {
        Path target = directory("target");
        Path link = root().resolve("link");
        makeLink(link, target);
        WatchKey key = watch(link);
        Files.createFile(target.resolve("file"));
        expect(key, ENTRY_CREATE, "file");
    }

    @Test
    @Proves(Rule.K16)
    final void aRenameIsADeletionAndACreation() throws IOException {
        Files.createFile(root().resolve("old"));
        WatchKey key = watch(root());
        Files.move(root().resolve("old"), root().resolve("new"));
        expect(key, ENTRY_DELETE, "old");
        expect(key, ENTRY_CREATE, "new");
        Files.move(root().resolve("new"), workspace().outside().resolve("away"));
        expect(key, ENTRY_DELETE, "new");
        Files.move(workspace().outside().resolve("away"), root().resolve("back"));
        expect(key, ENTRY_CREATE, "back");
    }

    @Test
    @Proves(Rule.K17)
    final void namesAreAsTheyAre() throws IOException {
        WatchKey key = watch(root());
        List<String> made = new ArrayList<>();
        for (String name : NAMES) {
            try {
                Files.createFile(root().resolve(name));
                made.add(name);
            } catch (IOException | java.nio.file.InvalidPathException e) {
                assertThat(name).as("not to be made here: %s", e).isNotEqualTo("two words");
            }
        }
        for (String name : made) {
            expect(key, ENTRY_CREATE, name);
        }
    }
}
