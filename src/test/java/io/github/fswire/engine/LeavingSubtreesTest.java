package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A directory changes while nobody can inspect it, because a directory above it cannot be opened, and then leaves that one. On a
 * simulated kernel.
 *
 * <p>In the root are {@code d/e/x/y} and {@code o}. The queue overflows, so everything is to be inspected, and then a file is
 * created in {@code y}.
 */
class LeavingSubtreesTest {
    private static final long POLL = 5000 * Stage.MS;

    /** What becomes of the event of the new file. */
    enum Event {
        /** It is in the queue that overflows. */
        LOST,
        /** Everything below {@code e} is to be inspected in the same cycle. */
        SWALLOWED,
        ALONE
    }

    /** What makes {@code e} impossible to inspect. */
    enum Obstacle {
        /** The directory above it can be listed, but not searched. */
        ABOVE_NOT_SEARCHABLE(0444),
        ABOVE_FORBIDDEN(0),
        UNREADABLE(0311),
        NOT_SEARCHABLE(0444),
        FORBIDDEN(0);

        final int permissions;

        Obstacle(int permissions) {
            this.permissions = permissions;
        }

        boolean isAbove() {
            return this == ABOVE_NOT_SEARCHABLE || this == ABOVE_FORBIDDEN;
        }
    }

    /** How {@code y} leaves the subtree. */
    enum Departure {
        MOVED,
        MOVED_TWICE,
        MOVED_BELOW_WHAT_IS_NEW,
        PARENT_MOVED,
        GRANDPARENT_MOVED,
        GRANDPARENT_REMOVED,
        EVERYTHING_REMOVED,
        EVERYTHING_REPLACED,
        OUT_AND_IN,
        EXCHANGED,
        STAYS
    }

    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());
    private final SimulatedMirror mirror = new SimulatedMirror(disk, line -> {}, () -> {});

    private Inode d = root;
    private Inode e = root;
    private Inode x = root;
    private Inode y = root;
    private Inode o = root;

    @BeforeEach
    void start() throws Exception {
        d = stage.makeDirectory(root, "d");
        e = stage.makeDirectory(d, "e");
        x = stage.makeDirectory(e, "x");
        y = stage.makeDirectory(x, "y");
        o = stage.makeDirectory(root, "o");
        disk.now += 10_000 * Stage.MS;
        stage.kernel.hasOpenat2 = false; // it opens what is below of a directory that can be searched and not read
        mirror.copy(path -> true);
        stage.audience = mirror;
        stage.start(options -> options.pollInterval(Duration.ofNanos(POLL)));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void overflow(Runnable change) {
        disk.queueLimit = 1;
        disk.create(root, "overflow", SimulatedDisk.FILE);
        disk.remove(root, "overflow");
        change.run();
        disk.queueLimit = Integer.MAX_VALUE;
    }

    private void chmod(Obstacle obstacle, int permissions) {
        if (obstacle.isAbove()) {
            disk.chmod(root, "d", permissions);
        } else {
            disk.chmod(d, "e", permissions);
        }
    }

    private void leave(Departure departure) {
        switch (departure) {
            case MOVED -> disk.rename(x, "y", o, "y");
            case MOVED_TWICE -> {
                disk.rename(x, "y", root, "y");
                stage.pass(100);
                disk.rename(root, "y", o, "z");
            }
            case MOVED_BELOW_WHAT_IS_NEW -> disk.rename(x, "y", stage.makeDirectory(o, "n"), "y");
            case PARENT_MOVED -> disk.rename(e, "x", o, "x");
            case GRANDPARENT_MOVED -> disk.rename(d, "e", o, "e");
            case GRANDPARENT_REMOVED -> {
                disk.rename(x, "y", o, "y");
                disk.remove(d, "e");
            }
            case EVERYTHING_REMOVED -> {
                disk.rename(x, "y", o, "y");
                disk.remove(root, "d");
            }
            case EVERYTHING_REPLACED -> {
                disk.rename(x, "y", o, "y");
                disk.remove(root, "d");
                stage.makeDirectory(stage.makeDirectory(stage.makeDirectory(root, "d"), "e"), "x");
            }
            case OUT_AND_IN -> {
                disk.rename(x, "y", disk.outside, "y");
                disk.rename(disk.outside, "y", o, "y");
            }
            case EXCHANGED -> {
                stage.makeDirectory(o, "p");
                disk.exchange(x, "y", o, "p");
            }
            case STAYS -> {
                // it is inspected with e
            }
        }
    }

    static Stream<Arguments> all() {
        return Stream.of(Obstacle.values()).flatMap(obstacle -> Stream.of(Departure.values())
                .flatMap(departure -> Stream.of(Event.values()).flatMap(event -> Stream.of(true, false)
                        .map(poll -> Arguments.of(obstacle, departure, event, poll)))));
    }

    /** The departure is inspected in the same cycle as what is degraded if {@code poll}, else before that. */
    @ParameterizedTest
    @MethodSource("all")
    void whatChangedUnseenIsInspectedWhereverItIs(Obstacle obstacle, Departure departure, Event event, boolean poll) {
        Runnable change = () -> disk.create(y, "f", SimulatedDisk.FILE);
        chmod(obstacle, obstacle.permissions);
        overflow(event == Event.LOST ? change : () -> {});
        stage.pass(200);
        if (event != Event.LOST) {
            change.run();
        }
        disk.now += event == Event.SWALLOWED ? POLL : 0;
        stage.pass(200);
        assertThat(mirror.shown()).isNotEqualTo(SimulatedMirror.of(disk, List.of(SimulatedMirror.ROOT)));
        chmod(obstacle, SimulatedDisk.OPEN);
        leave(departure);
        disk.now += poll ? POLL : 0;
        stage.pass(60_000);
        assertThat(mirror.shown()).isEqualTo(SimulatedMirror.of(disk, List.of(SimulatedMirror.ROOT)));
        assertThat(stage.statistics().degraded()).isZero();
        assertThat(stage.errors).isEmpty();
    }
}
