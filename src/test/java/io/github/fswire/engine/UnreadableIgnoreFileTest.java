package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.scan.Scanner;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An ignore file that cannot be read for a moment takes effect as soon as it can, without an event. On a simulated kernel. */
class UnreadableIgnoreFileTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());
    private int result; // of reading, 0 if it works

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {Scanner.DENIED, Scanner.FAILED})
    void isTriedAgain(int failure) throws Exception {
        disk.content = version -> new byte[] {'a'};
        stage.lens = scanner -> new ForwardingScanner(scanner) {
            @Override
            public int read(int directory, byte[] name, int length, byte[] target) {
                return result < 0 ? result : super.read(directory, name, length, target);
            }
        };
        stage.makeDirectory(root, "a");
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.ignoreFiles("rules"));
        result = failure;
        disk.create(root, "rules", SimulatedDisk.FILE);
        stage.pass(100);
        assertThat(stage.lines).containsExactly("CREATED rules");
        assertThat(stage.statistics().degraded()).isEqualTo(1);
        assertThat(stage.errors).hasSize(failure == Scanner.DENIED ? 1 : 0);

        result = 0;
        stage.pass(2_000);
        assertThat(stage.lines).containsExactly("CREATED rules", "DELETED a");
        assertThat(stage.statistics().degraded()).isZero();
        assertThat(stage.statistics().watches()).isEqualTo(1);
    }
}
