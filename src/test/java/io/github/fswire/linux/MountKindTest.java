package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fswire.calls.Errno;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountKindTest {
    private static final NativeName PATH = NativeName.of("/a");

    @ParameterizedTest
    @ValueSource(
            longs = {
                0x6969, 0x517B, 0xFF534D42L, 0xFE534D42L, 0x01021997, 0x65735546, 0x5346414F, 0x6B414653, 0x00C36400,
                0x73757245, 0x564C, 0x7461636F, 0x01161970, 0x47504653, 0x0BD00BD0, 0xBACBACBCL, 0x786F4256, 0x7C7C6673,
                0x9FA0, 0x62656572, 0x64626720, 0x74726163, 0x27E0EB, 0x63677270, 0xCAFE4A11L, 0x1CD1
            })
    void remoteAndMadeUpFileSystemsAreNotTrusted(long type) {
        MountKind kind = MountKind.of((int) type);

        assertThat(kind.eventsReliable()).isFalse();
        assertThat(kind.name()).isNotEmpty().doesNotStartWith("0x");
        assertThat(kind.reason()).contains("not reported").doesNotEndWith(".");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0xEF53,
                0x58465342,
                0x9123683EL,
                0x01021994,
                0x858458F6L,
                0xF2F52010L,
                0x794C7630,
                0x73717368,
                0xE0F5E1E2L,
                0x9660,
                0x4D44,
                0x2011BAB0,
                0x2FC12FC1,
                0xCA451A4EL,
                0xF15F,
                0x958458F6L
            })
    void localFileSystemsAreTrusted(long type) {
        MountKind kind = MountKind.of((int) type);

        assertThat(kind.eventsReliable()).isTrue();
        assertThat(kind.name()).isNotEmpty().doesNotStartWith("0x");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0x9FA0,
                0x62656572,
                0x64626720,
                0x74726163,
                0x27E0EB,
                0x63677270,
                0xCAFE4A11L,
                0x1CD1,
                0x73636673,
                0xF97CFF8CL,
                0x43415D53,
                0x6165676C,
                0xDE5E81E4L,
                0x62656570,
                0x19800202,
                0x42494E4D,
                0x65735543,
                0x6E736673,
                0x67596969,
                0x07655821
            })
    void whatTheKernelMakesUp(long type) {
        assertThat(MountKind.of((int) type).isMadeUp()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0x6969, 0x65735546, 0x01021994, 0xEF53, 0x794C7630, FileSystems.UNKNOWN})
    void whatTheKernelDoesNotMakeUp(long type) {
        assertThat(MountKind.of((int) type).isMadeUp()).isFalse();
    }

    @Test
    void unknownFileSystemsAreBelieved() {
        MountKind kind = MountKind.of(0xABCDEF01);

        assertThat(kind.eventsReliable()).isTrue();
        assertThat(kind.name()).isEqualTo("0xabcdef01");
        assertThat(kind.reason()).contains("reconciliation");
    }

    @Test
    void aPathIsAskedForByDescriptor() throws WatchException {
        PretendLinux linux = new PretendLinux();
        linux.fileSystemType = 0xFF534D42;

        assertThat(MountKind.of(PATH, linux, linux.memory).name()).isEqualTo("cifs");
        assertThat(linux.open).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"openat, 13, EACCES", "openat, 1, EPERM", "fstatfs, 5, EIO", "fstatfs, 107, ENOTCONN"})
    void failuresAreReportedAndNothingStaysOpen(String function, int errno, String symbol) {
        PretendLinux linux = new PretendLinux();
        linux.fail(function, -errno);

        assertThatExceptionOfType(WatchException.class)
                .isThrownBy(() -> MountKind.of(PATH, linux, linux.memory))
                .withMessageContaining(PATH + ": " + function + ": " + symbol);
        assertThat(linux.open).isEmpty();
    }

    /** It may be a network's. */
    @ParameterizedTest
    @CsvSource({"1, EPERM", "13, EACCES", "38, ENOSYS"})
    void C6_aFileSystemThatMayNotBeAskedForIsNotBelieved(int errno, String symbol) throws WatchException {
        PretendLinux linux = new PretendLinux();
        linux.fail("fstatfs", -errno);

        MountKind kind = MountKind.of(PATH, linux, linux.memory);
        assertThat(kind.eventsReliable()).isFalse();
        assertThat(kind.reason()).contains("fstatfs: " + symbol, "seccomp");
        assertThat(linux.open).isEmpty();
    }

    @Test
    void interruptedCallsAreRepeated() throws WatchException {
        PretendLinux linux = new PretendLinux();
        linux.fail("openat", -Errno.EINTR, 0);
        linux.fail("fstatfs", -Errno.EINTR, 0);

        assertThat(MountKind.of(PATH, linux, linux.memory).name()).isEqualTo("ext4");
        assertThat(linux.open).isEmpty();
    }
}
