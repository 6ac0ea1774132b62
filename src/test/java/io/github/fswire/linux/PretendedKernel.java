package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A scanner on a pretended kernel; after each test nothing may be left open. */
abstract class PretendedKernel {
    static final NativeName ROOT = NativeName.of("/root");

    final PretendLinux linux = new PretendLinux();
    final LinuxScanner scanner = linux.scanner();
    final Collector sink = new Collector();

    /** Keeps what a listing hands out as lines. */
    static final class Collector implements ListingSink {
        final List<String> entries = new ArrayList<>();
        final List<String> unwanted = new ArrayList<>();

        @Override
        public boolean wants(byte[] name, int length) {
            return !unwanted.contains(text(name, length));
        }

        @Override
        public void entry(byte[] name, int length, EntryStat stat) {
            entries.add(text(name, length) + " " + stat.type + (stat.complete ? "" : " incomplete"));
        }

        private static String text(byte[] name, int length) {
            return new String(name, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    @AfterEach
    void everythingIsReleased() {
        scanner.close();
        assertThat(linux.open).isEmpty();
        assertThat(linux.freed).isEqualTo(1);
        assertThat(linux.closed).isEqualTo(1);
    }

    void assertFailure(String operation, String symbol, int errno) {
        WatchException failure = scanner.failure(ROOT);
        assertThat(failure.getFile()).isEqualTo("/root");
        assertThat(failure.operation()).isEqualTo(operation);
        assertThat(failure.code()).isEqualTo(errno);
        assertThat(failure.symbol()).isEqualTo(symbol);
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
