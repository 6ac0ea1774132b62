package io.github.fswire.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.FsEvents;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** G3: nothing that FSEvents brings is lost without an overflow; and bugs that are planted there are found from any seed. */
class EventStoryTest {
    private static final int SEEDS = 1_000;

    @SuppressWarnings("TimeInStaticInitializer") // each run takes new ones
    private static final long FIRST =
            Long.getLong("fswire.firstSeed", Instant.now().toEpochMilli() * 1_000);

    private static LongStream seeds() {
        Long one = Long.getLong("fswire.seed");
        return one == null ? LongStream.range(FIRST, FIRST + SEEDS) : LongStream.of(one);
    }

    @Test
    void everythingIsHandedOutOrCovered() {
        System.out.println("EventStoryTest: -Dfswire.firstSeed=" + FIRST);
        seeds().forEach(seed -> {
            try {
                new EventStory(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dfswire.seed=" + seed, e);
            }
        });
    }

    /** Bugs that others have had. */
    enum Plant implements LongFunction<EventStory> {
        /** The root does not see what is lost above it. */
        MUST_SCAN_ABOVE_THE_ROOT_IGNORED {
            @Override
            public EventStory apply(long seed) {
                return new EventStory(seed) {
                    @Override
                    void decode(byte[] name, int length, int flags) {
                        if (Paths.isWithin(name, length, watch.canonical)) {
                            super.decode(name, length, flags);
                        }
                    }
                };
            }
        },
        /** What lies below a directory is not asked for. */
        MUST_SCAN_IS_AN_EVENT {
            @Override
            public EventStory apply(long seed) {
                return new EventStory(seed) {
                    @Override
                    void decode(byte[] name, int length, int flags) {
                        super.decode(name, length, flags & ~FsEvents.kFSEventStreamEventFlagMustScanSubDirs | 0x100);
                    }
                };
            }
        },
        DROPPED_EVENTS_IGNORED {
            @Override
            public EventStory apply(long seed) {
                return new EventStory(seed) {
                    @Override
                    void decode(byte[] name, int length, int flags) {
                        super.decode(name, length, flags & ~FsEvents.kFSEventStreamEventFlagUserDropped);
                    }
                };
            }
        },
        /** The ring has had no room, and nobody reports it. */
        FULL_RING_UNREPORTED {
            @Override
            public EventStory apply(long seed) {
                return new EventStory(seed) {
                    @Override
                    boolean takeLost() {
                        super.takeLost();
                        return false;
                    }
                };
            }
        },
        /** The latest id is asked for before the events up to it have been handed out. */
        NEWEST_ID_IS_SAFE {
            @Override
            public EventStory apply(long seed) {
                return new EventStory(seed) {
                    @Override
                    long safeId(long newest) {
                        return newest;
                    }
                };
            }
        },
        HISTORY_ENDS_WITH_ITS_FIRST_BATCH {
            @Override
            public EventStory apply(long seed) {
                return new EventStory(seed) {
                    @Override
                    boolean isHistoryDone() {
                        return ring.isEmpty();
                    }
                };
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlantedBugIsFound(Plant plant) {
        OptionalLong found = seeds().filter(seed -> isFound(plant.apply(seed))).findFirst();
        assertThat(found).isPresent();
    }

    private static boolean isFound(EventStory story) {
        try {
            story.run();
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }
}
