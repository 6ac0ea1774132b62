package io.github.fswire.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** One JSON object a line; the form is described with the package. */
final class JsonOutput implements Output {
    private final JsonGenerator json;
    private final Base base;

    /** Paths of changes are relative to {@code base}. */
    JsonOutput(LineStream out, Base base) throws IOException {
        json = generator(out);
        this.base = base;
    }

    /** What stands between the braces of an object. */
    @FunctionalInterface
    interface Fields {
        void write() throws IOException;
    }

    /** A generator whose objects stand one on a line. */
    static JsonGenerator generator(LineStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out.stream(), JsonEncoding.UTF8);
        json.setRootValueSeparator(new SerializedString(""));
        return json;
    }

    /** Writes one line. */
    static void object(JsonGenerator json, Fields fields) throws IOException {
        json.writeStartObject();
        fields.write();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** Writes a path, and its bytes if text cannot show it. */
    static void path(JsonGenerator json, String field, NativeName path) throws IOException {
        json.writeStringField(field, Text.path(path));
        if (!path.isUtf8()) {
            json.writeBinaryField(field + "Bytes", path.toBytes());
        }
    }

    private void object(Fields fields, boolean flush) {
        try {
            object(json, fields);
            if (flush) {
                json.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void event(String name, Fields fields) {
        object(
                () -> {
                    json.writeStringField("event", name);
                    fields.write();
                },
                true);
    }

    @Override
    public void ready(List<NativeName> roots, WatchStatistics statistics, long millis) {
        event("ready", () -> {
            json.writeArrayFieldStart("roots");
            for (NativeName root : roots) {
                json.writeString(Text.path(root));
            }
            json.writeEndArray();
            if (!roots.stream().allMatch(NativeName::isUtf8)) {
                json.writeArrayFieldStart("rootsBytes");
                for (NativeName root : roots) {
                    json.writeBinary(root.toBytes());
                }
                json.writeEndArray();
            }
            json.writeNumberField("entries", statistics.entries());
            json.writeNumberField("directories", statistics.directories());
            json.writeStringField("backend", statistics.backend());
            json.writeStringField("binding", statistics.binding());
            json.writeNumberField("millis", millis);
        });
    }

    @Override
    public void batch(ChangeBatch batch) {
        int last = batch.changes().size() - 1;
        for (int i = 0; i <= last; i++) {
            Change change = batch.changes().get(i);
            object(() -> change(change), i == last);
        }
    }

    private void change(Change change) throws IOException {
        json.writeStringField("kind", change.kind().name());
        path(json, "path", base.relative(change.nativePath()));
        NativeName from = change.nativeFrom();
        if (from != null) {
            path(json, "from", base.relative(from));
        }
        json.writeStringField("type", change.type().name());
        json.writeStringField("cause", change.cause().name());
        if (change.kind() == Change.Kind.MODIFIED) {
            json.writeArrayFieldStart("aspects");
            for (Change.Aspect aspect : change.aspects()) {
                json.writeString(aspect.name());
            }
            json.writeEndArray();
        }
        if (change.kind() != Change.Kind.DELETED) {
            json.writeNumberField("size", change.size());
            json.writeStringField("modified", change.modifiedTime().toString());
        }
        json.writeStringField("time", change.time().toString());
    }

    @Override
    public void overflow(long overflows) {
        event("overflow", () -> json.writeNumberField("overflows", overflows));
    }

    @Override
    public void degraded(DegradedNotice notice) {
        event("degraded", () -> {
            json.writeNumberField("directories", notice.directories());
            path(json, "path", notice.first());
            cause(notice.reason());
        });
    }

    @Override
    public void error(Exception error) {
        event("error", () -> {
            json.writeStringField("message", error.getMessage() == null ? error.toString() : error.getMessage());
            if (error instanceof WatchException failure) {
                if (failure.getFile() != null) {
                    json.writeStringField("path", failure.getFile());
                }
                cause(failure);
            }
        });
    }

    @Override
    public void exec(ExecEvent event) {
        event("exec", () -> {
            if (event instanceof ExecEvent.Started started) {
                exec(started.run(), "started");
                json.writeArrayFieldStart("command");
                for (String word : started.command()) {
                    json.writeString(word);
                }
                json.writeEndArray();
                json.writeNumberField("pid", started.pid());
                json.writeNumberField("paths", started.paths());
                if (!started.withheld().isEmpty()) {
                    json.writeStringField("truncated", started.withheld());
                }
            } else if (event instanceof ExecEvent.Ended ended) {
                exec(ended.run(), "ended");
                json.writeNumberField("exitCode", ended.exitCode());
                json.writeBooleanField("stopped", ended.stopped());
                json.writeNumberField("millis", ended.millis());
            } else if (event instanceof ExecEvent.Failed failed) {
                exec(failed.run(), "failed");
                json.writeStringField("message", failed.message());
            }
        });
    }

    private void exec(int run, String state) throws IOException {
        json.writeStringField("state", state);
        json.writeNumberField("run", run);
    }

    private void cause(WatchException failure) throws IOException {
        json.writeStringField("operation", failure.operation());
        json.writeNumberField("code", failure.code());
        json.writeStringField("symbol", failure.symbol());
        json.writeStringField("advice", failure.advice());
    }

    @Override
    public void statistics(WatchStatistics statistics) {
        event("stats", () -> {
            json.writeStringField("backend", statistics.backend());
            json.writeStringField("binding", statistics.binding());
            json.writeNumberField("entries", statistics.entries());
            json.writeNumberField("directories", statistics.directories());
            json.writeNumberField("watches", statistics.watches());
            json.writeNumberField("degraded", statistics.degraded());
            json.writeNumberField("rawEvents", statistics.rawEvents());
            json.writeNumberField("overflows", statistics.overflows());
            json.writeNumberField("rescans", statistics.rescans());
            json.writeNumberField("rescanMillis", statistics.rescanNanos() / 1_000_000);
            json.writeNumberField("looks", statistics.cycles());
            json.writeNumberField("batches", statistics.batches());
            json.writeNumberField("changes", statistics.changes());
            json.writeNumberField("retries", statistics.retries());
            json.writeNumberField("errors", statistics.errors());
            json.writeNumberField("polls", statistics.polls());
            json.writeNumberField("pollMillis", statistics.pollNanos() / 1_000_000);
            json.writeNumberField("missed", statistics.missed());
            json.writeNumberField("indexBytes", statistics.indexBytes());
            json.writeNumberField("coalesced", statistics.coalesced());
            json.writeNumberField("marksHighWater", statistics.pendingHighWater());
            json.writeNumberField("unverified", statistics.unverified());
        });
    }
}
