package io.github.fswire.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Abilities;
import io.github.fswire.conformance.Ability;
import io.github.fswire.conformance.Announcements;
import io.github.fswire.conformance.Announcements.Kind;
import io.github.fswire.conformance.Conformance;
import io.github.fswire.conformance.Rule;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A watcher that is broken in one place fails with the rule that it breaks. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class BrokenWatcherIT {
    /** Our own watcher, of which something is changed. */
    abstract static class Subject extends FileWatcherSubject {
        @Override
        protected Abilities abilities() {
            return Abilities.all()
                    .withPatience(Impatience.present()) // what it breaks never comes
                    .without(Ability.FENCE, "not of interest");
        }
    }

    static final class DropsEverySeventh extends Subject {
        private final AtomicInteger changes = new AtomicInteger();

        @Override
        void announce(Change change, Announcements announcements) {
            boolean fence = change.path().getFileName().toString().startsWith("fence"); // the kit waits for it
            if (fence || changes.incrementAndGet() % 7 != 0) {
                super.announce(change, announcements);
            }
        }
    }

    static final class MixesTheKinds extends Subject {
        @Override
        void announce(Change change, Announcements announcements) {
            announcements.announce(change.path(), Kind.CREATED);
        }
    }

    static final class AnnouncesNoDirectories extends Subject {
        @Override
        void announce(Change change, Announcements announcements) {
            if (change.type() != Change.Type.DIRECTORY) {
                super.announce(change, announcements);
            }
        }
    }

    static final class WatchesTheFirstLevel extends Subject {
        @Override
        WatchOptions.Builder options(WatchOptions.Builder options) {
            return options.depth(1);
        }
    }

    static final class ForgetsTheOldPath extends Subject {
        @Override
        void announce(Change change, Announcements announcements) {
            if (change.kind() == Change.Kind.MOVED) {
                announcements.announce(change.path(), Kind.CREATED);
            } else {
                super.announce(change, announcements);
            }
        }
    }

    static final class ForgetsDeletions extends Subject {
        @Override
        void announce(Change change, Announcements announcements) {
            if (change.kind() != Change.Kind.DELETED) {
                super.announce(change, announcements);
            }
        }
    }

    static final class AnnouncesTheStart extends Subject {
        @Override
        WatchOptions.Builder options(WatchOptions.Builder options) {
            return options.initial(true);
        }
    }

    static final class FollowsLinks extends Subject {
        @Override
        WatchOptions.Builder options(WatchOptions.Builder options) {
            return options.followLinks(true);
        }
    }

    static final class HasTextOnly extends Subject {
        @Override
        void announce(Change change, Announcements announcements) {
            if (change.kind() != Change.Kind.MOVED) {
                announcements.announce(
                        Path.of(change.path().toString()),
                        Kind.valueOf(change.kind().name()));
            }
        }
    }

    static final class OverlooksModifications extends Subject {
        @Override
        void announce(Change change, Announcements announcements) {
            if (change.kind() != Change.Kind.MODIFIED) {
                super.announce(change, announcements);
            }
        }
    }

    static final class SplitsMoves extends Subject {
        @Override
        void announce(Change change, Announcements announcements) {
            if (change.kind() == Change.Kind.MOVED) {
                announcements.announce(change.from(), Kind.DELETED);
                announcements.announce(change.path(), Kind.CREATED);
            } else {
                super.announce(change, announcements);
            }
        }
    }

    static final class EndsWithItsListener extends Subject {
        private final AtomicBoolean dead = new AtomicBoolean();

        @Override
        void announce(Change change, Announcements announcements) {
            if (!dead.get()) {
                try {
                    super.announce(change, announcements);
                } catch (IllegalStateException e) {
                    dead.set(true);
                }
            }
        }
    }

    static final class FencesTooEarly extends Subject {
        @Override
        WatchOptions.Builder options(WatchOptions.Builder options) {
            return options.quietPeriod(Duration.ofSeconds(1)).maxDelay(Duration.ofSeconds(2));
        }

        @Override
        protected boolean fence(AutoCloseable watcher) {
            return true;
        }

        @Override
        protected Abilities abilities() {
            return Abilities.all();
        }
    }

    /** Changes wait in a short queue, and what does not fit in is lost. */
    static final class LosesWhatIsTooMuch extends Subject {
        @Override
        ChangeListener listener(Announcements announcements) {
            BlockingQueue<Change> queue = new ArrayBlockingQueue<>(100);
            Thread thread = new Thread(() -> {
                try {
                    while (true) {
                        announce(queue.take(), announcements);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
            return batch -> batch.forEach(queue::offer);
        }
    }

    static final class ThrowsWhenClosedAgain extends Subject {
        @Override
        protected AutoCloseable start(Path root, Announcements announcements) throws IOException {
            AutoCloseable watcher = super.start(root, announcements);
            AtomicBoolean closed = new AtomicBoolean();
            return () -> {
                if (closed.getAndSet(true)) {
                    throw new IllegalStateException("closed already");
                }
                watcher.close();
            };
        }
    }

    static final class LeavesAThread extends Subject {
        @Override
        protected AutoCloseable start(Path root, Announcements announcements) throws IOException {
            Thread thread = new Thread(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
            return super.start(root, announcements);
        }
    }

    static final class DoesNotClose extends Subject {
        @Override
        protected AutoCloseable start(Path root, Announcements announcements) throws IOException {
            AutoCloseable watcher = super.start(root, announcements);
            assertThat(watcher).isNotNull();
            return () -> {};
        }
    }

    /** It waits for the callback in which it is called. */
    static final class WaitsForItself extends Subject {
        @Override
        protected AutoCloseable start(Path root, Announcements announcements) throws IOException {
            AutoCloseable watcher = super.start(root, announcements);
            Thread test = Thread.currentThread();
            return () -> {
                if (Thread.currentThread() != test
                        && Thread.currentThread().getName().startsWith("fswire-")) {
                    new CountDownLatch(1).await();
                }
                watcher.close();
            };
        }
    }

    static final class NeverStarts extends Subject {
        @Override
        protected AutoCloseable start(Path root, Announcements announcements) throws IOException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.start(root, announcements);
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(MixesTheKinds.class, Rule.W1, "MODIFIED"),
                Arguments.of(AnnouncesNoDirectories.class, Rule.W2, "CREATED"),
                Arguments.of(NeverStarts.class, Rule.W2, "the subject does not return"),
                Arguments.of(WatchesTheFirstLevel.class, Rule.W3, "later was not announced"),
                Arguments.of(ForgetsTheOldPath.class, Rule.W4, "DELETED"),
                Arguments.of(ForgetsDeletions.class, Rule.W6, "not on disk"),
                Arguments.of(AnnouncesTheStart.class, Rule.W7, "old was announced"),
                Arguments.of(FollowsLinks.class, Rule.W8, "Expecting empty but was: ["),
                Arguments.of(HasTextOnly.class, Rule.W10, "was not announced"),
                Arguments.of(OverlooksModifications.class, Rule.W11, "was not announced"),
                Arguments.of(SplitsMoves.class, Rule.W12, "no pair"),
                Arguments.of(EndsWithItsListener.class, Rule.W13, "second"),
                Arguments.of(FencesTooEarly.class, Rule.F1, "after a fence"),
                Arguments.of(DropsEverySeventh.class, Rule.G2, "differ"),
                Arguments.of(DropsEverySeventh.class, Rule.G3, "differ"),
                Arguments.of(ForgetsDeletions.class, Rule.G4, "not on disk"),
                Arguments.of(LosesWhatIsTooMuch.class, Rule.O1, "entries differ"),
                Arguments.of(ThrowsWhenClosedAgain.class, Rule.C4, "closed already"),
                Arguments.of(LeavesAThread.class, Rule.C5, "still there"),
                Arguments.of(DoesNotClose.class, Rule.C6, "announcements after close"),
                Arguments.of(WaitsForItself.class, Rule.C7, "close has not returned"));
    }

    @ParameterizedTest(name = "{0} breaks {1}")
    @MethodSource("broken")
    void itFailsWithItsRule(Class<? extends Conformance> subject, Rule rule, String message) {
        Impatience.assertBroken(subject, rule, message);
    }

    @Test
    void aCallThatNeverReturnsIsNamed() {
        assertThat(Verdict.on(NeverStarts.class, Rule.W1).broken().get(Rule.W1))
                .contains("the subject does not return")
                .contains("NeverStarts.start");
    }

    @Test
    void theReportHasEveryRule() throws IOException {
        assertThat(Verdict.on(SplitsMoves.class, Rule.W12, Rule.F1).broken()).containsOnlyKeys(Rule.W12);
        String name = SplitsMoves.class.getName();
        Path directory = Path.of(System.getProperty("fswire.conformance", "target/conformance"));
        String report = Files.readString(directory.resolve(name + ".txt"));
        assertThat(report)
                .startsWith(name + ": 0 rules hold, 1 are broken, 23 were not run\n")
                .contains("W2   not run  " + Rule.W2.sentence() + "\n              not selected\n")
                .contains("W12  BROKEN   " + Rule.W12.sentence() + "\n              no pair, but [")
                .contains("F1   not run  " + Rule.F1.sentence() + "\n              not of interest\n");
    }
}
