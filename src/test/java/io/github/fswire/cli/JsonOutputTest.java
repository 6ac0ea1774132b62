package io.github.fswire.cli;

import static io.github.fswire.cli.Samples.BROKEN;
import static io.github.fswire.cli.Samples.batch;
import static io.github.fswire.cli.Samples.change;
import static io.github.fswire.cli.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.watch.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@code watch --json}, to the letter. */
class JsonOutputTest {
    private final World.Stream stream = new World.Stream();
    private final JsonOutput output;

    JsonOutputTest() throws IOException {
        output = new JsonOutput(new LineStream(stream, false, true, StandardCharsets.US_ASCII), Base.NONE);
    }

    @Test
    void readyHasRootsNumbersAndTime() {
        output.ready(List.of(NativeName.of("/r"), NativeName.of("/ä")), World.STATISTICS, 42);
        assertThat(stream.text()).isEqualTo("""
                        {"event":"ready","roots":["/r","/ä"],"entries":1,"directories":2,"backend":"false",\
                        "binding":"none","millis":42}
                        """);
    }

    @Test
    void rootsThatAreNotUtf8AreGivenInBytesAsWell() {
        output.ready(List.of(NativeName.of("/r"), BROKEN), World.STATISTICS, 0);
        assertThat(stream.text()).startsWith("""
                        {"event":"ready","roots":["/r","/r/x\\\\xFFy"],"rootsBytes":["L3I=","L3IveP95"],"entries":\
                        """);
    }

    @Test
    void changesStandOneOnALineInTheirOrder() {
        output.batch(batch(
                created(NativeName.of("/r/€")),
                change(Change.Kind.MODIFIED, NativeName.of("/r"), null, Change.Type.DIRECTORY, Change.Cause.RESCAN),
                change(Change.Kind.DELETED, NativeName.of("/r/l"), null, Change.Type.SYMLINK, Change.Cause.POLL),
                change(
                        Change.Kind.MOVED,
                        NativeName.of("/r/b"),
                        NativeName.of("/r/a"),
                        Change.Type.OTHER,
                        Change.Cause.EVENT)));
        assertThat(stream.text()).isEqualTo("""
                        {"kind":"CREATED","path":"/r/€","type":"FILE","cause":"EVENT",\
                        "size":0,"modified":"1970-01-01T00:00:00Z","time":"1970-01-01T00:00:00Z"}
                        {"kind":"MODIFIED","path":"/r","type":"DIRECTORY","cause":"RESCAN",\
                        "aspects":["CONTENT","METADATA"],"size":0,"modified":"1970-01-01T00:00:00Z",\
                        "time":"1970-01-01T00:00:00Z"}
                        {"kind":"DELETED","path":"/r/l","type":"SYMLINK","cause":"POLL","time":"1970-01-01T00:00:00Z"}
                        {"kind":"MOVED","path":"/r/b","from":"/r/a","type":"OTHER","cause":"EVENT",\
                        "size":0,"modified":"1970-01-01T00:00:00Z","time":"1970-01-01T00:00:00Z"}
                        """);
    }

    @Test
    void pathsThatAreNotUtf8AreGivenInBase64AsWell() {
        output.batch(batch(
                change(Change.Kind.MOVED, BROKEN, BROKEN, Change.Type.FILE, Change.Cause.EVENT),
                change(Change.Kind.MOVED, NativeName.of("/r/\\xFF"), BROKEN, Change.Type.FILE, Change.Cause.EVENT)));
        assertThat(stream.text()).isEqualTo("""
                        {"kind":"MOVED","path":"/r/x\\\\xFFy","pathBytes":"L3IveP95",\
                        "from":"/r/x\\\\xFFy","fromBytes":"L3IveP95","type":"FILE","cause":"EVENT",\
                        "size":0,"modified":"1970-01-01T00:00:00Z","time":"1970-01-01T00:00:00Z"}
                        {"kind":"MOVED","path":"/r/\\\\xFF",\
                        "from":"/r/x\\\\xFFy","fromBytes":"L3IveP95","type":"FILE","cause":"EVENT",\
                        "size":0,"modified":"1970-01-01T00:00:00Z","time":"1970-01-01T00:00:00Z"}
                        """);
        assertThat(Base64.getDecoder().decode("L3IveP95")).isEqualTo(BROKEN.toBytes());
    }

    @Test
    void everyByteOfANameLeadsBackToIt() throws IOException {
        StringBuilder all = new StringBuilder("/r/");
        for (char c = 1; c < 0x300; c++) {
            all.append(c == '/' ? '\u2028' : c);
        }
        output.batch(batch(created(NativeName.of(all + "\uD83D\uDE00"))));
        assertThat(stream.text().lines()).hasSize(1);
        try (JsonParser parser = new JsonFactory().createParser(stream.text())) {
            while (!"path".equals(parser.currentName())) {
                parser.nextToken();
            }
            assertThat(parser.nextTextValue()).isEqualTo(all + "\uD83D\uDE00");
        }
    }

    @Test
    void overflowHasTheirNumber() {
        output.overflow(3);
        assertThat(stream.text()).isEqualTo("{\"event\":\"overflow\",\"overflows\":3}\n");
    }

    @Test
    void degradedHasNumberPlaceAndReason() {
        output.degraded(Samples.DEGRADED);
        assertThat(stream.text()).isEqualTo("""
                        {"event":"degraded","directories":12,"path":"/r/d","operation":"inotify_add_watch",\
                        "code":28,"symbol":"ENOSPC","advice":"Raise it."}
                        """);
    }

    @Test
    void errorHasWhatIsKnown() {
        output.error(new IllegalStateException("it \"broke\""));
        output.error(new IllegalStateException());
        output.error(new WatchException(null, "read", 5, "EIO", "Look at the disk."));
        output.error(new WatchException("/r", "openat", 13, "EACCES", "Ask."));
        assertThat(stream.text()).isEqualTo("""
                        {"event":"error","message":"it \\"broke\\""}
                        {"event":"error","message":"java.lang.IllegalStateException"}
                        {"event":"error","message":"read: EIO (5). Look at the disk.","operation":"read","code":5,\
                        "symbol":"EIO","advice":"Look at the disk."}
                        {"event":"error","message":"/r: openat: EACCES (13). Ask.","path":"/r","operation":"openat",\
                        "code":13,"symbol":"EACCES","advice":"Ask."}
                        """);
    }

    @Test
    void statisticsHaveEveryNumber() {
        output.statistics(World.STATISTICS);
        assertThat(stream.text()).isEqualTo("""
                        {"event":"stats","backend":"false","binding":"none","entries":1,"directories":2,"watches":3,\
                        "degraded":4,"rawEvents":5,"overflows":6,"rescans":7,"rescanMillis":8,"looks":9,"batches":10,\
                        "changes":11,"retries":12,"errors":13,"polls":14,"pollMillis":15,"missed":16,\
                        "indexBytes":17,"coalesced":18,"marksHighWater":19,"unverified":20}
                        """);
    }

    @Test
    void relativePathsHaveRelativeBytes() throws IOException {
        JsonOutput relative = new JsonOutput(
                new LineStream(stream, false, true, StandardCharsets.UTF_8), Base.at(NativeName.of("/r")));
        relative.batch(
                batch(change(Change.Kind.MOVED, BROKEN, NativeName.of("/s/a"), Change.Type.FILE, Change.Cause.EVENT)));
        assertThat(stream.text())
                .startsWith("{\"kind\":\"MOVED\",\"path\":\"x\\\\xFFy\",\"pathBytes\":\"eP95\",\"from\":\"../s/a\",");
    }

    @Test
    void aRunHasALineAtItsStartAndAtItsEnd() {
        output.exec(new ExecEvent.Started(1, List.of("make", "{}"), 42, 3, ""));
        output.exec(new ExecEvent.Ended(1, 2, false, 5));
        output.exec(new ExecEvent.Started(2, List.of("make"), 43, 0, "size"));
        output.exec(new ExecEvent.Ended(2, 143, true, 6));
        output.exec(new ExecEvent.Failed(3, "not found"));
        assertThat(stream.text()).isEqualTo("""
                        {"event":"exec","state":"started","run":1,"command":["make","{}"],"pid":42,"paths":3}
                        {"event":"exec","state":"ended","run":1,"exitCode":2,"stopped":false,"millis":5}
                        {"event":"exec","state":"started","run":2,"command":["make"],"pid":43,"paths":0,"truncated":"size"}
                        {"event":"exec","state":"ended","run":2,"exitCode":143,"stopped":true,"millis":6}
                        {"event":"exec","state":"failed","run":3,"message":"not found"}
                        """);
    }
}
