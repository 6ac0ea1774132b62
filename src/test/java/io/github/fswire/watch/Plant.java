package io.github.fswire.watch;

import io.github.fswire.linux.SimulatedKernel;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bug planted at a seam of the watcher, which a simulation must find. */
enum Plant {
    NONE,

    /** A directory is listed before it is watched: what is created in between is missed. */
    LIST_BEFORE_WATCH {
        @Override
        Scanner scanner(Scanner scanner) {
            return new EagerScanner(scanner);
        }
    },

    /** The first overflow is not passed on. */
    DROPPED_OVERFLOW {
        @Override
        RawBackend backend(RawBackend backend, SimulatedKernel kernel) {
            return new Wrapped(backend, kernel, false);
        }
    },

    /** A directory that is watched already keeps its first attachment when it is registered anew. */
    FORGOTTEN_REBIND {
        @Override
        RawBackend backend(RawBackend backend, SimulatedKernel kernel) {
            return new Wrapped(backend, kernel, true);
        }
    },

    /** Times are compared with {@code <}: what has become older counts as unchanged. */
    OLDER_IS_UNCHANGED {
        @Override
        Scanner scanner(Scanner scanner) {
            return new NewestScanner(scanner);
        }
    },

    /** No entry is looked at again because its time stamp may be shared by a later change. */
    NO_RACY_CHECK {
        @Override
        Scanner scanner(Scanner scanner) {
            return new ForwardingScanner(scanner) {
                @Override
                public long timestampGranularityNanos(int directory) {
                    return 0;
                }
            };
        }
    };

    Scanner scanner(Scanner scanner) {
        return scanner;
    }

    RawBackend backend(RawBackend backend, SimulatedKernel kernel) {
        return backend;
    }

    private record Listed(NativeName name, EntryStat stat) {}

    private static final class EagerScanner extends ForwardingScanner {
        private final Map<Integer, List<Listed>> listings = new HashMap<>();
        private final Map<Integer, Integer> results = new HashMap<>();

        EagerScanner(Scanner scanner) {
            super(scanner);
        }

        @Override
        public int openRoot(NativeName path) {
            return listed(super.openRoot(path));
        }

        @Override
        public int open(int directory, byte[] name, int length) {
            return listed(super.open(directory, name, length));
        }

        private int listed(int handle) {
            if (handle >= 0) {
                List<Listed> all = new ArrayList<>();
                listings.put(handle, all);
                results.put(handle, super.list(handle, new ListingSink() {
                    @Override
                    public boolean wants(byte[] name, int length) {
                        return true;
                    }

                    @Override
                    public void entry(byte[] name, int length, EntryStat stat) {
                        all.add(new Listed(NativeName.of(name, 0, length), copy(stat)));
                    }
                }));
            }
            return handle;
        }

        @Override
        public int list(int directory, ListingSink sink) {
            for (Listed entry : listings.getOrDefault(directory, List.of())) {
                byte[] name = entry.name.toBytes();
                if (sink.wants(name, name.length)) {
                    sink.entry(name, name.length, entry.stat);
                }
            }
            return results.getOrDefault(directory, 0);
        }
    }

    private static final class NewestScanner extends ForwardingScanner {
        private final Map<List<Long>, EntryStat> newest = new HashMap<>();

        NewestScanner(Scanner scanner) {
            super(scanner);
        }

        @Override
        public int list(int directory, ListingSink sink) {
            return super.list(directory, new ListingSink() {
                @Override
                public boolean wants(byte[] name, int length) {
                    return sink.wants(name, length);
                }

                @Override
                public void entry(byte[] name, int length, EntryStat stat) {
                    sink.entry(name, length, newest(stat));
                }
            });
        }

        @Override
        public int look(int directory, byte[] name, int length, EntryStat stat) {
            int result = super.look(directory, name, length, stat);
            if (result == 0) {
                assign(newest(stat), stat);
            }
            return result;
        }

        private EntryStat newest(EntryStat stat) {
            if (!stat.complete) {
                return stat;
            }
            return newest.merge(
                    List.of(stat.inode, stat.birthNanos),
                    copy(stat),
                    (old, now) -> old.modifiedNanos < now.modifiedNanos ? now : old);
        }
    }

    private static EntryStat copy(EntryStat stat) {
        EntryStat copy = new EntryStat();
        assign(stat, copy);
        return copy;
    }

    private static void assign(EntryStat from, EntryStat to) {
        try {
            for (Field field : EntryStat.class.getFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.set(to, field.get(from));
                }
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Forgets to bind anew, or else drops the first overflow. */
    private record Wrapped(RawBackend backend, SimulatedKernel kernel, boolean keepsFirst) implements RawBackend {
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
            return keepsFirst
                    ? new FirstAttachments(backend.open(handler, options), kernel)
                    : backend.open(new DeafOnce(handler), options);
        }
    }

    private static final class FirstAttachments implements RawSession {
        private final RawSession session;
        private final SimulatedKernel kernel;
        private final Map<Object, RawWatch> first = new HashMap<>();

        FirstAttachments(RawSession session, SimulatedKernel kernel) {
            this.session = session;
            this.kernel = kernel;
        }

        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
            Object inode = kernel.inodeOf(directory.toString());
            RawWatch before = first.get(inode);
            Object bound = before != null && before.isActive() ? before.attachment() : attachment;
            RawWatch watch = session.watch(directory, bound);
            first.put(inode, watch);
            return watch;
        }

        @Override
        public void fence(Object token) {
            session.fence(token);
        }

        @Override
        public String binding() {
            return session.binding();
        }

        @Override
        public int watchCount() {
            return session.watchCount();
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private static final class DeafOnce implements RawEventHandler {
        private final RawEventHandler handler;
        private boolean deaf = true;

        DeafOnce(RawEventHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onEvent(RawEvent event) {
            handler.onEvent(event);
        }

        @Override
        public void onOverflow(RawEvent event) {
            if (!deaf) {
                handler.onOverflow(event);
            }
            deaf = false;
        }

        @Override
        public void onBatchEnd() {
            handler.onBatchEnd();
        }

        @Override
        public void onFence(Object token) {
            handler.onFence(token);
        }

        @Override
        public void onFailure(Exception failure) {
            handler.onFailure(failure);
        }

        @Override
        public void onTerminated() {
            handler.onTerminated();
        }
    }
}
