package io.github.fswire.cli;

import static io.github.fswire.cli.Samples.BROKEN;
import static io.github.fswire.cli.Samples.batch;
import static io.github.fswire.cli.Samples.change;
import static io.github.fswire.cli.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class NulOutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final World.Stream err = new World.Stream();

    private NulOutput output(Base base) {
        LineStream notes = new LineStream(err, false, true, StandardCharsets.UTF_8).forgiving();
        return new NulOutput(
                new LineStream(out, false, true, StandardCharsets.US_ASCII),
                new HumanOutput(notes, Clock.systemUTC(), base),
                base);
    }

    private String printed() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void pathsAreTheirBytesAndANul() {
        output(Base.NONE).batch(batch(created(BROKEN), created(NativeName.of("/r/a\n b"))));
        assertThat(printed()).isEqualTo("/r/x\u00FFy\0/r/a\n b\0");
    }

    @Test
    void aMoveHasBothAndEachPathIsPrintedOnce() {
        Change move = change(
                Change.Kind.MOVED, NativeName.of("/r/b"), NativeName.of("/r/a"), Change.Type.FILE, Change.Cause.EVENT);
        output(Base.NONE).batch(batch(created(NativeName.of("/r/a")), move));
        assertThat(printed()).isEqualTo("/r/a\0/r/b\0");
    }

    @Test
    void relativePathsAreNoOptions() {
        output(Base.at(NativeName.of("/r")))
                .batch(batch(created(NativeName.of("/r/a")), created(NativeName.of("/r/-r"))));
        assertThat(printed()).isEqualTo("a\0./-r\0");
    }

    @Test
    void everythingElseGoesToStandardError() {
        NulOutput output = output(Base.NONE);
        output.ready(List.of(NativeName.of("/r")), World.STATISTICS, 1);
        output.overflow(1);
        output.degraded(Samples.DEGRADED);
        output.error(new IllegalStateException("x"));
        output.exec(new ExecEvent.Failed(1, "x"));
        output.statistics(World.STATISTICS);
        assertThat(printed()).isEmpty();
        assertThat(err.text()).hasLineCount(6);
    }

    @Test
    void standardErrorMayBeClosed() {
        err.breakOff();
        output(Base.NONE).overflow(1);
    }
}
