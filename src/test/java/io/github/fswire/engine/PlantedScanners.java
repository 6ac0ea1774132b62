package io.github.fswire.engine;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Scanners with a bug, for {@link Plant}. */
final class PlantedScanners {
    private PlantedScanners() {}

    private record Listed(NativeName name, EntryStat stat) {}

    static final class Eager extends ForwardingScanner {
        private final Map<Integer, List<Listed>> listings = new HashMap<>();
        private final Map<Integer, Integer> results = new HashMap<>();

        Eager(Scanner scanner) {
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

    static final class Newest extends ForwardingScanner {
        private final Map<List<Long>, EntryStat> newest = new HashMap<>();

        Newest(Scanner scanner) {
            super(scanner);
        }

        @Override
        public int list(int directory, ListingSink sink) {
            return super.list(directory, new ForwardingSink(sink) {
                @Override
                public void entry(byte[] name, int length, EntryStat stat) {
                    super.entry(name, length, newest(stat));
                }
            });
        }

        @Override
        public int inspect(int directory, byte[] name, int length, EntryStat stat) {
            int result = super.inspect(directory, name, length, stat);
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

    /** Changes everything that it finds. */
    static final class Altered extends ForwardingScanner {
        private final Consumer<EntryStat> change;

        Altered(Scanner scanner, Consumer<EntryStat> change) {
            super(scanner);
            this.change = change;
        }

        @Override
        public int list(int directory, ListingSink sink) {
            return super.list(directory, new ForwardingSink(sink) {
                @Override
                public void entry(byte[] name, int length, EntryStat stat) {
                    change.accept(stat);
                    super.entry(name, length, stat);
                }
            });
        }

        @Override
        public int inspect(int directory, byte[] name, int length, EntryStat stat) {
            int result = super.inspect(directory, name, length, stat);
            change.accept(stat);
            return result;
        }

        @Override
        public int inspectSelf(int directory, EntryStat stat) {
            int result = super.inspectSelf(directory, stat);
            change.accept(stat);
            return result;
        }
    }

    /** Takes whatever is at a root's path for what was there first. */
    static final class SameRoot extends ForwardingScanner {
        private final Map<NativeName, EntryStat> first = new HashMap<>();
        private final Map<Integer, NativeName> roots = new HashMap<>(); // by handle

        SameRoot(Scanner scanner) {
            super(scanner);
        }

        @Override
        public int openRoot(NativeName path) {
            int handle = super.openRoot(path);
            roots.put(handle, path);
            return handle;
        }

        @Override
        public int open(int directory, byte[] name, int length) {
            int handle = super.open(directory, name, length);
            roots.remove(handle);
            return handle;
        }

        @Override
        public int inspectSelf(int directory, EntryStat stat) {
            int result = super.inspectSelf(directory, stat);
            NativeName root = roots.get(directory);
            if (result == 0 && root != null) {
                assign(first.computeIfAbsent(root, path -> copy(stat)), stat);
            }
            return result;
        }
    }
}
