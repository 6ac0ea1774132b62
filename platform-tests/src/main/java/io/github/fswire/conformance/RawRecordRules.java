package io.github.fswire.conformance;

import static io.github.fswire.raw.RawKind.ATTRIBUTES;
import static io.github.fswire.raw.RawKind.CLOSE_WRITE;
import static io.github.fswire.raw.RawKind.CREATED;
import static io.github.fswire.raw.RawKind.DELETED;
import static io.github.fswire.raw.RawKind.MODIFIED;
import static io.github.fswire.raw.RawKind.MOVED_FROM;
import static io.github.fswire.raw.RawKind.MOVED_TO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Names;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Verb;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the records of a backend have to keep to. */
abstract class RawRecordRules extends RawBackendSubject {
    @Test
    @Proves(Rule.R1)
    final void changesOfFiles() throws Exception {
        open().watch(root(), "root");
        make("file");
        expect(at("file"), CREATED);
        Files.writeString(at("file"), "content");
        expect(at("file"), MODIFIED, CLOSE_WRITE);
        if (abilities().has(Ability.TIMES)) {
            new Disk(root()).apply(Operation.of(Verb.TOUCH_BACK, NativeName.of("file"), 5));
            expect(at("file"), MODIFIED, ATTRIBUTES);
        }
        Files.delete(at("file"));
        expect(at("file"), DELETED);
        assertThat(recorder().failures()).isEmpty();
    }

    @Test
    @Proves(Rule.R2)
    final void changesOfDirectories() throws Exception {
        open().watch(root(), "root");
        Files.createDirectory(at("inner"));
        expect(at("inner"), CREATED);
        Files.delete(at("inner"));
        expect(at("inner"), DELETED);
    }

    @Test
    @Proves(Rule.R3)
    final void renames() throws Exception {
        make("old");
        RawBackend backend = backend();
        open().watch(root(), "root");
        Files.move(at("old"), at("new"));
        List<RawRecorder.Noted> noted = untilNow();
        RawRecorder.Noted from = find(noted, at("old"));
        RawRecorder.Noted to = find(noted, at("new"));
        if (backend.capabilities().renameCookies() && !from.isOverflow() && !to.isOverflow()) {
            assertThat(from.cookie()).as("cookie").isNotZero().isEqualTo(to.cookie());
        }
    }

    private static RawRecorder.Noted find(List<RawRecorder.Noted> noted, Path path) {
        return noted.stream()
                .filter(record -> record.tells(path, CREATED, DELETED, MOVED_FROM, MOVED_TO))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no record of " + path + ", but " + noted));
    }

    @Test
    @Proves(Rule.R4)
    final void attachments() throws Exception {
        Files.createDirectory(at("a"));
        Files.createDirectory(at("b"));
        RawSession session = open();
        Object ofA = new Object();
        RawWatch a = session.watch(at("a"), ofA);
        RawWatch b = session.watch(at("b"), null);
        make("a/file");
        make("b/file");
        List<RawRecorder.Noted> noted = untilNow();
        assertThat(noted).isNotEmpty();
        for (RawRecorder.Noted record : noted) {
            if (record.watch() != null) {
                boolean inA = Objects.requireNonNull(record.path()).startsWith(at("a"));
                assertThat(record.watch()).isSameAs(inA ? a : b);
                assertThat(record.attachment()).isSameAs(inA ? ofA : null);
            }
        }
        assertThat(a.attachment()).isSameAs(ofA);
        assertThat(a.path()).isEqualTo(NativeName.of(at("a")));
        assertThat(session.watchCount()).isEqualTo(2);
    }

    @Test
    @Proves(Rule.R5)
    final void coverage() throws Exception {
        Files.createDirectories(at("inner/deep"));
        open().watch(root(), "root");
        make("inner/deep/file");
        Files.createFile(workspace().outside().resolve("beside"));
        List<RawRecorder.Noted> noted = untilNow();
        boolean reported = noted.stream().anyMatch(record -> record.tells(at("inner/deep/file"), CREATED));
        if (noted.stream().noneMatch(RawRecorder.Noted::isOverflow)) { // which says nothing about what a watch covers
            assertThat(reported)
                    .as("%s", noted)
                    .isEqualTo(backend().capabilities().coverage() == RawCapabilities.Coverage.SUBTREE);
        }
        assertThat(noted)
                .allMatch(record -> record.path() == null || record.path().startsWith(root()));
    }

    @Test
    @Proves(Rule.R6)
    final void twoWatchesOfOneDirectory() throws Exception {
        RawSession session = open();
        session.watch(root(), "one");
        session.watch(root(), "two");
        make("file");
        List<RawRecorder.Noted> noted = untilNow();
        for (String attachment : List.of("one", "two")) {
            assertThat(noted)
                    .as(attachment)
                    .anyMatch(record -> record.tells(at("file"), CREATED)
                            && (record.watch() == null || attachment.equals(record.attachment())));
        }
    }

    @Test
    @Proves(Rule.R7)
    final void closedWatches() throws Exception {
        Files.createDirectory(at("a"));
        Files.createDirectory(at("b"));
        RawSession session = open();
        RawWatch closed = session.watch(at("a"), "a");
        RawWatch other = session.watch(at("b"), "b");
        closed.close();
        closed.close();
        assertThat(closed.isActive()).isFalse();
        assertThat(session.watchCount()).isEqualTo(1);
        untilNow();
        make("a/file");
        make("b/file");
        List<RawRecorder.Noted> noted = untilNow();
        assertThat(noted).anyMatch(record -> record.tells(at("b/file"), CREATED));
        assertThat(noted).noneMatch(record -> closed.equals(record.watch()));
        assertThat(other.isActive()).isTrue();
    }

    @Test
    @Proves(Rule.R8)
    final void refusals() throws Exception {
        RawSession session = open();
        make("file");
        assertThatThrownBy(() -> session.watch(at("nothing"), null)).isInstanceOf(RootGoneException.class);
        assertThatThrownBy(() -> session.watch(at("file"), null)).isInstanceOf(UnsupportedWatchException.class);
        assertThat(session.watchCount()).isZero();
    }

    @Test
    @Proves(Rule.R16)
    final void links() throws Exception {
        RawSession session = open();
        makeLink(at("link"), workspace().outside());
        assertThatThrownBy(() -> session.watch(at("link"), null)).isInstanceOf(UnsupportedWatchException.class);
        assertThat(session.watchCount()).isZero();
    }

    @Test
    @Proves(Rule.R17)
    final void identities() throws Exception {
        RawSession session = open();
        RawWatch one = session.watch(root(), "one");
        RawWatch again = session.watch(root(), "again");
        RawWatch other = session.watch(workspace().outside(), "other");
        assertThat(again.identity())
                .as("of the same directory")
                .isEqualTo(one.identity())
                .hasSameHashCodeAs(one.identity());
        assertThat(other.identity()).as("of another directory").isNotEqualTo(one.identity());
        Object before = one.identity();
        one.close();
        assertThat(one.identity()).as("of a closed watch").isEqualTo(before);
        assertThat(again.identity()).as("of the watch that is left").isEqualTo(before);
    }

    @Test
    @Proves(Rule.R18)
    final void theWatchesOfASession() throws Exception {
        RawSession session = open();
        assertThat(session.watches()).isEmpty();
        RawWatch one = session.watch(root(), "one");
        RawWatch again = session.watch(root(), "again");
        RawWatch other = session.watch(workspace().outside(), "other");
        assertThat(session.watches()).containsExactlyInAnyOrder(one, again, other);
        one.close();
        assertThat(session.watches()).containsExactlyInAnyOrder(again, other).hasSize(session.watchCount());
        again.close();
        other.close();
        assertThat(session.watches()).isEmpty();
    }

    @Test
    @Proves(value = Rule.R9, needs = Ability.ENDS_WATCHES)
    final void deletedDirectories() throws Exception {
        Files.createDirectory(at("gone"));
        RawSession session = open();
        RawWatch watch = session.watch(at("gone"), "gone");
        Files.delete(at("gone"));
        untilNow();
        assertThat(watch.isActive()).isFalse();
        assertThat(session.watchCount()).isZero();
    }

    @Test
    @Proves(Rule.R10)
    final void aHandlerThatThrows() throws Exception {
        open().watch(root(), "root");
        IllegalArgumentException thrown = new IllegalArgumentException("the test throws");
        recorder().onEach(event -> {
            throw thrown;
        });
        make("first");
        fence();
        make("second");
        expect(at("second"), CREATED);
        assertThat(recorder().failures()).isNotEmpty().contains(thrown);
    }

    @Test
    @Proves(Rule.R11)
    final void cursors() throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("fswire.checks"), "-Dfswire.checks=true is not given");
        AtomicReference<RawEvent> kept = new AtomicReference<>();
        open().watch(root(), "root");
        recorder().onEach(kept::set);
        make("file");
        fence();
        RawEvent event = Objects.requireNonNull(kept.get(), "no record");
        assertThatThrownBy(event::kinds).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(event::toName).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Proves(Rule.R12)
    final void names() throws Exception {
        open().watch(root(), "root");
        Disk disk = new Disk(root());
        List<Path> made = new ArrayList<>();
        for (NativeName name : Names.all()) {
            Operation operation = Operation.of(Verb.WRITE, name, 1);
            if (abilities().whyNot(operation) != null) {
                continue;
            }
            try {
                disk.apply(operation);
                made.add(disk.path(name));
            } catch (IOException e) {
                assertThat(name).as("not to be made here: %s", e).isNotEqualTo(NativeName.of("two words"));
            }
        }
        List<RawRecorder.Noted> noted = untilNow();
        for (Path path : made) {
            assertThat(noted).as("%s", path).anyMatch(record -> record.tells(path, CREATED));
        }
    }

    @Test
    @Proves(Rule.R13)
    final void callsInsideACallback() throws Exception {
        Path inner = Files.createDirectory(at("inner"));
        RawSession session = open();
        RawWatch first = session.watch(root(), "root");
        recorder().onEach(event -> {
            if (first.isActive()) {
                try {
                    session.watch(inner, "inner");
                    first.close();
                } catch (WatchException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        make("file");
        fence();
        make("inner/file");
        expect(at("inner/file"), CREATED);
        assertThat(first.isActive()).isFalse();
        assertThat(session.watchCount()).isEqualTo(1);
        assertThat(recorder().failures()).isEmpty();
    }

    @Test
    @Proves(Rule.R14)
    final void closedFiles() throws Exception {
        Assumptions.assumeTrue(backend().capabilities().writeClosed(), "the capabilities exclude it");
        open().watch(root(), "root");
        Files.writeString(at("file"), "content");
        expect(at("file"), CLOSE_WRITE);
    }

    @Test
    @Proves(Rule.R15)
    final void form() throws Exception {
        RawBackend backend = backend();
        assertThat(backend.name()).matches("[a-z][a-z0-9-]{0,30}");
        assertThat(backend.unavailableBecause()).isNull();
        assertThat(open().binding()).isNotBlank();
        assertThat(Stream.of(backend.getClass().getConstructors())).anyMatch(made -> made.getParameterCount() == 0);
    }
}
