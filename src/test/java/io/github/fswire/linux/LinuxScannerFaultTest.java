package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.calls.Errno;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.scan.ScannerTrial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxScannerFaultTest extends PretendedKernel {
    @ParameterizedTest(name = "openat {0} {1} means {2}")
    @CsvSource({
        "EACCES, 13, -3",
        "EPERM, 1, -3",
        "ENOENT, 2, -1",
        "ENOTDIR, 20, -2",
        "ELOOP, 40, -2",
        "EMFILE, 24, -4",
        "ENFILE, 23, -4",
        "ENOMEM, 12, -4",
        "EIO, 5, -5",
        "EBADF, 9, -5",
        "EFAULT, 14, -5",
        "EINVAL, 22, -5",
        "ENAMETOOLONG, 36, -5",
        "ENODEV, 19, -5",
        "EOVERFLOW, 75, -5",
        "EOPNOTSUPP, 95, -5",
        "ESTALE, 116, -5",
        "ENOTCONN, 107, -5",
        "ETIMEDOUT, 110, -5"
    })
    void openFailures(String symbol, int errno, int expected) {
        linux.root.children.put("d", PretendLinux.directory());
        int root = scanner.openRoot(ROOT);
        linux.fail("openat", -errno, -errno);

        assertThat(scanner.open(root, bytes("d"), 1)).isEqualTo(expected);
        assertFailure("openat", symbol, errno);
        assertThat(scanner.openRoot(ROOT)).isEqualTo(expected);
        assertFailure("openat", symbol, errno);
    }

    @ParameterizedTest(name = "openat2 {0}")
    @ValueSource(ints = {Errno.ENOSYS, Errno.EPERM})
    void aKernelWithoutOpenat2IsAskedOnce(int errno) {
        PretendLinux.Node above = PretendLinux.directory();
        above.children.put("e", PretendLinux.directory());
        linux.root.children.put("d", above);
        linux.refuse("openat2", -errno);

        assertThat(scanner.openPath(NativeName.of("/d/e"))).isNegative();
        int calls = linux.log.size();
        assertThat(scanner.openPath(NativeName.of("/d/e"))).isNegative();
        assertThat(linux.log).hasSize(calls);
    }

    @Test
    void whatIsNotThereIsAskedForAgain() {
        PretendLinux.Node above = PretendLinux.directory();
        linux.root.children.put("d", above);
        assertThat(scanner.openPath(NativeName.of("/d/e"))).isNegative();
        above.children.put("e", PretendLinux.directory());
        linux.fail("openat2", -Errno.EINTR);
        assertThat(scanner.openPath(NativeName.of("/d/e"))).isPositive();
        assertThat(scanner.openPath(NativeName.of("/" + "n".repeat(4096)))).isNegative();
    }

    @ParameterizedTest(name = "getdents64 {0} {1} means {2}")
    @CsvSource({
        "ENOENT, 2, -1",
        "ESTALE, 116, -1",
        "ENOTDIR, 20, -2",
        "EACCES, 13, -3",
        "ENOMEM, 12, -4",
        "EBADF, 9, -5",
        "EFAULT, 14, -5",
        "EINVAL, 22, -5",
        "EIO, 5, -5",
        "ENOTCONN, 107, -5"
    })
    void listFailures(String symbol, int errno, int expected) {
        linux.root.children.put("a", PretendLinux.file());
        int root = scanner.openRoot(ROOT);
        linux.fail("getdents64", 0, -errno); // after what is in the buffer already

        assertThat(scanner.list(root, sink)).isEqualTo(expected);
        assertFailure("getdents64", symbol, errno);
        assertThat(sink.entries).containsExactly("a 0");
    }

    @ParameterizedTest(name = "statx of an entry {0} {1}")
    @CsvSource({
        "EACCES, 13",
        "EIO, 5",
        "ENOTCONN, 107",
        "ESTALE, 116",
        "ETIMEDOUT, 110",
        "EHOSTDOWN, 112",
        "EUCLEAN, 117",
        "ELOOP, 40",
        "ENAMETOOLONG, 36",
        "ENOTDIR, 20",
        "EOVERFLOW, 75"
    })
    void anEntryThatCannotBeInspectedIsHandedOutIncomplete(String symbol, int errno) {
        linux.root.children.put("f", PretendLinux.file());
        linux.root.children.put("d", PretendLinux.directory());
        linux.root.children.put("l", new PretendLinux.Node(PretendLinux.DT_LNK, 0xA1FF));
        linux.root.children.put("s", new PretendLinux.Node(PretendLinux.DT_SOCK, 0xC1ED));
        linux.root.children.put("u", new PretendLinux.Node(PretendLinux.DT_UNKNOWN, 0x81A4));
        linux.root.children.values().forEach(node -> node.statxFailure = -errno);
        linux.root.children.put("z", PretendLinux.file());
        int root = scanner.openRoot(ROOT);

        assertThat(scanner.list(root, sink)).isZero();
        assertThat(sink.entries)
                .containsExactly(
                        "f 0 incomplete",
                        "d 1 incomplete",
                        "l 2 incomplete",
                        "s 3 incomplete",
                        "u 3 incomplete",
                        "z 0");
    }

    @ParameterizedTest(name = "statx of an entry {0} {1} means {2}")
    @CsvSource({
        "EBADF, 9, -5",
        "EFAULT, 14, -5",
        "EINVAL, 22, -5",
        "ENOSYS, 38, -5",
        "EPERM, 1, -3",
        "ENOMEM, 12, -4",
        "EMFILE, 24, -4",
        "ENFILE, 23, -4"
    })
    void whatWouldFailForEveryEntryEndsTheListing(String symbol, int errno, int expected) {
        linux.root.children.put("a", PretendLinux.file());
        linux.root.children.put("b", PretendLinux.file());
        linux.root.children.put("c", PretendLinux.file());
        int root = scanner.openRoot(ROOT);
        linux.fail("statx", 0, -errno);

        assertThat(scanner.list(root, sink)).isEqualTo(expected);
        assertFailure("statx", symbol, errno);
        assertThat(sink.entries).containsExactly("a 0");
    }

    @Test
    void anEntryThatVanishesBeforeItsInspectionIsSkipped() {
        linux.root.children.put("a", PretendLinux.file());
        linux.root.children.put("b", PretendLinux.file());
        linux.beforeStatx = () -> linux.root.children.remove("a");
        int root = scanner.openRoot(ROOT);

        assertThat(scanner.list(root, sink)).isZero();
        assertThat(sink.entries).containsExactly("b 0");
    }

    @ParameterizedTest(name = "inspect {0} {1} means {2}, at the directory itself {3}")
    @CsvSource({
        "ENOENT, 2, -1, -1",
        "ESTALE, 116, -5, -1",
        "ENOTDIR, 20, -2, -2",
        "ELOOP, 40, -2, -2",
        "EACCES, 13, -3, -3",
        "EPERM, 1, -3, -3",
        "ENOMEM, 12, -4, -4",
        "EIO, 5, -5, -5",
        "EBADF, 9, -5, -5",
        "EFAULT, 14, -5, -5",
        "EINVAL, 22, -5, -5",
        "ENAMETOOLONG, 36, -5, -5"
    })
    void inspectionFailures(String symbol, int errno, int expected, int expectedAtSelf) {
        linux.root.children.put("a", PretendLinux.file());
        int root = scanner.openRoot(ROOT);
        linux.fail("statx", -errno, -errno);
        EntryStat stat = new EntryStat();
        stat.inode = 77;

        assertThat(scanner.inspect(root, bytes("a"), 1, stat)).isEqualTo(expected);
        assertFailure("statx", symbol, errno);
        assertThat(scanner.inspectSelf(root, stat)).isEqualTo(expectedAtSelf);
        assertFailure("statx", symbol, errno);
        assertThat(stat.inode).isEqualTo(77);
    }

    @Test
    void interruptedCallsAreRepeated() {
        linux.root.children.put("d", PretendLinux.directory());
        int eintr = -Errno.EINTR;

        linux.fail("openat", eintr, eintr, 0, eintr, 0);
        int root = scanner.openRoot(ROOT);
        int child = scanner.open(root, bytes("d"), 1);
        assertThat(child).isPositive();
        linux.fail("getdents64", eintr, 0, eintr, 0);
        linux.fail("statx", eintr, eintr, 0, eintr, 0, eintr, 0);
        assertThat(scanner.list(root, sink)).isZero();
        assertThat(sink.entries).containsExactly("d 1");
        assertThat(scanner.inspect(root, bytes("d"), 1, new EntryStat())).isZero();
        assertThat(scanner.inspectSelf(root, new EntryStat())).isZero();
        linux.fail("fstatfs", eintr, 0);
        assertThat(scanner.timestampGranularityNanos(root)).isNotEqualTo(TimestampGranularity.SECONDS_NANOS);
    }

    @ParameterizedTest(name = "errno {0} at every call")
    @ValueSource(ints = {1, 2, 5, 9, 12, 13, 20, 22, 23, 24, 36, 40, 116})
    void aFaultAtAnyCallLeavesNothingBehind(int errno) {
        linux.root.children.put("d", PretendLinux.directory());
        linux.root.children.put("a", PretendLinux.file());
        int calls = 0;
        for (int at = 0; at <= calls; at++) {
            PretendLinux faulty = new PretendLinux();
            faulty.root.children.putAll(linux.root.children);
            faulty.failAt(at, -errno);
            try (LinuxScanner victim = faulty.scanner()) {
                useEverything(victim);
                assertThat(victim.failure(ROOT)).isInstanceOf(WatchException.class);
            }
            assertThat(faulty.open).isEmpty();
            assertThat(faulty.freed).isEqualTo(1);
            assertThat(faulty.closed).isEqualTo(1);
            calls = Math.max(calls, faulty.log.size());
        }
        assertThat(calls).isGreaterThan(10);
    }

    @Test
    void E8_memoryThatIsRefusedLeavesNothingBehind() {
        PretendLinux calls = new PretendLinux();
        assertThatThrownBy(() -> new LinuxScanner(calls, bytes -> {
                    throw new OutOfMemoryError("no memory");
                }))
                .hasMessage("no memory");
        assertThat(calls.closed).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "statx, EPERM, 1",
        "statx, ENOSYS, 38",
        "statx, EACCES, 13",
        "getdents64, EPERM, 1",
        "getdents64, ENOSYS, 38"
    })
    void aCallThatIsRefusedMakesAnotherScannerBeTaken(String call, String symbol, int errno) throws Exception {
        PretendLinux refusing = new PretendLinux();
        refusing.refuse(call, -errno);
        assertThat(ScannerTrial.refusal(refusing.scanner())).isInstanceOfSatisfying(WatchException.class, refusal -> {
            assertThat(refusal.operation()).isEqualTo(call);
            assertThat(refusal.symbol()).isEqualTo(symbol);
        });
        assertThat(ScannerTrial.choose(refusing.scanner(), () -> scanner)).isSameAs(scanner);
        assertThat(refusing.closed).isEqualTo(1);
        assertThat(refusing.open).isEmpty();
        assertThat(linux.open).isEmpty();
    }

    @Test
    void aScannerWhoseCallsArePermittedIsTaken() throws Exception {
        Scanner chosen = ScannerTrial.choose(scanner, () -> {
            throw new AssertionError("not needed");
        });

        assertThat(chosen).isSameAs(scanner);
        assertThat(linux.open).isEmpty();
    }

    /** Some systems let no user list the root directory. */
    @Test
    void C6_theTrialIsMadeElsewhereIfTheRootDirectoryMayNotBeOpened() throws Exception {
        PretendLinux refusing = new PretendLinux();
        refusing.fail("openat", -Errno.EACCES);
        refusing.refuse("statx", -Errno.EPERM);
        linux.fail("openat", -Errno.EACCES);

        assertThat(ScannerTrial.choose(refusing.scanner(), () -> scanner)).isSameAs(scanner);
        assertThat(linux.open).isEmpty();
    }

    @Test
    void directoriesThatMayNotBeOpenedProveNothing() throws Exception {
        linux.refuse("openat", -Errno.EACCES);

        assertThat(ScannerTrial.choose(scanner, () -> {
                    throw new AssertionError("not needed");
                }))
                .isSameAs(scanner);
    }

    @ParameterizedTest
    @ValueSource(strings = {"statx", "getdents64", "openat"})
    void whereNoScannerWorksTheRefusedCallIsNamed(String refusedForTheOther) {
        PretendLinux first = new PretendLinux();
        PretendLinux other = new PretendLinux();
        first.refuse("getdents64", -Errno.EPERM);
        other.refuse(refusedForTheOther, -Errno.EPERM);

        assertThatThrownBy(() -> ScannerTrial.choose(first.scanner(), other::scanner))
                .isInstanceOf(NativeAccessException.class)
                .hasMessageContainingAll("getdents64", "EPERM", "seccomp");
        assertThat(first.closed + other.closed).isEqualTo(2);
    }

    /** Opens, lists, inspects and closes; whatever fails is not used. */
    private void useEverything(Scanner victim) {
        EntryStat stat = new EntryStat();
        int root = victim.openRoot(ROOT);
        if (root < 0) {
            return;
        }
        victim.inspectSelf(root, stat);
        victim.watchPath(root, () -> ROOT);
        victim.timestampGranularityNanos(root);
        victim.list(root, new Collector());
        victim.inspect(root, bytes("a"), 1, stat);
        int child = victim.open(root, bytes("d"), 1);
        if (child >= 0) {
            victim.list(child, new Collector());
            victim.close(child);
        }
    }
}
