package io.github.fswire.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.Fingerprint;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final List<NativeName> ROOTS = List.of(NativeName.of("/r"), NativeName.of("/"));

    private final TreeIndex index = new TreeIndex();
    private final SplittableRandom random = new SplittableRandom(7);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void grow() {
        file = directory.resolve("state");
        Difference difference = new Difference(index, node -> true);
        difference.baseline(true);
        ROOTS.forEach(path -> grow(difference, index.addRoot(path), 4));
    }

    private void grow(Difference difference, int directory, int depth) {
        int[] children = new int[random.nextInt(3, 8)];
        difference.beginListing(directory);
        for (int i = 0; i < children.length; i++) {
            byte[] name =
                    random.nextBoolean() ? ("name" + i).getBytes(UTF_8) : new byte[] {(byte) 0xFF, (byte) ('a' + i)};
            EntryStat stat = new EntryStat();
            stat.complete = random.nextInt(10) > 0;
            stat.type = random.nextInt(4);
            stat.inode = random.nextLong();
            stat.size = random.nextLong();
            stat.links = random.nextInt(1, 3);
            stat.changedNanos = random.nextLong();
            children[i] = difference.found(name, name.length, stat, false, 0);
        }
        difference.end(true, 0);
        for (int child : children) {
            if (index.type(child) == EntryStat.DIRECTORY && depth > 0) {
                grow(difference, child, depth - 1);
            }
        }
    }

    private void write(TreeIndex written) throws IOException {
        Checkpoint.write(StateFiles.of(file), written, root -> Set.of());
    }

    private TreeIndex read(List<NativeName> roots) throws IOException {
        return Checkpoint.read(file, roots, Map.of());
    }

    private static String describe(TreeIndex index) {
        StringBuilder all = new StringBuilder().append(index.entries());
        for (int r = 0; r < index.rootCount(); r++) {
            describe(index, index.root(r), all);
        }
        return all.toString();
    }

    private static void describe(TreeIndex index, int node, StringBuilder all) {
        all.append('\n').append(index.path(node)).append(' ').append(index.identity(node));
        all.append(' ').append(index.savedContent(node)).append(' ').append(index.savedDetail(node));
        if (index.isDirectory(node)) {
            for (int child = index.firstChild(node); child >= 0; child = index.next(child)) {
                describe(index, child, all);
            }
        }
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        assertThat(index.entries()).isGreaterThan(30);
        write(index);
        assertThat(describe(read(ROOTS))).isEqualTo(describe(index));
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void thePlaceInTheKernelsHistoryAndLongNamesAreKept() throws IOException {
        byte[] longest = new byte[EntryStat.MAX_NAME_BYTES];
        Arrays.fill(longest, (byte) 'x');
        index.restore(index.create(index.root(0), TreeIndex.NONE, longest, longest.length), 0, 0, EntryStat.FILE);
        index.history("fsevents 17");
        write(index);
        TreeIndex read = read(ROOTS);
        assertThat(read.history()).isEqualTo("fsevents 17");
        assertThat(read.child(read.root(0), longest, longest.length)).isNotNegative();
    }

    @Test
    void anEntryThatIsReadIsFoundByItsIdentity() throws IOException {
        write(index);
        TreeIndex read = read(ROOTS);
        for (int node = 0; node < read.limit(); node++) {
            if (read.parent(node) >= 0 && read.identity(node) != 0) {
                int first = read.firstName(read.identity(node));
                int found = first;
                while (found != node) {
                    assertThat(found).isNotNegative();
                    found = read.nextName(found);
                    assertThat(found).isNotEqualTo(first);
                }
            }
        }
    }

    @Test
    void otherRootsAreRefused() throws IOException {
        write(index);
        for (List<NativeName> roots : List.of(
                ROOTS.subList(0, 1), List.of(ROOTS.get(1), ROOTS.get(0)), List.of(ROOTS.get(0), NativeName.of("/s")))) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> read(roots))
                    .withMessageContaining("is about other roots");
        }
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> read(List.of(ROOTS.get(0), ROOTS.get(1), NativeName.of("/t"))))
                .withMessageContaining("not 3 but 2");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> Checkpoint.read(directory.resolve("none"), ROOTS, Map.of()));
    }

    /** Of a directory only some files count, or all. */
    @Test
    void F3_otherSingleFilesAreOtherRoots() throws IOException {
        NativeName f = NativeName.of("f");
        NativeName g = NativeName.of("g");
        Map<NativeName, Set<NativeName>> singles = Map.of(ROOTS.get(0), Set.of(f, g));
        Checkpoint.write(StateFiles.of(file), index, root -> root == index.root(0) ? Set.of(g, f) : Set.of());
        assertThat(describe(Checkpoint.read(file, ROOTS, singles))).isEqualTo(describe(index));
        for (Map<NativeName, Set<NativeName>> others : List.of(
                Map.<NativeName, Set<NativeName>>of(),
                Map.of(ROOTS.get(0), Set.of(f)),
                Map.of(ROOTS.get(1), Set.of(f, g)))) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> Checkpoint.read(file, ROOTS, others))
                    .withMessageContaining("is about other roots");
        }
    }

    /** Prints of the next watcher are compared with those that were stored. */
    @Test
    void theKeyIsKeptAndNobodyElseMayReadIt() throws IOException {
        write(index);
        EntryStat stat = new EntryStat();
        Fingerprint read = read(ROOTS).fingerprint();
        assertThat(read.identity(stat)).isEqualTo(index.fingerprint().identity(stat));
        assertThat(read.content(stat)).isEqualTo(index.fingerprint().content(stat));
        assertThat(read.changed(stat)).isEqualTo(index.fingerprint().changed(stat));
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anInterruptDoesNotKeepItFromBeingWritten() throws IOException {
        Thread.currentThread().interrupt();
        write(index);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(describe(read(ROOTS))).isEqualTo(describe(index));
    }

    @Test
    void whatIsWrittenHalfIsRemoved() throws IOException {
        Files.createDirectories(file.resolve("inside")); // nothing can take its place
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> write(index));
        assertThat(directory.resolve("state.fswire-part")).doesNotExist();
    }

    @Test
    void anotherVersionIsRefusedAsSuch() throws IOException {
        write(index);
        byte[] newer = Files.readAllBytes(file);
        newer[11]++;
        Files.write(file, newer);
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> read(ROOTS))
                .withMessageContaining("is of version 5, and this is 4");
    }

    @Test
    void linksAreReplacedAndNotFollowed() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "mine");
        Files.createSymbolicLink(file, victim);
        Files.createSymbolicLink(directory.resolve("state.fswire-part"), victim);
        write(index);
        assertThat(victim).hasContent("mine");
        assertThat(file).isRegularFile();
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @Test
    void everyDamageIsNoticed() throws IOException {
        write(index);
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length += random.nextInt(1, 40)) {
            assertDamaged(Arrays.copyOf(good, length));
        }
        for (int bit = 0; bit < good.length * 8; bit += random.nextInt(1, 60)) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertDamaged(bad);
        }
        byte[] twice = Arrays.copyOf(good, good.length * 2);
        System.arraycopy(good, 0, twice, good.length, good.length);
        assertDamaged(twice);
    }

    @Test
    void G7_aForgedFileLeadsToNothingWorse() throws IOException {
        write(index);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                bad[random.nextInt(12, bad.length - 4)] = (byte) random.nextInt();
            }
            CRC32C checksum = new CRC32C();
            checksum.update(bad, 0, bad.length - 4);
            ByteBuffer.wrap(bad).putInt(bad.length - 4, (int) checksum.getValue());
            Files.write(file, bad);
            try {
                describe(read(ROOTS));
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    private void assertDamaged(byte[] content) throws IOException {
        Files.write(file, content);
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> read(ROOTS))
                .withMessageContaining(file.toString());
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        write(index);
        byte[] before = Files.readAllBytes(file);
        Path part = directory.resolve("state.fswire-part");
        Path inside = Files.createDirectories(part.resolve("inside"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> write(new TreeIndex()));
        assertThat(file).hasBinaryContent(before);
        Files.delete(inside);
        Files.delete(part);
        Files.writeString(part, "left by a crash".repeat(1000));
        write(index);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void pathsAreForgottenWithWhatIsBelow() {
        TreeIndex small = new TreeIndex();
        Difference difference = new Difference(small, node -> true);
        difference.baseline(true);
        int root = small.addRoot(NativeName.of("/r"));
        difference.beginListing(root);
        int d = found(difference, "d", EntryStat.DIRECTORY);
        found(difference, "e", EntryStat.FILE);
        difference.end(true, 0);
        difference.beginListing(d);
        found(difference, "f", EntryStat.FILE);
        difference.end(true, 0);
        for (String path : List.of("/", "/r2", "/r/d/g", "/r/e/x", "/q/d", "/r/d/f/x")) {
            assertThat(small.forget(NativeName.of(path))).isEqualTo(TreeIndex.NONE);
        }
        assertThat(small.entries()).isEqualTo(4);
        small.forget(NativeName.of("/r/d"));
        assertThat(small.entries()).isEqualTo(2);
        assertThat(small.forget(NativeName.of("/r"))).isEqualTo(root);
        assertThat(small.entries()).isEqualTo(1);
    }

    private static int found(Difference difference, String name, int type) {
        EntryStat stat = new EntryStat();
        stat.complete = true;
        stat.type = type;
        stat.inode = name.hashCode();
        return difference.found(name.getBytes(UTF_8), name.length(), stat, false, 0);
    }
}
