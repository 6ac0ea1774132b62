package io.github.fswire.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyscallTest {
    @Test
    void aFunctionOfTheCLibraryIsCalledByItsName() {
        assertThat(Syscall.STATX.number(true, "sparc")).isEqualTo(Syscall.BY_NAME);
    }

    @ParameterizedTest
    @CsvSource({"amd64, 217, 332", "x86_64, 217, 332", "aarch64, 61, 291"})
    void anOlderCLibraryIsCalledByNumber(String architecture, long getdents64, long statx) {
        assertThat(Syscall.GETDENTS64.number(false, architecture)).isEqualTo(getdents64);
        assertThat(Syscall.STATX.number(false, architecture)).isEqualTo(statx);
    }

    @Test
    void anUnknownProcessorIsNamed() {
        assertThatThrownBy(() -> Syscall.GETDENTS64.number(false, "sparc"))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("getdents64")
                .hasMessageContaining("sparc");
    }
}
