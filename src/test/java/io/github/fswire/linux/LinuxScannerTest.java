package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.fswire.calls.Errno;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinuxScannerTest extends PretendedKernel {
    @Test
    void unwantedEntriesCostNoCall() {
        linux.root.children.put("a", PretendLinux.file());
        linux.root.children.put("b", PretendLinux.file());
        sink.unwanted.add("a");
        int root = scanner.openRoot(ROOT);

        assertThat(scanner.list(root, sink)).isZero();
        assertThat(sink.entries).containsExactly("b 0");
        assertThat(linux.log).doesNotContain("statx a").contains("statx b");
    }

    @Test
    void namesOfEveryLengthAreExact() {
        List<String> expected = new ArrayList<>();
        for (int length = 1; length <= 500; length++) { // beyond 255: some file systems have such names
            linux.root.children.put("n".repeat(length), PretendLinux.file());
            expected.add("n".repeat(length) + " 0");
        }
        linux.root.children.put("x".repeat(4000), PretendLinux.file());
        expected.add("x".repeat(4000) + " 0");
        linux.root.children.put("...", PretendLinux.file());
        expected.add("... 0");
        int root = scanner.openRoot(ROOT);

        assertThat(scanner.list(root, sink)).isZero();
        assertThat(sink.entries).isEqualTo(expected);
        assertThat(linux.log).filteredOn(call -> call.startsWith("getdents64")).hasSizeGreaterThan(2);
    }

    @Test
    void namesThatCannotExistReachNoCall() {
        int root = scanner.openRoot(ROOT);
        byte[] name = bytes("n".repeat(4096));
        int calls = linux.log.size();

        assertThat(scanner.open(root, name, name.length)).isEqualTo(Scanner.FAILED);
        assertFailure("openat", "ENAMETOOLONG", Errno.ENAMETOOLONG);
        assertThat(scanner.inspect(root, name, name.length, new EntryStat())).isEqualTo(Scanner.FAILED);
        assertThat(scanner.openRoot(NativeName.of(name))).isEqualTo(Scanner.FAILED);
        assertThat(linux.log).hasSize(calls);
        assertThat(scanner.inspect(root, name, 4095, new EntryStat())).isEqualTo(Scanner.GONE);
    }

    @Test
    void aRecordThatDoesNotFitIsNotRead() {
        DirectoryRecord record = new DirectoryRecord(linux.memory.buffer());
        linux.memory.buffer().putShort(DirectoryRecord.RECORD_LENGTH_OFFSET, (short) 32);

        assertThatIllegalStateException().isThrownBy(() -> record.moveTo(0, 24));
        linux.memory.buffer().putShort(DirectoryRecord.RECORD_LENGTH_OFFSET, (short) 0);
        assertThatIllegalStateException().isThrownBy(() -> record.moveTo(0, 24));
    }

    @Test
    void aSinkMayInspectOpenAndCloseButNotList() {
        linux.root.children.put("d", PretendLinux.directory());
        linux.root.children.put("e", PretendLinux.directory());
        int root = scanner.openRoot(ROOT);
        List<Integer> results = new ArrayList<>();
        ListingSink nested = new ListingSink() {
            @Override
            public boolean wants(byte[] name, int length) {
                return true;
            }

            @Override
            public void entry(byte[] name, int length, EntryStat stat) {
                int child = scanner.open(root, name, length);
                results.add(scanner.inspect(root, name, length, new EntryStat()));
                scanner.close(child);
                assertThatIllegalStateException().isThrownBy(() -> scanner.list(root, sink));
            }
        };

        assertThat(scanner.list(root, nested)).isZero();
        assertThat(results).containsExactly(0, 0);
    }

    @Test
    void aSinkThatThrowsLeavesTheScannerUsable() {
        linux.root.children.put("a", PretendLinux.file());
        int root = scanner.openRoot(ROOT);
        assertThatIllegalStateException()
                .isThrownBy(() -> scanner.list(root, new ListingSink() {
                    @Override
                    public boolean wants(byte[] name, int length) {
                        throw new IllegalStateException("the sink's");
                    }

                    @Override
                    public void entry(byte[] name, int length, EntryStat stat) {}
                }));

        assertThat(scanner.list(scanner.openRoot(ROOT), sink)).isZero();
        assertThat(sink.entries).containsExactly("a 0");
    }

    @Test
    void closingTwiceDoesNotCloseSomebodyElsesDescriptor() {
        int root = scanner.openRoot(ROOT);
        linux.fail("close", -Errno.EINTR); // closed all the same: close(2)
        scanner.close(root);
        scanner.close(root);
        scanner.close(99);

        assertThat(linux.log).filteredOn(call -> call.startsWith("close")).hasSize(1);
    }

    @Test
    void afterCloseNothingReachesTheKernel() {
        int root = scanner.openRoot(ROOT);
        scanner.close();
        scanner.close();
        int calls = linux.log.size();

        assertThatIllegalStateException().isThrownBy(() -> scanner.openRoot(ROOT));
        assertThatIllegalStateException().isThrownBy(() -> scanner.open(root, bytes("a"), 1));
        assertThatIllegalStateException().isThrownBy(() -> scanner.list(root, sink));
        assertThatIllegalStateException().isThrownBy(() -> scanner.inspect(root, bytes("a"), 1, new EntryStat()));
        assertThatIllegalStateException().isThrownBy(() -> scanner.inspectSelf(root, new EntryStat()));
        assertThatIllegalStateException().isThrownBy(() -> scanner.watchPath(root, () -> ROOT));
        assertThatIllegalStateException().isThrownBy(() -> scanner.timestampGranularityNanos(root));
        assertThatIllegalStateException().isThrownBy(() -> scanner.close(root));
        assertThat(linux.log).hasSize(calls);
    }

    @Test
    void watchPathsGoThroughTheDescriptor() {
        int root = scanner.openRoot(ROOT);

        assertThat(scanner.watchPath(root, () -> ROOT)).hasToString("/proc/self/fd/" + root + "/.");
        linux.procIsThere = false; // asked once
        assertThat(scanner.watchPath(root, () -> ROOT)).hasToString("/proc/self/fd/" + root + "/.");
    }

    @Test
    void watchPathsAreThePathWhereProcIsMissing() {
        linux.procIsThere = false;
        int root = scanner.openRoot(ROOT);

        assertThat(scanner.watchPath(root, () -> ROOT)).isEqualTo(ROOT);
        linux.procIsThere = true; // asked once
        assertThat(scanner.watchPath(root, () -> ROOT)).isEqualTo(ROOT);
    }

    @Test
    void aDirectoryThatCannotBeSearchedDoesNotMeanThatProcIsMissing() {
        int root = scanner.openRoot(ROOT);
        linux.fail("statx", -Errno.EACCES);

        assertThat(scanner.watchPath(root, () -> ROOT)).hasToString("/proc/self/fd/" + root + "/.");
        linux.procIsThere = false;
        assertThat(scanner.watchPath(root, () -> ROOT)).isEqualTo(ROOT);
    }

    @Test
    void onOverlayfsBirthTimesChange() {
        linux.fileSystemType = MountKind.OVERLAY;
        linux.root.children.put("d", PretendLinux.directory());
        linux.root.children.put("f", PretendLinux.file());
        int root = scanner.openRoot(ROOT);
        EntryStat stat = new EntryStat();

        assertThat(scanner.inspectSelf(root, stat)).isZero();
        assertThat(stat.birthChanges).isTrue();
        assertThat(scanner.inspect(root, bytes("f"), 1, stat)).isZero();
        assertThat(stat.birthChanges).isTrue();
        assertThat(scanner.inspect(root, bytes("d"), 1, stat)).isZero();
        assertThat(stat.birthChanges).isTrue();
    }

    /** Its entry in the directory above must have the identity that it has itself. */
    @Test
    void anOverlayBelowAnotherFileSystemIsRecognisedFromAbove() {
        PretendLinux.Node overlay = PretendLinux.directory();
        overlay.device = 8;
        overlay.fileSystemType = MountKind.OVERLAY;
        linux.root.children.put("d", overlay);
        linux.root.children.put("f", PretendLinux.file());
        int root = scanner.openRoot(ROOT);
        EntryStat stat = new EntryStat();

        assertThat(scanner.inspectSelf(root, stat)).isZero();
        assertThat(stat.birthChanges).isFalse();
        assertThat(scanner.inspect(root, bytes("f"), 1, stat)).isZero();
        assertThat(stat.birthChanges).isFalse();
        assertThat(scanner.inspect(root, bytes("d"), 1, stat)).isZero();
        assertThat(stat.birthChanges).isTrue();
        assertThat(scanner.madeUp(root)).isNull();
        assertThat(linux.open).hasSize(1);
    }

    @Test
    void whatTheKernelMakesUpIsNamed() {
        linux.fileSystemType = 0x9FA0;
        int root = scanner.openRoot(ROOT);

        assertThat(scanner.inspectSelf(root, new EntryStat())).isZero();
        assertThat(scanner.madeUp(root)).isEqualTo("proc");
    }

    @Test
    void granularityIsAskedForOncePerDevice() {
        linux.fileSystemType = MountKind.FAT;
        int root = scanner.openRoot(ROOT);

        assertThat(scanner.timestampGranularityNanos(root)).isEqualTo(2_000_000_000);
        assertThat(scanner.timestampGranularityNanos(root)).isEqualTo(2_000_000_000);
        assertThat(linux.log).filteredOn(call -> call.startsWith("fstatfs")).hasSize(1);
        linux.device = 8;
        linux.fileSystemType = 0x6969;
        assertThat(scanner.timestampGranularityNanos(root)).isEqualTo(20_000_000);
    }

    @Test
    void granularityIsCoarseIfItCannotBeFoundOut() {
        int root = scanner.openRoot(ROOT);
        linux.fail("statx", -Errno.EIO);
        assertThat(scanner.timestampGranularityNanos(root)).isEqualTo(2_000_000_000);
        linux.fail("fstatfs", -Errno.EIO);
        assertThat(scanner.timestampGranularityNanos(root)).isEqualTo(2_000_000_000);
        linux.fileSystemType = 0x6969;
        assertThat(scanner.timestampGranularityNanos(root)).isEqualTo(20_000_000);
    }
}
