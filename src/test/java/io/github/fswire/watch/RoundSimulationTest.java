package io.github.fswire.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Rounds of looks on a disk that changes between any two looks, with a queue that overflows: whatever happens, the mirror ends
 * equal to the disk (G1), every batch can be applied (G2), and every directory is watched at the end (G3).
 */
class RoundSimulationTest {
    private static final int SEEDS = Integer.getInteger("fswire.simulations", 20_000);

    @Test
    void G1_G2_everyHistoryConverges() throws WatchException {
        long first = Long.getLong("fswire.seed", 0);
        long last = System.getProperty("fswire.seed") == null ? SEEDS - 1 : first;
        for (long seed = first; seed <= last; seed++) {
            try {
                new Run(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dfswire.seed=" + seed + ": " + e, e);
            }
        }
    }

    private static final class Run {
        private final SplittableRandom random;
        private final FakeDisk disk = new FakeDisk();
        private final FakeScanner scanner = new FakeScanner(disk, this::meanwhile);
        private final FakeSession session = new FakeSession(scanner);
        private final DirtySet dirty = new DirtySet(() -> {}, () -> 0);
        private final TreeIndex index = new TreeIndex();
        private final WatchKeeper watches = new WatchKeeper(index, root -> WatchKeeper.Verdict.TRUSTED);
        private final HintSink hints =
                new HintSink(dirty, new NoListener(), new AtomicLong(), new AtomicLong(), openGate());
        private final List<String> history = new ArrayList<>();
        private final FakeMirror mirror = new FakeMirror(watches::forget, this::lookAgain);
        private final Looker looker = new Looker(
                scanner,
                index,
                watches,
                new EntryFilter(
                        WatchOptions.builder().root(java.nio.file.Path.of("/r")).build()),
                dirty,
                new RacyEntries(Time.SYSTEM),
                new Settling(0, Time.SYSTEM),
                null,
                () -> false,
                entries -> {});
        private final boolean links;
        private final int calm; // how many looks between two changes
        private boolean busy = true;
        private int meanwhile; // how often something happened during this round

        private static ReaderGate openGate() {
            ReaderGate gate = new ReaderGate();
            gate.close(); // there is one thread only: nobody may rest
            return gate;
        }

        Run(long seed) {
            random = new SplittableRandom(seed);
            links = random.nextBoolean();
            calm = links ? 12 : random.nextInt(2, 14); // with links a greater hurry meets the limit told in the README
        }

        void run() throws WatchException {
            disk.queueLimit = random.nextInt(4) == 0 ? 3 : random.nextInt(3) == 0 ? 20 : Integer.MAX_VALUE;
            session.watchLimit = random.nextInt(5) == 0 ? random.nextInt(4) : Integer.MAX_VALUE;
            change(random.nextInt(20));
            index.addRoot(NativeName.of("/r"));
            watches.use(session, null);
            looker.baseline(false, false);
            copyBaseline(index.root(0));
            looker.difference().finish(mirror);
            int rounds = random.nextInt(1, 6);
            for (int i = 0; i < rounds; i++) {
                change(random.nextInt(12));
                read(random.nextInt(3) == 0 ? random.nextInt(6) : Integer.MAX_VALUE);
                round();
            }
            busy = false;
            session.watchLimit = Integer.MAX_VALUE;
            settle();
        }

        private void copyBaseline(int directory) {
            for (int node = index.firstChild(directory); node >= 0; node = index.next(node)) {
                mirror.entries.put(index.path(node).toString(), "?");
                if (index.isDirectory(node)) {
                    mirror.entries.put(index.path(node).toString(), "directory");
                    copyBaseline(node);
                }
            }
        }

        private void settle() {
            for (int i = 0; i < 60; i++) {
                read(Integer.MAX_VALUE);
                round();
            }
            var expected = FakeDisk.snapshot("/r", disk.root);
            mirror.entries.replaceAll((path, what) -> what.equals("?") ? expected.getOrDefault(path, "?") : what);
            assertThat(mirror.entries).as(() -> String.join("\n", history)).isEqualTo(expected);
            assertThat(scanner.openHandles()).isZero();
            assertThat(index.entries()).isEqualTo(expected.size() + 1);
            assertThat(watches.degraded()).isEmpty();
            for (FakeDisk.Inode inode : FakeDisk.directories(disk.root)) {
                assertThat(inode.watches).as(() -> String.join("\n", history)).hasSize(1);
            }
        }

        private void read(int most) {
            for (int i = 0; i < most && !disk.queue.isEmpty(); i++) {
                FakeSession.Told event = disk.queue.poll();
                if (event.kind() == RawKind.OVERFLOW) {
                    history.add("overflow");
                    hints.onOverflow(event);
                } else {
                    hints.onEvent(event);
                }
            }
        }

        private void round() {
            history.add("round");
            meanwhile = 0;
            Marks marks = dirty.take(new ArrayList<>());
            watches.degraded().forEach(directory -> marks.directory(directory, Marks.LISTING, 2));
            looker.look(marks);
            dirty.giveBack(marks);
            int told = mirror.log.size();
            looker.difference().finish(mirror);
            history.addAll(mirror.log.subList(told, mirror.log.size()).stream()
                    .map(line -> "    " + line)
                    .toList());
        }

        private void lookAgain(int directory, NativeName name) {
            dirty.entry(directory, name.toBytes(), name.length(), (byte) 0, 0);
        }

        private void meanwhile() {
            if (busy && meanwhile < 60 && random.nextInt(calm) == 0) {
                meanwhile++;
                change(1);
                if (random.nextBoolean()) {
                    read(random.nextInt(5));
                }
            }
        }

        private void change(int times) {
            for (int i = 0; i < times; i++) {
                FakeDisk.Inode from = directory();
                FakeDisk.Inode to = directory();
                String name = name();
                String other = name();
                int what = random.nextInt(20);
                history.add(what + " " + path(from) + " " + name + " " + path(to) + " " + other);
                switch (what) {
                    case 0, 1, 2 -> disk.create(from, name, EntryStat.FILE);
                    case 3, 4, 5 -> disk.create(from, name, EntryStat.DIRECTORY);
                    case 6 -> disk.create(from, name, EntryStat.SYMLINK);
                    case 7, 8 -> disk.write(from, name, random.nextBoolean());
                    case 9 -> disk.chmod(from, name);
                    case 10 -> disk.setBack(from, name);
                    case 11, 12 -> disk.remove(from, name);
                    case 13 -> {
                        if (links) {
                            disk.link(from, name, to, other);
                        }
                    }
                    case 14 -> disk.exchange(from, name, to, other);
                    default -> disk.rename(from, name, to, other);
                }
            }
        }

        private String path(FakeDisk.Inode inode) {
            return "#" + inode.number;
        }

        private FakeDisk.Inode directory() {
            List<FakeDisk.Inode> all = FakeDisk.directories(random.nextInt(6) == 0 ? disk.outside : disk.root);
            return all.get(random.nextInt(all.size()));
        }

        private String name() {
            return String.valueOf((char) ('a' + random.nextInt(4)));
        }
    }

    private static final class NoListener implements HintSink.SessionListener {
        @Override
        public void failed(HintSink session, Exception failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void terminated(HintSink session) {}
    }
}
