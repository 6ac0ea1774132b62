package io.github.fswire.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final List<NativeName> ROOTS = List.of(NativeName.of("/r"));
    private static final NativeName ODD = NativeName.of(new byte[] {'/', 'r', '/', (byte) 0xFF, '\n'});
    private static final NativeName LONG = NativeName.of("/r/" + "x/".repeat(60_000) + "f");
    private static final NativeName LATER = NativeName.of("/r/later");
    private static final Map<NativeName, Integer> ALL =
            Map.of(ODD, EntryStat.DIRECTORY, LONG, EntryStat.FILE, LATER, EntryStat.SYMLINK);

    private final SplittableRandom random = new SplittableRandom(7);

    @TempDir
    private Path directory;

    private StateFiles files;

    @BeforeEach
    void name() {
        files = StateFiles.of(directory.resolve("state"));
    }

    private Map<NativeName, Integer> read() throws IOException {
        return Journal.read(files.journal(), ROOTS);
    }

    /** Two blocks: what was forced at first, and what was forced later. */
    private long write() throws IOException {
        try (Journal journal = Journal.create(files, Map.of())) {
            journal.add(ODD, EntryStat.DIRECTORY);
            journal.add(LONG, EntryStat.FILE);
            journal.force();
            long whole = Files.size(files.journal());
            journal.add(LATER, EntryStat.SYMLINK);
            journal.add(ODD, EntryStat.FILE);
            journal.force();
            return whole;
        }
    }

    private void assertDamaged() {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(this::read)
                .withMessage(files.journal() + " is damaged or not a journal");
    }

    @Test
    void whatWasForcedIsRead() throws IOException {
        assertThat(read()).isEmpty();
        write();
        assertThat(read()).isEqualTo(ALL);
        assertThat(Journal.is(files.journal())).isTrue();
        try (Journal next = Journal.create(files, read())) {
            assertThat(read()).isEqualTo(ALL);
            next.clear();
            assertThat(read()).isEmpty();
            assertThat(Journal.is(files.journal())).isTrue();
            next.add(LATER, EntryStat.FILE);
            next.force();
        }
        assertThat(read()).isEqualTo(Map.of(LATER, EntryStat.FILE));
        assertThat(directory.toFile().list()).containsExactly("state.journal");
    }

    /** The end of the file may be anywhere, and what a later watcher adds counts all the same. */
    @Test
    void F2_whatWasCutOffWasNotDeliveredAndNothingIsSwallowedByIt() throws IOException {
        long whole = write();
        byte[] good = Files.readAllBytes(files.journal());
        for (int length = 12; length < good.length; length += length < whole ? random.nextInt(1, 5000) : 1) {
            Files.write(files.journal(), Arrays.copyOf(good, length));
            Map<NativeName, Integer> expected =
                    length < whole ? Map.of() : Map.of(ODD, EntryStat.DIRECTORY, LONG, EntryStat.FILE);
            assertThat(read()).isEqualTo(expected);
            try (Journal next = Journal.create(files, read())) {
                next.add(LATER, EntryStat.FILE);
                next.force();
            }
            assertThat(read()).hasSize(expected.size() + 1).containsEntry(LATER, EntryStat.FILE);
        }
    }

    /** A file system may have made the file longer before it wrote what belongs there. */
    @Test
    void F2_zerosAtTheEndWereNotDelivered() throws IOException {
        write();
        byte[] good = Files.readAllBytes(files.journal());
        for (int zeros : new int[] {1, 5, 12, 13, 4096, 3 << 20}) {
            Files.write(files.journal(), Arrays.copyOf(good, good.length + zeros));
            assertThat(read()).isEqualTo(ALL);
        }
    }

    @Test
    void F2_anythingElseIsNotUnderstood() throws IOException {
        write();
        byte[] good = Files.readAllBytes(files.journal());
        for (int bit = 0; bit < good.length * 8; bit += random.nextInt(1, bit < 8 * 40 ? 3 : 20_000)) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(files.journal(), bad);
            assertDamaged();
        }
        byte[] more = Arrays.copyOf(good, good.length + 20);
        more[good.length + 19] = 1;
        for (byte[] bad : List.of(new byte[0], new byte[64], Arrays.copyOf(good, 11), "mine".getBytes(UTF_8), more)) {
            Files.write(files.journal(), bad);
            assertDamaged();
        }
    }

    @Test
    void F2_F3_pathsOutsideTheRootsAreNotRead() throws IOException {
        Map<NativeName, Integer> others =
                Map.of(NativeName.of("/s/f"), EntryStat.FILE, NativeName.of("/r2"), EntryStat.FILE, LATER, 0);
        Journal.create(files, others).close();
        assertThat(read()).containsOnlyKeys(LATER);
        for (String bad : List.of("/r/../s", "/r/a/..", "/r/./a", "/r/\0", "\0\0\0\0")) {
            Journal.create(files, Map.of(NativeName.of(bad), EntryStat.FILE)).close();
            assertDamaged();
        }
    }

    /** A listener has left it behind; so did an earlier one. */
    @Test
    void E3_anInterruptDoesNotCloseItForGood() throws IOException {
        Thread.currentThread().interrupt();
        try (Journal journal = Journal.create(files, Map.of())) {
            for (int i = 0; i < 3; i++) {
                Thread.currentThread().interrupt();
                journal.add(NativeName.of("/r/" + i), EntryStat.FILE);
                journal.force();
            }
            assertThat(read()).hasSize(3);
            Thread.currentThread().interrupt();
            journal.clear();
            assertThat(read()).isEmpty();
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Somebody interrupts while it is at work, as often as it tries again. */
    @Test
    void E3_anInterruptFromElsewhereDoesNotCloseItForGood() throws Exception {
        Thread self = Thread.currentThread();
        AtomicInteger allowed = new AtomicInteger();
        Thread other = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                if (allowed.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    self.interrupt();
                }
            }
        });
        try (Journal journal = Journal.create(files, Map.of())) {
            other.start();
            for (int i = 0; i < 100; i++) {
                journal.add(NativeName.of("/r/" + i), EntryStat.FILE);
                allowed.set(StateFiles.MOST_INTERRUPTS - 1); // and one may be under way
                journal.force();
            }
        } finally {
            other.interrupt();
            while (other.isAlive()) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
        assertThat(read()).hasSize(100);
    }

    /** What has that name is replaced, not written. */
    @Test
    void F1_noOtherFileIsWritten() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "mine");
        Files.createLink(files.journal(), victim);
        Files.createSymbolicLink(files.part(), victim);
        try (Journal journal = Journal.create(files, Map.of())) {
            journal.add(LATER, EntryStat.FILE);
            journal.force();
            journal.clear();
        }
        assertThat(victim).hasContent("mine");
    }
}
