package io.github.fswire.engine;

import io.github.fswire.engine.Simulation.Kernel;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import io.github.fswire.watch.ChangeListener;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A bug planted at a seam of the watcher, which a simulation must find. */
enum Plant {
    NONE,

    /** No bug, but files are also written through descriptors without a name. */
    NAMELESS_DESCRIPTORS {
        @Override
        boolean hasNameless() {
            return true;
        }
    },

    /** No bug, but not the whole tree is watched. */
    LIMITS {
        @Override
        boolean hasLimits() {
            return true;
        }
    },

    /** An inspection never comes to its end. */
    ENDLESS_INSPECTION {
        @Override
        Scanner scanner(Scanner scanner) {
            return new ForwardingScanner(scanner) {
                @Override
                public int inspect(int directory, byte[] name, int length, EntryStat stat) {
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    return super.inspect(directory, name, length, stat);
                }
            };
        }
    },

    /** A directory is listed before it is watched: what is created in between is missed. */
    LIST_BEFORE_WATCH(Kernel.LINUX) {
        @Override
        Scanner scanner(Scanner scanner) {
            return new PlantedScanners.Eager(scanner);
        }
    },

    /** The first overflow is not passed on. */
    FIRST_OVERFLOW_DROPPED(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.WithoutOverflow(handler, true);
        }
    },

    /** Linux: what has no descriptor is dropped before its mask is tested. Windows: a completion of no bytes is nothing. */
    EVERY_OVERFLOW_DROPPED(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.WithoutOverflow(handler, false);
        }
    },

    /** After an overflow no further read is begun. */
    NOT_READ_AGAIN_AFTER_OVERFLOW(Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.DeafAfterOverflow(handler);
        }
    },

    /** The old name at the end of one buffer is not known any more when the new one comes in the next. */
    RENAMES_WITHIN_ONE_BUFFER(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.PairsWithinABatch(handler);
        }
    },

    /** Only the new name of a rename is inspected. */
    OLD_NAMES_IGNORED(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.Without(handler, event -> RawKind.MOVED_FROM.in(event.kinds()));
        }
    },

    /** What the kernel reported of an entry is forgotten: the entry is only inspected. */
    FLAGS_LOST(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.Altered(handler, RawKind.MODIFIED, RawKind.ATTRIBUTES, RawKind.CREATED);
        }
    },

    /** Changes of attributes are not reported. */
    ATTRIBUTES_IGNORED(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.Without(handler, event -> RawKind.ATTRIBUTES.in(event.kinds()));
        }
    },

    /** What happens to a watched directory itself is not reported. */
    SELF_IGNORED(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        boolean needsLivingRoot() {
            return true;
        }

        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.Without(handler, event -> event.nameLength() == 0);
        }
    },

    /** The end of a watch is not reported. */
    ENDED_WATCH_IGNORED(Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.Without(handler, event -> RawKind.WATCH_ENDED.in(event.kinds()));
        }
    },

    /** What is below a directory that was renamed is searched under its old path. */
    OLD_PATHS(Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.OldPaths(handler);
        }
    },

    /** A reader that ends is not noticed. */
    END_OF_READER_IGNORED(Kernel.LINUX) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new PlantedHandlers.WithoutEnd(handler);
        }
    },

    /** A directory that is watched already keeps its first attachment when it is registered anew. */
    FORGOTTEN_REBIND(Kernel.LINUX) {
        @Override
        RawSession session(RawSession session, RawEventHandler handler, Function<String, @Nullable Object> inodeOf) {
            return new PlantedSessions.FirstAttachments(session, inodeOf);
        }
    },

    /** A watch whose end was swallowed by an overflow is kept. */
    DEAD_WATCH_KEPT(Kernel.LINUX) {
        @Override
        RawSession session(RawSession session, RawEventHandler handler, Function<String, @Nullable Object> inodeOf) {
            return new PlantedSessions.KeptWatches(session);
        }
    },

    /** What cannot be watched counts as watched. */
    UNWATCHED_IS_WATCHED(Kernel.LINUX) {
        @Override
        RawSession session(RawSession session, RawEventHandler handler, Function<String, @Nullable Object> inodeOf) {
            return new PlantedSessions.Boundless(session);
        }
    },

    /** A fence passes before what is in the kernel's queue. */
    FENCE_OVERTAKES(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        RawSession session(RawSession session, RawEventHandler handler, Function<String, @Nullable Object> inodeOf) {
            return new PlantedSessions.QuickFences(session, handler);
        }
    },

    /** A fence passes with the cycle that took it, whatever that cycle has put back. */
    FENCE_BEFORE_WHAT_IS_PUT_BACK(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        RawEventHandler handler(RawEventHandler handler) {
            return new ForwardingHandler(handler) {
                @Override
                public void onFence(Object token) {
                    super.onFence(token);
                    if (token instanceof WatchLoop.Fence fence) {
                        fence.complete(true);
                    }
                }
            };
        }
    },

    /** A batch that the listener has not accepted is followed by the next one. */
    REFUSED_BATCH_LOST(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        ChangeListener listener(ChangeListener listener) {
            return batch -> {
                try {
                    listener.onBatch(batch);
                } catch (IOException e) {
                    // lost
                }
            };
        }
    },

    /** Times are compared with {@code <}: what has become older counts as unchanged. */
    OLDER_IS_UNCHANGED(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        Scanner scanner(Scanner scanner) {
            return new PlantedScanners.Newest(scanner);
        }
    },

    /** No entry is inspected again because its time stamp may be shared by a later change. */
    NO_RACY_CHECK(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        Scanner scanner(Scanner scanner) {
            return new ForwardingScanner(scanner) {
                @Override
                public long timestampGranularityNanos(int directory) {
                    return 0;
                }
            };
        }
    },

    /** The other names of a file are not known. */
    NO_HARD_LINKS(Kernel.LINUX) {
        @Override
        boolean needsLinks() {
            return true;
        }

        @Override
        Scanner scanner(Scanner scanner) {
            return new PlantedScanners.Altered(scanner, stat -> stat.links = 1);
        }
    },

    /** Files that may be written through a descriptor without a name have no watch of their own. */
    NAMELESS_DESCRIPTORS_IGNORED(Kernel.LINUX, Kernel.MULTIGRAIN) {
        @Override
        boolean hasNameless() {
            return true;
        }

        @Override
        RawSession session(RawSession session, RawEventHandler handler, Function<String, @Nullable Object> inodeOf) {
            return new PlantedSessions.DirectoriesOnly(session);
        }
    },

    /** A root that is gone and back is the one that was there. */
    ROOTS_STAY_THE_SAME(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        boolean needsLivingRoot() {
            return true;
        }

        @Override
        Scanner scanner(Scanner scanner) {
            return new PlantedScanners.SameRoot(scanner);
        }
    },

    /** A listing that failed half-way counts as whole. */
    HALF_A_LISTING(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        Scanner scanner(Scanner scanner) {
            return new ForwardingScanner(scanner) {
                @Override
                public int list(int directory, ListingSink sink) {
                    return Math.max(0, super.list(directory, sink));
                }
            };
        }
    },

    /** What cannot be inspected is gone. */
    UNREADABLE_IS_GONE(Kernel.LINUX, Kernel.WINDOWS) {
        @Override
        Scanner scanner(Scanner scanner) {
            return new ForwardingScanner(scanner) {
                @Override
                public int inspect(int directory, byte[] name, int length, EntryStat stat) {
                    return super.inspect(directory, name, length, stat) < 0 ? Scanner.GONE : 0;
                }
            };
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<Kernel> kernels;

    Plant(Kernel... kernels) {
        this.kernels = List.of(kernels);
    }

    /** Those on which a simulation must find it. */
    List<Kernel> kernels() {
        return kernels;
    }

    /** Whether it can only be found where files have several names. */
    boolean needsLinks() {
        return false;
    }

    /** Whether not the whole tree is watched. */
    boolean hasLimits() {
        return false;
    }

    /** Whether files are also written through descriptors without a name. */
    boolean hasNameless() {
        return false;
    }

    /** Whether it can only be found where something becomes of the root. */
    boolean needsLivingRoot() {
        return false;
    }

    Scanner scanner(Scanner scanner) {
        return scanner;
    }

    RawEventHandler handler(RawEventHandler handler) {
        return handler;
    }

    RawSession session(RawSession session, RawEventHandler handler, Function<String, @Nullable Object> inodeOf) {
        return session;
    }

    ChangeListener listener(ChangeListener listener) {
        return listener;
    }

    /** Puts itself between a backend and the engine; {@code inodeOf} returns what is at a path. */
    RawBackend backend(RawBackend backend, Function<String, @Nullable Object> inodeOf) {
        return new Planted(this, backend, inodeOf);
    }

    private record Planted(Plant plant, RawBackend backend, Function<String, @Nullable Object> inodeOf)
            implements RawBackend {
        @Override
        public String name() {
            return backend.name();
        }

        @Override
        public RawCapabilities capabilities() {
            return backend.capabilities();
        }

        @Override
        public @Nullable String unavailableBecause() {
            return null;
        }

        @Override
        public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
            return plant.session(backend.open(plant.handler(handler), options), handler, inodeOf);
        }
    }
}
