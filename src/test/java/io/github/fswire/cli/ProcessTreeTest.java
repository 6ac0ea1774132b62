package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    private final List<Long> ended = new ArrayList<>();

    /** Or a shell would go on with its next command. */
    @Test
    void aParentIsAskedBeforeWhatItHasStarted() throws Exception {
        FakeProcess shell = new FakeProcess(
                1,
                Stream.iterate(2L, pid -> pid < 20, pid -> pid + 1)
                        .map(pid -> new FakeProcess(pid, List.of()))
                        .toList());
        ProcessTree.end(shell, Duration.ofDays(1));
        assertThat(ended).hasSize(19).first().isEqualTo(1L);
    }

    @Test
    void whoeverDoesNotObeyIsForced() throws Exception {
        FakeProcess stubborn = new FakeProcess(1, List.of());
        stubborn.obeys = false;
        ProcessTree.end(stubborn, Duration.ZERO);
        assertThat(ended).containsExactly(1L);
    }

    private final class FakeProcess implements ProcessHandle {
        private final long number;
        private final List<FakeProcess> started;
        private boolean obeys = true;
        private boolean alive = true;

        FakeProcess(long number, List<FakeProcess> started) {
            this.number = number;
            this.started = started;
        }

        @Override
        public long pid() {
            return Integer.MAX_VALUE + number; // nobody's
        }

        @Override
        public Stream<ProcessHandle> descendants() {
            return started.stream().map(ProcessHandle.class::cast);
        }

        @Override
        public Stream<ProcessHandle> children() {
            return descendants();
        }

        @Override
        public boolean destroy() {
            if (obeys) {
                alive = false;
                ended.add(number);
            }
            return true;
        }

        @Override
        public boolean destroyForcibly() {
            obeys = true;
            return destroy();
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public boolean supportsNormalTermination() {
            return true;
        }

        @Override
        public Optional<ProcessHandle> parent() {
            return Optional.empty();
        }

        @Override
        public Info info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<ProcessHandle> onExit() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(ProcessHandle other) {
            return Long.compare(pid(), other.pid());
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }
}
